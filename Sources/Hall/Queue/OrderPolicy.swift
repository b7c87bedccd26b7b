/// How a hall orders its lines, as data: halls disagree about it (peers.md 4.18). 排队规则
///
/// Everybody's claim grows with their wait: claim = weight x waited + head start. The oldest claim
/// of a line is the largest, so a window compares the heads of its lines only.
///
/// Nobody starves, whoever else pours in. Call a number *older* when its ``Place`` is before. Taking
/// a number never gives a place before one that is callable already, and returning or coming late
/// only move back; so nobody becomes older than a callable number but by the emergency block, whose
/// numbers bring their age from the paper. Whenever a window that calls the number calls next:
///
/// 1. Once the number has waited ``patience`` minutes, the window calls it, or an older one, or in
///    its turn (``ordinaryAfter`` = N) an ordinary one: with k older ones in the window's lines it
///    is called within k + 1 + ⌈(k + 1) / N⌉ calls, and an ordinary number within k + 1.
/// 2. An ordinary number is called within (k + 1)(N + 1) calls, where k older *ordinary* ones are
///    in those lines, however short it has waited.
///
/// An older number that comes into line again (returned, transferred, further matters, a window
/// that closed) counts as often as it is called, and the calls are those by order: a clerk may
/// always call a number by name, and writes down why.
public struct OrderPolicy: Sendable, Equatable, Codable {
  /// How fast the claim of one standing grows.
  public struct Claim: Sendable, Equatable, Codable {
    /// Percent of the time waited, 100...1000.
    public var weight: Int
    /// Minutes that are counted from the beginning, 0...240.
    public var headStart: Int

    public init(weight: Int = 100, headStart: Int = 0) {
      self.weight = weight
      self.headStart = headStart
    }

    /// In hundredths of a millisecond; a wait of 200 years fits.
    func worth(waited: Int64) -> Int64 {
      waited &* Int64(weight) &+ Int64(headStart) &* 6_000_000
    }
  }

  public var reserved: Claim
  public var priority: Claim
  public var ordinary: Claim
  /// After so many calls of others in a row a window calls an ordinary number, 1...50; nil for
  /// no such rule.
  public var ordinaryAfter: Int?
  /// Minutes after which age alone decides, 10...480. It bounds every wait.
  public var patience: Int
  /// How many a returned number lets go first, 0...20. 过号返回
  public var placesBack: Int
  /// How often a number may return, 0...5.
  public var mostReturns: Int
  /// Calls before a number may be passed, 1...10.
  public var callsBeforePass: Int
  /// Minutes somebody who left the hall may come back late and keep the place, 0...60.
  public var grace: Int
  /// Seconds in which a clerk may undo, 0...60.
  public var undoSeconds: Int
  /// What becomes of a number that was called, and the window calls the next one before anybody
  /// said that its holder came; nil, as in records from before there was a choice: finish.
  public var nextOnCalled: NextOnCalled?

  /// 叫下一号时，前一个号怎么算
  public enum NextOnCalled: String, Sendable, CaseIterable, Codable {
    /// It was served: most clerks never press a key to say so. 办结
    case finish
    /// Nobody came, after as many calls as a number is owed. 过号
    case pass
  }

  public init(
    reserved: Claim = Claim(weight: 100, headStart: 30),
    priority: Claim = Claim(weight: 200, headStart: 15), ordinary: Claim = Claim(),
    ordinaryAfter: Int? = 3, patience: Int = 90, placesBack: Int = 3, mostReturns: Int = 1,
    callsBeforePass: Int = 3, grace: Int = 10, undoSeconds: Int = 10,
    nextOnCalled: NextOnCalled? = nil
  ) {
    self.reserved = reserved
    self.priority = priority
    self.ordinary = ordinary
    self.ordinaryAfter = ordinaryAfter
    self.patience = patience
    self.placesBack = placesBack
    self.mostReturns = mostReturns
    self.callsBeforePass = callsBeforePass
    self.grace = grace
    self.undoSeconds = undoSeconds
    self.nextOnCalled = nextOnCalled
  }

  public func claim(of standing: Standing) -> Claim {
    switch standing {
    case .reserved: reserved
    case .priority: priority
    case .ordinary: ordinary
    }
  }
}

/// Why a number was called when it was: the answer to "why did they go first?", without names.
public enum ChoiceReason: Sendable, Equatable, Hashable {
  /// Nobody who could be called had waited longer.
  case longestWait
  /// Reserved for this time. 预约
  case reserved
  /// 绿色通道
  case priority(Priority)
  /// After the calls of others it was the turn of those who simply came.
  case ordinaryTurn
  /// Had waited beyond the hall's patience.
  case patience
  /// Came from another window and kept its age. 转办
  case transferred
  /// Was passed and came back. 过号返回
  case returned
  /// A clerk called the number by name, and wrote down why.
  case named
}

extension ChoiceReason: RawRepresentable, Codable {
  public init?(rawValue: String) {
    let simple: [String: ChoiceReason] = [
      "longestWait": .longestWait, "reserved": .reserved, "ordinaryTurn": .ordinaryTurn,
      "patience": .patience, "transferred": .transferred, "returned": .returned, "named": .named,
    ]
    if let reason = simple[rawValue] {
      self = reason
    } else if let priority = Priority(rawValue: rawValue) {
      self = .priority(priority)
    } else {
      return nil
    }
  }

  /// One word for everybody: the ground of somebody's priority is nobody else's business.
  public var publicWord: String {
    if case .priority = self { "priority" } else { rawValue }
  }

  /// One word; a priority is told by its own.
  public var rawValue: String {
    switch self {
    case .longestWait: "longestWait"
    case .reserved: "reserved"
    case .priority(let priority): priority.rawValue
    case .ordinaryTurn: "ordinaryTurn"
    case .patience: "patience"
    case .transferred: "transferred"
    case .returned: "returned"
    case .named: "named"
    }
  }
}
