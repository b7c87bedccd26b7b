import Glibc

/// SIGTERM, SIGINT and SIGHUP as an ordinary input: a handler may do almost nothing, a thread that
/// waits for them may do anything.
public enum Signals {
  private static var ending: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    return set
  }

  /// Keeps the signals from ending the process in whatever thread they reach.
  public static func block() {
    var set = ending
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // A service that goes away while we write to it is an error of that call, no signal.
    signal(SIGPIPE, SIG_IGN)
    // A front that a stray key stopped, or ended with a picture of its memory, serves nobody.
    for stray in [SIGTSTP, SIGQUIT] { signal(stray, SIG_IGN) }
  }

  /// Lets ncurses hear in this thread that the window has another size; whoever started us may
  /// have blocked the signal, and every mask is inherited.
  static func hearResizes() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGWINCH)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  static func quit(_ quit: @escaping @Sendable (_ signal: Int32) -> Void) {
    Worker.start {
      var set = ending
      var signal: Int32 = 0
      while sigwait(&set, &signal) == 0 { quit(signal) }
    }
  }
}

/// A thread of its own for calls that block; the cooperative pool must never wait.
enum Worker {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// False where the system has no thread left.
  @discardableResult
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
