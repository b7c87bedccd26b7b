public import Hall
public import HallAPI

/// Somebody looks for a guide: what was typed, and what it found. 办事指南检索
public struct GuideFinder: Sendable, Equatable {
  public var text = ""
  /// Only what can be done there; nil: all.
  public var scope: GuideScope?
  public var hits: [GuidesInterface.Hit] = []
  public var count = 0
  public var page = 0
  /// The hits are those of an earlier text.
  public var isWaiting = true
  /// When to ask again after a lost connection.
  public var retryAt: Moment?
  public var attempt = 0

  /// Lines of hits on a page; the letters to touch are below them.
  static let perPage = 6
  /// Nobody turns more pages than these; they type another letter.
  static let mostHits = 48
  static let longestText = 32

  var question: GuidesInterface.Search.Parameters {
    .init(text: text, scope: scope, limit: Self.mostHits)
  }
}

/// One guide, read page by page.
public struct GuideScreen: Sendable, Equatable {
  public enum Paper: Sendable, Equatable {
    case printing, printed
    /// A fault word of org.hallway.Devices, or empty.
    case failed(String)
  }

  public var guide: GuidesInterface.Guide
  public var notices: [GuidesInterface.Notice]
  public var page = 0
  public var paper: Paper?
  /// Where it was found.
  public var finder: GuideFinder?
}

/// Somebody looks through their papers before they queue. 资料预审
public struct PapersScreen: Sendable, Equatable {
  public enum Phase: Sendable, Equatable {
    case asking
    case ticking(page: Int)
    case done
  }

  public var guide: GuidesInterface.Guide
  public var check: PaperCheck
  public var phase = Phase.asking
  public var paper: GuideScreen.Paper?
  /// The number that was about to be taken; nil where somebody only reads.
  public var offer: Offer?
  public var finder: GuideFinder?

  init(_ guide: GuidesInterface.Guide, offer: Offer? = nil, finder: GuideFinder? = nil) {
    self.guide = guide
    self.offer = offer
    self.finder = finder
    check = PaperCheck(guide.papers)
    settle()
  }

  /// Goes on to the papers once they are known.
  mutating func settle() {
    guard phase == .asking, check.question == nil else { return }
    phase = check.needed.isEmpty ? .done : .ticking(page: 0)
  }
}

/// What people ask most, or what is announced.
public struct GuideList: Sendable, Equatable {
  public enum Entries: Sendable, Equatable {
    case questions([GuidesInterface.TopQuestion])
    case notices([GuidesInterface.Notice])
  }

  public var entries: Entries
  public var page = 0
  /// The one whose text is on the screen.
  public var open: Int?
  public var finder: GuideFinder

  var count: Int {
    switch entries {
    case .questions(let questions): questions.count
    case .notices(let notices): notices.count
    }
  }
}

/// Somebody who came often for one matter, and the number they asked for. 多次往返
public struct RepeatedVisit: Sendable, Equatable {
  public var wish: QueueInterface.TakeTicket.Parameters
  public var offer: Offer
  /// Whose window takes up what could not be done.
  public var helpService: String
}
