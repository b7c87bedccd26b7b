import Hall
import Synchronization

/// Counts wrong PINs by clerk and by window; each beyond the first few doubles the wait. 防试探
///
/// A wait ends, whatever a guesser does, so nobody keeps a colleague from work for long: a try that
/// comes while there is one to wait for is not looked at and not counted.
final class SignInTries: Sendable {
  /// Apart for each caller's user: who guesses keeps nobody out but themselves.
  enum Key: Hashable {
    case clerk(String, caller: String)
    case window(String, caller: String)
  }

  /// A person mistypes twice.
  static let free = 3
  /// After the third; then 20, 40 ... seconds.
  static let firstPause: Int64 = 10
  /// Six digits last years at four tries an hour.
  static let longestPause: Int64 = 900
  /// After so long without a try a key begins anew.
  static let memory: Int64 = 3600
  /// Bounds memory when somebody varies the staff number.
  static let mostKeys = 10_000

  private struct Record {
    var failures: Int
    var last: Moment
    var pause: Int64 {
      let beyond = failures - SignInTries.free
      guard beyond >= 0 else { return 0 }
      return min(SignInTries.longestPause, SignInTries.firstPause << Int64(min(beyond, 10)))
    }
  }

  private let records = Mutex<[Key: Record]>([:])

  /// Counts a try of all keys as failed; or counts none, and returns the seconds to wait.
  func begin(_ keys: [Key], at now: Moment) -> Int? {
    records.withLock { records in
      if let pause = Self.pause(keys, records, now) { return pause }
      for key in keys {
        if let record = records[key], now.seconds(since: record.last) < Self.memory {
          records[key] = Record(failures: record.failures + 1, last: now)
        } else {
          records.makeRoom(
            for: Self.mostKeys,
            dropping: { now.seconds(since: $0.last) >= Self.memory }, since: \.last)
          records[key] = Record(failures: 1, last: now)
        }
      }
      return nil
    }
  }

  /// Seconds until a try of all keys is looked at; nil when it is now.
  func pause(_ keys: [Key], at now: Moment) -> Int? {
    records.withLock { Self.pause(keys, $0, now) }
  }

  func succeeded(_ keys: [Key]) {
    records.withLock { records in for key in keys { records[key] = nil } }
  }

  private static func pause(_ keys: [Key], _ records: [Key: Record], _ now: Moment) -> Int? {
    let longest =
      keys.compactMap { records[$0] }.map { record in
        // Where the clock was put back the wait begins anew and is no longer than it was.
        record.pause - max(0, now.seconds(since: record.last))
      }.max() ?? 0
    return longest > 0 ? Int(longest) : nil
  }
}
