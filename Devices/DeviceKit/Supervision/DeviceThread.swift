import CLinuxDevices
import Dispatch
import Glibc
import Synchronization

/// One thread that belongs to one device, as the executor of its driver actor.
///
/// Drivers are straight-line code that blocks in poll(2) with deadlines. On a thread of their own
/// they hold up neither Swift's cooperative pool nor another device.
public final class DeviceThread: SerialExecutor {
  public let waker: Waker
  private let inbox = Inbox()

  /// - Throws: ``DeviceFault`` when the machine has no thread or descriptor left.
  public init(name: String) throws(DeviceFault) {
    waker = try Waker()
    inbox.name = name
    let argument = Unmanaged.passRetained(inbox)
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Inbox>.fromOpaque(argument).takeRetainedValue().serve() }
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      argument.release()
      throw .system(result, "pthread_create")
    }
    pthread_detach(thread)
  }

  deinit { inbox.close() }

  public func enqueue(_ job: consuming ExecutorJob) {
    waker.jobQueued()
    // The entry retains the executor: it outlives every job it runs.
    inbox.add(Inbox.Entry(job: UnownedJob(job), executor: self))
  }
}

/// Jobs in the order they came; the thread holds this and not the executor, so that the executor
/// can go and tell the thread to end.
private final class Inbox: Sendable {
  struct Entry {
    let job: UnownedJob
    let executor: DeviceThread
  }

  private struct State {
    var entries: [Entry] = []
    var name = ""
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  var name: String {
    get { state.withLock { $0.name } }
    set { state.withLock { $0.name = newValue } }
  }

  func add(_ entry: Entry) {
    state.withLock { $0.entries.append(entry) }
    arrivals.signal()
  }

  func close() {
    arrivals.signal()
  }

  func serve() {
    hallway_name_thread(name)
    while true {
      arrivals.wait()
      let entry: Entry? = state.withLock { $0.entries.isEmpty ? nil : $0.entries.removeFirst() }
      // Only close() signals without an entry, and nothing can be queued after it.
      guard let entry else { return }
      entry.executor.waker.jobTaken()
      entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
    }
  }
}
