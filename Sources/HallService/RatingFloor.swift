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

  func change(_ body: (inout RatingBook) -> Void) {
    book.withLock { body(&$0) }
    bell.ring()
  }

  /// Whether one more refusal at a place is written down.
  func mayRecord(_ place: String, at now: Moment) -> Bool {
    budget.withLock { $0.take(place, at: now) }
  }

  /// Whether no more refusals of a place are written down in this hour.
  func isSpent(_ place: String, at now: Moment) -> Bool {
    budget.withLock { $0.isSpent(place, at: now) }
  }

  /// What the ledger keeps of a token: who reads the file cannot rate with it.
  static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

/// Refused presses are written down so that somebody can look at them; a key that is leaned on, or a
/// program that tries tokens, is not to fill the disk with them.
struct RefusalBudget {
  /// A place and hour; a child playing with a pad is told by far fewer.
  static let perHour = 120
  /// Places; each user is one.
  static let mostPlaces = 1024

  private var hour: Int64 = 0
  private var taken: [String: Int] = [:]

  mutating func isSpent(_ place: String, at now: Moment) -> Bool {
    let thisHour = now.milliseconds / 3_600_000
    if thisHour != hour { (hour, taken) = (thisHour, [:]) }
    return taken[place, default: 0] >= Self.perHour || taken.count >= Self.mostPlaces
  }

  mutating func take(_ place: String, at now: Moment) -> Bool {
    guard !isSpent(place, at: now) else { return false }
    taken[place, default: 0] += 1
    return true
  }
}
