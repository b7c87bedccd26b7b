import DeviceSimulators
import Dispatch
import Glibc

/// Waits until somebody asks the program to end: SIGTERM, SIGINT or, if wanted, the end of input.
final class StopRequest: Sendable {
  private let requests: AsyncStream<Void>

  init(untilEndOfInput: Bool) {
    let (requests, continuation) = AsyncStream.makeStream(of: Void.self)
    self.requests = requests
    for number in [SIGTERM, SIGINT] {
      // The default action would end the process before the source hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        // The handler holds its own source, which so lives as long as the process.
        withExtendedLifetime(source) { _ = continuation.yield() }
      }
      source.activate()
    }
    guard untilEndOfInput else { return }
    let reading = try? WorkerThread.start {
      var scratch = [UInt8](repeating: 0, count: 256)
      while case let count = read(STDIN_FILENO, &scratch, scratch.count),
        count > 0 || (count < 0 && errno == EINTR)
      {}
      continuation.yield()
    }
    // Without a thread nobody would see the end: better to stop now than to outlive the parent.
    if reading == nil { continuation.yield() }
  }

  /// Returns at the first request, or when the task is cancelled.
  func wait() async {
    for await _ in requests { return }
  }
}
