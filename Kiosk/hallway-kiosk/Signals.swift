import Glibc
import KioskScreens

/// SIGTERM, SIGINT and SIGHUP as an ordinary input.
///
/// A handler may do almost nothing, so it writes a byte into a pipe; the thread that reads it may
/// do anything. sigwait(3) would wait in vain: libdispatch parks the main thread in sigsuspend(2)
/// with no signal blocked, so that all of them are taken there.
enum Signals {
  private static let pipe: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    return (ends[0], ends[1])
  }()

  /// Keeps the signals from ending the process; ncurses leaves handlers that are there already.
  static func catchAll() {
    // Made now: a handler must not be the first to want it.
    guard pipe.write >= 0 else { return }
    for number in [SIGTERM, SIGINT, SIGHUP] {
      signal(number) { _ in
        let before = errno
        var byte: UInt8 = 0
        _ = write(Signals.pipe.write, &byte, 1)
        errno = before
      }
    }
    // A service that goes away while we write to it is an error of that call, no signal.
    signal(SIGPIPE, SIG_IGN)
  }

  static func quit(into inputs: AsyncStream<Input>.Continuation) {
    Worker.start {
      var byte: UInt8 = 0
      while read(pipe.read, &byte, 1) == 1 { inputs.yield(.quit) }
    }
  }
}

/// A thread of its own for calls that block; the cooperative pool must never wait.
enum Worker {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    if status == 0 { pthread_detach(thread) } else { body.release() }
  }
}
