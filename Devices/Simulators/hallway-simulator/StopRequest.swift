import ProgramKit
import UnixSignals

/// Somebody's wish that the program end: SIGTERM, SIGINT or, if wanted, the end of input.
struct StopRequest: Sendable {
  private let signals: UnixSignalsSequence
  private let untilEndOfInput: Bool

  /// From now on the signals end nothing by themselves.
  init(untilEndOfInput: Bool) async {
    signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    self.untilEndOfInput = untilEndOfInput
  }

  /// Returns at the first request, or when the task is cancelled.
  func wait() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [signals] in for await _ in signals { return } }
      if untilEndOfInput { group.addTask { await EndOfInput.wait() } }
      await group.next()
      group.cancelAll()
    }
  }
}
