import Glibc
import Synchronization

/// A thread of our own for a loop that blocks, so that it never sits on the cooperative pool.
package final class WorkerThread: Sendable {
  private enum Progress {
    case running([CheckedContinuation<Void, Never>])
    case ended
  }

  private let body: @Sendable () -> Void
  private let progress = Mutex(Progress.running([]))

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  package static func start(_ body: @escaping @Sendable () -> Void) throws(SimulatorError)
    -> WorkerThread
  {
    let thread = WorkerThread(body)
    let box = Unmanaged.passRetained(thread)
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        let thread = Unmanaged<WorkerThread>.fromOpaque(argument).takeRetainedValue()
        thread.body()
        thread.end()
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      throw SimulatorError("pthread_create: \(String(cString: strerror(status)))")
    }
    pthread_detach(handle)
    return thread
  }

  /// Waits until the body has returned.
  package func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = progress.withLock { progress in
        guard case .running(let waiters) = progress else { return true }
        progress = .running(waiters + [continuation])
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func end() {
    let waiters = progress.withLock { progress in
      defer { progress = .ended }
      if case .running(let waiters) = progress { return waiters }
      return []
    }
    for waiter in waiters { waiter.resume() }
  }
}
