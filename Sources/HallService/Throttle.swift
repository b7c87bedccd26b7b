import Hall
import Synchronization

/// Slows down guessing: after too many wrong tries a key must pause. 防试探
final class Throttle<Key: Hashable & Sendable>: Sendable {
  /// A person mistypes twice or thrice; a guesser needs thousands of tries.
  static var allowedFailures: Int { 5 }
  /// Long enough to make six digits safe for a day, short enough to wait at a kiosk.
  static var pauseSeconds: Int64 { 60 }
  /// Bounds memory when somebody varies the key.
  static var mostKeys: Int { 10_000 }

  private struct Record {
    var failures: Int
    var last: Moment
  }

  private let records = Mutex<[Key: Record]>([:])

  /// Seconds still to wait, nil when the key may try.
  func pause(_ key: Key, at now: Moment) -> Int? {
    records.withLock { records in
      guard let record = records[key], record.failures >= Self.allowedFailures else { return nil }
      let left = Self.pauseSeconds - now.seconds(since: record.last)
      guard left > 0 else {
        records[key] = nil
        return nil
      }
      return Int(left)
    }
  }

  func failed(_ key: Key, at now: Moment) {
    records.withLock { records in
      if records.count >= Self.mostKeys {
        records = records.filter { now.seconds(since: $0.value.last) < Self.pauseSeconds }
      }
      guard records.count < Self.mostKeys || records[key] != nil else { return }
      records[key, default: Record(failures: 0, last: now)].failures += 1
      records[key]?.last = now
    }
  }

  func succeeded(_ key: Key) {
    records.withLock { $0[key] = nil }
  }
}
