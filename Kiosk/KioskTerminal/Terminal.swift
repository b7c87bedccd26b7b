import CNcursesW
import Glibc
public import Hall
import Synchronization
public import TextUI

/// Why a front cannot start here, in a technician's words.
public enum StartFailure: Error {
  case notATerminal
  case tooSmall(Size, needed: Size)
  case noLocale
  case unknownTerminal(String)

  public var exitCode: Int32 {
    switch self {
    case .notATerminal: 2
    case .tooSmall: 3
    case .noLocale: 4
    case .unknownTerminal: 5
    }
  }

  public var message: String {
    switch self {
    case .notATerminal: "standard input and output must be a terminal"
    case .tooSmall(let size, let needed):
      "the terminal has \(size.columns)x\(size.rows) cells, "
        + "\(needed.columns)x\(needed.rows) are needed"
    case .noLocale: "no UTF-8 locale: set LANG to one that `locale -a` lists, such as C.UTF-8"
    case .unknownTerminal(let name):
      "no terminal description for TERM='\(name)': install ncurses-term or set TERM"
    }
  }
}

/// The clock on the wall of this machine.
public enum WallTime {
  public static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// The one terminal, owned by one thread: ncurses may not be called from two.
public final class Terminal: Sendable {
  private struct Mail {
    var picture: Picture?
    var wipes = false
    var stops = false
  }

  public let firstSize: Size
  private let theme: Theme
  private let isLocked: Bool
  private let mail = Mutex(Mail())
  /// A byte in this pipe wakes the thread out of poll.
  private let wakeRead: Int32
  private let wakeWrite: Int32

  /// Checks everything that could be wrong with this terminal before touching it.
  ///
  /// `isLocked`: nobody at the keyboard ends it, neither by Ctrl-C nor by what a terminal makes of one.
  public static func open(
    smallest: Size, theme: Theme = .day, isLocked: Bool = false
  ) throws(StartFailure) -> Terminal {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard Self.takeLocale() else { throw .noLocale }
    let size = Self.firstWindowSize()
    guard size.columns >= smallest.columns, size.rows >= smallest.rows else {
      throw .tooSmall(size, needed: smallest)
    }
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    var pipe: [Int32] = [-1, -1]
    guard Glibc.pipe(&pipe) == 0, kiosk_start() == 1 else { throw .unknownTerminal(name) }
    return Terminal(
      size: size, theme: theme, isLocked: isLocked, wakeRead: pipe[0], wakeWrite: pipe[1])
  }

  private init(size: Size, theme: Theme, isLocked: Bool, wakeRead: Int32, wakeWrite: Int32) {
    firstSize = size
    self.theme = theme
    self.isLocked = isLocked
    self.wakeRead = wakeRead
    self.wakeWrite = wakeWrite
  }

  /// Whether keys and touches are heard.
  public enum Ear: Sendable {
    case open
    /// Whoever presses something is not heard, an interrupt included: only a signal ends the front.
    case deaf
  }

  /// Starts the thread: `hear` gets what hands do, `ended` is called once the terminal is restored.
  public func start(
    keys: Ear = .open, hear: @escaping @Sendable (Hand) -> Void,
    ended: @escaping @Sendable () -> Void
  ) {
    Signals.quit { [isLocked] signal in
      if !(isLocked && signal == SIGINT) { hear(.quit) }
    }
    let isStarted = Worker.start {
      self.live(keys, hear)
      ended()
    }
    guard isStarted else {
      endwin()
      return ended()
    }
  }

  /// Draws soon; of several pictures only the last is drawn.
  public func show(_ picture: Picture, wipes: Bool) {
    post { mail in
      mail.picture = picture
      mail.wipes = mail.wipes || wipes
    }
  }

  /// Restores the terminal.
  public func stop() { post { $0.stops = true } }

  private func post(_ change: (inout Mail) -> Void) {
    mail.withLock { change(&$0) }
    var byte: UInt8 = 0
    _ = write(wakeWrite, &byte, 1)
  }

  // MARK: - The thread

  /// A window that changed its size is noticed this late at most, in milliseconds, even where
  /// SIGWINCH went to another thread.
  private static let poll: Int32 = 500

  private func live(_ keys: Ear, _ hear: (Hand) -> Void) {
    Signals.hearResizes()
    var brush = Brush(theme)
    while true {
      var waits = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
      ]
      _ = Glibc.poll(&waits, 2, Self.poll)
      if waits[1].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = read(wakeRead, &bytes, bytes.count)
        let letter = mail.withLock { mail in
          defer { mail = Mail() }
          return mail
        }
        if letter.stops { break }
        if let picture = letter.picture { brush.draw(picture, wipes: letter.wipes) }
      }
      for hand in Keyboard.read() where !(isLocked && hand == .quit) {
        // A new size comes as a key, too.
        if case .resized = hand { hear(hand) } else if keys == .open { hear(hand) }
      }
      // Without its terminal a front has nobody to serve.
      if waits[0].revents & Int16(POLLHUP | POLLERR) != 0 { break }
    }
    brush.clean()
    endwin()
  }

  /// How long a terminal that was just opened may be without a size, in steps of a tenth of a second:
  /// foot(1) starts its program before the compositor has said how large the window is. Half a minute
  /// is what a slow machine needs for its first window.
  private static let stepsWithoutSize = 300

  private static func firstWindowSize() -> Size {
    for _ in 0..<stepsWithoutSize {
      let size = windowSize()
      if size != Size(columns: 0, rows: 0) { return size }
      usleep(100_000)
    }
    return windowSize()
  }

  private static func windowSize() -> Size {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return Size(columns: 0, rows: 0)
    }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// The environment's locale where it is UTF-8, otherwise C.UTF-8, which Debian always has.
  private static func takeLocale() -> Bool {
    for name in ["", "C.UTF-8"] {
      guard setlocale(LC_CTYPE, name) != nil, let codes = nl_langinfo(nl_item(CODESET)) else {
        continue
      }
      if String(cString: codes) == "UTF-8" { return true }
    }
    return false
  }
}
