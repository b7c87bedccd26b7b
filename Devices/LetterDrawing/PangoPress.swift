import Dispatch
public import Hall
import Synchronization

/// When a letter has to be drawn. 时限
struct LetterAlarm {
  private let end: ContinuousClock.Instant

  init(in time: Duration) { end = .now + time }

  /// - Throws: ``LetterPressFault/late`` where the time is over.
  func check() throws(LetterPressFault) {
    guard ContinuousClock.now < end else { throw .late }
  }
}

/// Draws letters with pango and cairo, on a thread that is nobody else's. 文书排版
public struct PangoPress: LetterPress {
  /// Twenty pages take half a second; the citizen stands at the window meanwhile.
  public static let usualDeadline: Duration = .seconds(10)
  /// More windows than that do not print in one moment, and what waits longer comes too late.
  static let mostWaiting = 16

  private let deadline: Duration
  private let bench = DispatchQueue(label: "hallway.letters")
  private let waiting = Waiting()

  /// - Parameter deadline: how long one letter may take, its turn included.
  public init(deadline: Duration = PangoPress.usualDeadline) { self.deadline = deadline }

  public func pdf(of sheet: LetterSheet) async throws(LetterPressFault) -> [UInt8] {
    try await onBench { alarm throws(LetterPressFault) in
      try LetterPainter.pdf(of: sheet, alarm)
    }
  }

  public func preview(of sheet: LetterSheet, page: Int) async throws(LetterPressFault)
    -> LetterPreview
  {
    try await onBench { alarm throws(LetterPressFault) in
      try LetterPainter.preview(of: sheet, page: page, alarm)
    }
  }

  /// Works on the bench; the caller is answered at the deadline even where a broken font holds the
  /// bench for ever, and then so is everybody after.
  private func onBench<Value: Sendable>(
    _ work: @escaping @Sendable (LetterAlarm) throws(LetterPressFault) -> Value
  ) async throws(LetterPressFault) -> Value {
    guard waiting.enter(upTo: Self.mostWaiting) else { throw .busy }
    let alarm = LetterAlarm(in: deadline)
    let result = await withCheckedContinuation {
      (caller: CheckedContinuation<Result<Value, LetterPressFault>, Never>) in
      let answer = OneAnswer(caller)
      bench.async {
        defer { waiting.leave() }
        do throws(LetterPressFault) {
          try alarm.check()
          answer.give(.success(try work(alarm)))
        } catch {
          answer.give(.failure(error))
        }
      }
      let (seconds, attoseconds) = deadline.components
      let nanoseconds = Int(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
        answer.give(.failure(.late))
      }
    }
    return try result.get()
  }
}

/// How many letters are on the bench or wait for it.
private final class Waiting: Sendable {
  private let count = Mutex(0)

  func enter(upTo most: Int) -> Bool {
    count.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 -= 1 } }
}

/// The first answer of two.
private final class OneAnswer<Value: Sendable>: Sendable {
  private let caller: Mutex<CheckedContinuation<Value, Never>?>

  init(_ caller: CheckedContinuation<Value, Never>) { self.caller = Mutex(caller) }

  func give(_ value: Value) {
    caller.withLock { caller in
      caller?.resume(returning: value)
      caller = nil
    }
  }
}
