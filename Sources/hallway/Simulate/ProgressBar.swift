import Foundation
import Synchronization

/// A bar on the terminal of a person who waits; silent where standard error is a file or a pipe.
final class ProgressBar: Sendable {
  private static let cells = 40
  private let steps: Int
  private let isShown: Bool
  private let done = Mutex(0)

  init(steps: Int) {
    self.steps = max(1, steps)
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// One step is done; from any task.
  func step() {
    done.withLock { done in
      done += 1
      draw(done)
    }
  }

  /// Takes the bar away.
  func end() { write("\r\u{1B}[K") }

  private func draw(_ done: Int) {
    let filled = min(done, steps) * Self.cells / steps
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.cells - filled)
    write("\r[\(bar)] \(min(done, steps) * 100 / steps)%")
  }

  private func write(_ text: String) {
    guard isShown else { return }
    FileHandle.standardError.write(Data(text.utf8))
  }
}
