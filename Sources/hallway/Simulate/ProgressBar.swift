import ProgramKit
import Synchronization

/// Counts the steps of a simulation that many tasks do.
final class ProgressBar: Sendable {
  private let steps: Int
  private let line = ProgressLine()
  private let done = Mutex(0)

  init(steps: Int) { self.steps = max(1, steps) }

  /// One step is done; from any task.
  func step() {
    done.withLock { done in
      done += 1
      line.show("simulating", Double(done) / Double(steps))
    }
  }

  /// Takes the bar away.
  func end() { line.clear() }
}
