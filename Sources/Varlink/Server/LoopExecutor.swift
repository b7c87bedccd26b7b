import NIOCore

/// Runs the tasks of a connection on the connection's event loop, so that a call needs no
/// change of thread between its bytes and its handler.
final class LoopExecutor: TaskExecutor {
  private let eventLoop: any EventLoop

  init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension Duration {
  /// The same span in NIO's terms, cut at the nanoseconds an Int64 holds.
  var timeAmount: TimeAmount {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return .nanoseconds(seconds < 0 ? 0 : .max / 4) }
    let (sum, carried) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return .nanoseconds(carried ? .max / 4 : min(sum, .max / 4))
  }
}
