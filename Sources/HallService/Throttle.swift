import Hall
import Synchronization

/// Slows down guessing: after too many wrong tries within a while a key must pause. 防试探
final class Throttle<Key: Hashable & Sendable>: Sendable {
  /// A person mistypes twice or thrice; a guesser needs thousands of tries.
  static var allowedFailures: Int { 5 }
  /// Long enough to make six digits safe for a day, short enough to wait at a kiosk.
  static var pauseSeconds: Int64 { 60 }
  /// Bounds memory when somebody varies the key.
  static var mostKeys: Int { 10_000 }

  private struct Record {
    var failures: Int
    /// The first of them. Later ones do not move it, so that nobody is kept out for ever by
    /// somebody else who goes on guessing.
    var since: Moment

    func isOver(at now: Moment) -> Bool {
      // A record of the future is left from before the clock was put back.
      !(0..<pauseSeconds).contains(now.seconds(since: since))
    }
  }

  private let allowedFailures: Int
  private let records = Mutex<[Key: Record]>([:])

  init(allowedFailures: Int = Throttle.allowedFailures) { self.allowedFailures = allowedFailures }

  /// Seconds still to wait, nil when the key may try.
  func pause(_ key: Key, at now: Moment) -> Int? {
    records.withLock { records in
      guard let record = records[key], record.failures >= allowedFailures else { return nil }
      guard record.isOver(at: now) else {
        return Int(Self.pauseSeconds - now.seconds(since: record.since))
      }
      records[key] = nil
      return nil
    }
  }

  func failed(_ key: Key, at now: Moment) {
    records.withLock { records in
      if let record = records[key], !record.isOver(at: now) {
        records[key]?.failures += 1
        return
      }
      records.makeRoom(for: Self.mostKeys, dropping: { $0.isOver(at: now) }, since: \.since)
      records[key] = Record(failures: 1, since: now)
    }
  }

  func succeeded(_ key: Key) {
    records.withLock { $0[key] = nil }
  }
}

extension Dictionary {
  /// Makes room for one more of at most so many records of what callers do.
  ///
  /// Who floods the table pushes out the oldest; a new key is never let through uncounted.
  mutating func makeRoom(
    for most: Int, dropping isOver: (Value) -> Bool, since: (Value) -> Moment
  ) {
    guard count >= most else { return }
    self = filter { !isOver($0.value) }
    if count >= most, let oldest = self.min(by: { since($0.value) < since($1.value) }) {
      self[oldest.key] = nil
    }
  }
}

/// Identifiers that callers make up or copy from paper: request identifiers, receipts, numbers.
enum CallerText {
  /// Longer identifiers are nobody's; index and memory stay small.
  static let longest = 128

  /// Whether a text may be looked up: SQLite ends text at a NUL, so that "A001" and "A001\0x"
  /// would be one ticket for the ledger and two for whoever counts wrong tries.
  static func isIdentifier(_ text: String) -> Bool {
    (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
