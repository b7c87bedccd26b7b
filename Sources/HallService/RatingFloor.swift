import Crypto
import Hall
import Synchronization

/// What is asked at the hall's windows now, and who looks at it. 评价现场
final class RatingFloor: Sendable {
  /// Rings when a pad may have something else to show.
  let bell = ChangeBell()
  private let book = Mutex(RatingBook())
  private let budget = Mutex(RefusalBudget())

  func look<T>(_ body: (RatingBook) -> T) -> T { book.withLock { body($0) } }

  @discardableResult
  func change<T>(_ body: (inout RatingBook) -> T) -> T {
    defer { bell.ring() }
    return book.withLock { body(&$0) }
  }

  /// Whether one more refusal gets a row of its own; give back what is not refused in the end.
  func reserve(_ entry: RatingEntry) -> Bool { budget.withLock { $0.reserve(entry) } }

  func giveBack(_ entry: RatingEntry) { budget.withLock { $0.giveBack(entry) } }

  /// A refusal that got no row.
  func count(_ entry: RatingEntry, _ reason: RatingRefusal) {
    budget.withLock { $0.count(entry, reason) }
  }

  /// What got no row since the last time, summed up.
  func summaries(at now: Moment) -> [RatingEntry] { budget.withLock { $0.summaries(at: now) } }

  /// What the ledger keeps of a token: who reads the file cannot rate with it.
  static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

/// Refused presses are written down so that somebody can look at them; a key that is leaned on, or a
/// program that tries tokens, is not to fill the disk with them: what goes beyond is counted.
struct RefusalBudget {
  /// Rows a caller and hour; a child playing with a pad is told by far fewer.
  static let perHour = 120
  /// Rows an evaluation and hour: who presses on after "thank you" is told by these.
  static let perEvaluation = 5
  /// Callers, evaluations and sums; each user is one caller, and an hour has some hundred evaluations.
  static let most = 4096

  private struct Sum: Hashable {
    let author: Author
    let reason: RatingRefusal
    let window: String?
  }

  /// Whoever is one too many to be told apart.
  private static let others = Author(who: "others", place: "")

  private var hour: Int64 = 0
  private var callers: [Author: Int] = [:]
  private var evaluations: [Evaluation.Subject: Int] = [:]
  private var sums: [Sum: (count: Int, since: Moment)] = [:]

  mutating func reserve(_ entry: RatingEntry) -> Bool {
    let thisHour = entry.at.milliseconds / 3_600_000
    if thisHour != hour { (hour, callers, evaluations) = (thisHour, [:], [:]) }
    let subject = Self.subject(of: entry)
    guard callers[entry.author, default: 0] < Self.perHour, callers.count < Self.most,
      subject.map({ evaluations[$0, default: 0] < Self.perEvaluation }) ?? true,
      evaluations.count < Self.most
    else { return false }
    callers[entry.author, default: 0] += 1
    if let subject { evaluations[subject, default: 0] += 1 }
    return true
  }

  mutating func giveBack(_ entry: RatingEntry) {
    if let count = callers[entry.author] { callers[entry.author] = max(0, count - 1) }
    guard let subject = Self.subject(of: entry), let count = evaluations[subject] else { return }
    evaluations[subject] = count > 1 ? count - 1 : nil
  }

  mutating func count(_ entry: RatingEntry, _ reason: RatingRefusal) {
    var sum = Sum(author: entry.author, reason: reason, window: entry.window)
    if sums[sum] == nil, sums.count >= Self.most {
      sum = Sum(author: Self.others, reason: reason, window: nil)
    }
    sums[sum, default: (0, entry.at)].count += 1
  }

  mutating func summaries(at now: Moment) -> [RatingEntry] {
    defer { sums = [:] }
    return sums.sorted { $0.value.since < $1.value.since }.map { sum, value in
      .refusals(
        value.count, sum.reason, window: sum.window, since: value.since, at: now, by: sum.author)
    }
  }

  private static func subject(of entry: RatingEntry) -> Evaluation.Subject? {
    guard let ticket = entry.ticket, let stage = entry.stage else { return nil }
    return .init(ticket: ticket, stage: stage)
  }
}
