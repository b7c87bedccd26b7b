import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// The built `hallway-kiosk` in a terminal of its own.
final class KioskProgram: Sendable {
  private let process: Mutex<Process>
  private let terminal: Int32
  private let output = Mutex<[UInt8]>([])

  /// Beside the test bundle, where the package manager puts every product.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("hallway-kiosk").path

  init(
    _ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 24,
    environment: [String: String] = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
  ) throws {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &slave, nil, nil, &size) == 0)
    terminal = master
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.environment = environment
    let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    self.process = Mutex(process)
    Thread.detachNewThread { self.listen() }
  }

  deinit {
    process.withLock { if $0.isRunning { $0.terminate() } }
  }

  private func listen() {
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(terminal, &bytes, bytes.count)
      guard count > 0 else { return }
      output.withLock { $0 += bytes[..<count] }
    }
  }

  /// Types keys, forgetting what was shown before.
  func type(_ keys: String) {
    output.withLock { $0 = [] }
    _ = write(terminal, keys, keys.utf8.count)
  }

  func resize(columns: UInt16, rows: UInt16) {
    output.withLock { $0 = [] }
    setSize(columns: columns, rows: rows)
  }

  private func setSize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    kill(process.withLock { $0.processIdentifier }, SIGWINCH)
  }

  func send(_ signal: Int32) { kill(process.withLock { $0.processIdentifier }, signal) }

  var shown: String { output.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Waits until the terminal has been sent the text.
  ///
  /// Only what differs from the screen before is sent, and which screens came between depends on how
  /// fast the hall answers: so the kiosk is made to draw the whole screen now and then.
  func shows(_ text: String, within limit: Duration = hangLimit) async -> Bool {
    let clock = ContinuousClock()
    var nextWhole = clock.now + Self.quiet
    return await Self.eventually(within: limit) {
      if self.shown.contains(text) { return true }
      if clock.now > nextWhole {
        self.drawWhole()
        nextWhole = clock.now + Self.quiet
      }
      return false
    }
  }

  /// How long the kiosk may draw before it is asked to draw everything.
  private static let quiet = Duration.seconds(1)

  /// A size that differs by a column makes it clear its screen.
  private func drawWhole() {
    var size = winsize()
    guard ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return }
    setSize(columns: size.ws_col ^ 1, rows: size.ws_row)
  }

  /// The exit code, nil where the program does not end in time.
  func exitCode(within limit: Duration = hangLimit) async -> Int32? {
    let isOver = await Self.eventually(within: limit) { self.process.withLock { !$0.isRunning } }
    return isOver ? process.withLock { $0.terminationStatus } : nil
  }

  private static func eventually(
    within limit: Duration, _ condition: () -> Bool
  ) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while clock.now < end {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return condition()
  }
}
