import CLinuxDevices
import Glibc

/// Runs `body` on a detached thread of its own.
///
/// - Throws: ``DeviceFault`` when the machine has no thread left; `body` has not run then.
func startThread(
  _ name: String, _ body: @escaping @Sendable () -> Void
) throws(DeviceFault) {
  let argument = Unmanaged.passRetained(ThreadBody(name, body))
  var thread = pthread_t()
  let result = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
      hallway_name_thread(body.name)
      body.run()
      return nil
    }, argument.toOpaque())
  guard result == 0 else {
    argument.release()
    throw .system(result, "pthread_create")
  }
  pthread_detach(thread)
}

private final class ThreadBody: Sendable {
  let name: String
  let run: @Sendable () -> Void

  init(_ name: String, _ run: @escaping @Sendable () -> Void) {
    self.name = name
    self.run = run
  }
}
