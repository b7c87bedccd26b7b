public import Hall
import Synchronization

/// What the hall goes by and may change while it is open, replaced whole when its file is read anew.
public final class Rulebook: Sendable {
  public struct Edition: Sendable, Equatable {
    public var queue: QueueRules
    public var hours: OpeningHours
    /// Numbers are called on boards and strips only. 无声叫号 (clause 5.3.3)
    public var callsSilently: Bool

    /// How many numbers are given to people without a reservation. 现场取号量
    public var walkIns: WalkInPolicy
    /// What phones are told. 短信提醒
    public var notices: NoticePolicy
    /// Who may work at windows; nil where the peer's user is all that counts. 人员名册
    public var clerks: ClerkRoster?
    /// How long, in what words and by which rules people rate. 好差评
    public var ratings: RatingPolicy
    /// What citizens may read about each item, laid out for search. 办事指南
    public var guides: GuideIndex
    /// From when on somebody came too often for one matter; nil where nobody counts. 多次往返
    public var visits: VisitPolicy?
    /// The papers citizens take home, in the hall's words. 文书
    public var letters: LetterPolicy

    public init(
      queue: QueueRules, hours: OpeningHours, callsSilently: Bool = false,
      walkIns: WalkInPolicy = .off, notices: NoticePolicy = .off,
      clerks: ClerkRoster? = nil, ratings: RatingPolicy = .usual,
      guides: GuideIndex = .empty, visits: VisitPolicy? = nil, letters: LetterPolicy = .none
    ) {
      self.queue = queue
      self.hours = hours
      self.walkIns = walkIns
      self.callsSilently = callsSilently
      self.notices = notices
      self.clerks = clerks
      self.ratings = ratings
      self.guides = guides
      self.visits = visits
      self.letters = letters
    }
  }

  private let current: Mutex<Edition>

  public init(_ edition: Edition) { current = Mutex(edition) }

  public var edition: Edition { current.withLock { $0 } }

  func replace(by edition: Edition) { current.withLock { $0 = edition } }
}
