import Glibc
import TestSupport
import Testing

@testable import DeviceSimulators

/// Bytes from annotated hex: everything after `;` on a line is comment.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: "\n").flatMap { line in
    line.prefix { $0 != ";" }.split(separator: " ").compactMap { UInt8($0, radix: 16) }
  }
}

/// A frame with the SAM_V preamble.
func samv(_ text: String) -> [UInt8] { hex("AA AA AA 96 69") + hex(text) }

extension WireMachine {
  /// Sends bytes and returns all that is answered until nothing more is due.
  mutating func exchange(
    _ bytes: [UInt8], at now: WireInstant = .now, for duration: Duration = .zero
  ) -> [UInt8] {
    receive(bytes, at: now)
    var answers = advance(to: now).joined().map(\.self)
    while let due = nextDue, due <= now + duration { answers += advance(to: due).joined() }
    return answers
  }
}

/// A host's end of a line: a pty path or a TCP port, with reads that end at a deadline.
final class RawClient {
  static let deadline = hangLimit

  struct NoConnection: Error {
    let errno: Int32
  }

  private let descriptor: Int32

  /// Opens `serial:/path` or `tcp:127.0.0.1:port`.
  init(_ address: String) throws {
    if let path = address.dropped("serial:") {
      descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
    } else {
      descriptor = try Self.connect(try #require(address.dropped("tcp:127.0.0.1:")))
    }
    guard descriptor >= 0 else { throw NoConnection(errno: errno) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) async throws {
    var sent = 0
    let end = ContinuousClock.now + Self.deadline
    while sent < bytes.count {
      let count = Glibc.write(descriptor, Array(bytes[sent...]), bytes.count - sent)
      if count > 0 { sent += count } else { try await Self.pause(until: end) }
    }
  }

  func read(_ count: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    let end = ContinuousClock.now + Self.deadline
    while bytes.count < count {
      var scratch = [UInt8](repeating: 0, count: count - bytes.count)
      let got = Glibc.read(descriptor, &scratch, scratch.count)
      if got > 0 { bytes += scratch.prefix(got) } else { try await Self.pause(until: end) }
    }
    return bytes
  }

  /// Waits until the other side has closed the line.
  func waitForHangup() async throws {
    let end = ContinuousClock.now + Self.deadline
    var scratch = [UInt8](repeating: 0, count: 64)
    while true {
      let got = Glibc.read(descriptor, &scratch, scratch.count)
      if got == 0 || (got < 0 && errno != EAGAIN) { return }
      try await Self.pause(until: end)
    }
  }

  private static func pause(until end: WireInstant) async throws {
    try #require(ContinuousClock.now < end, "nothing came in time")
    try await Task.sleep(for: .milliseconds(1))
  }

  private static func connect(_ port: String) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = try #require(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close(descriptor)
      return -1
    }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return descriptor
  }
}

extension String {
  fileprivate func dropped(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

/// A directory of its own for one test, removed afterwards unless SIMULATOR_TEST_KEEP is set, which
/// lets a person look at the tickets.
final class Scratch {
  let path: String

  init() throws {
    var template = Array("/tmp/simulator-test.XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
  }

  deinit {
    guard getenv("SIMULATOR_TEST_KEEP") == nil else { return }
    for name in (try? FileTree.names(in: path)) ?? [] { unlink(path + "/" + name) }
    rmdir(path)
  }
}
