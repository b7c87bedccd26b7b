import Foundation
import Synchronization
import TestSupport

/// An invented social-security card, as protocols.md B.1 has it: files and records behind APDUs.
struct CardImage: Sendable {
  /// TS, T0 with TD1, T=1 only, and "HALL" as historical bytes; the check byte makes the XOR 0.
  static let answerToReset: [UInt8] = [0x3B, 0x84, 0x01, 0x48, 0x41, 0x4C, 0x4C, 0x8C]

  /// What is behind each SELECT and READ RECORD, without the status.
  var answers: [[UInt8]: [UInt8]]
  /// T=0 cards hand data over by GET RESPONSE.
  var usesGetResponse = false

  private static let application = hex(
    "00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF")

  /// 王样例, of whom there is none.
  static let sample = CardImage(answers: [
    application: hex("6F 02 84 00"),
    hex("00 B2 07 2C 0B"): [0x57, 0x09] + Array("A01234567".utf8),
    hex("00 A4 02 00 02 EF 06"): [],
    hex("00 B2 08 00 14"): [0x08, 0x12] + Array("440101199912314569".utf8),
    hex("00 B2 09 00 20"): [0x09, 0x1E] + hex("CD F5 D1 F9 C0 FD")
      + Array(repeating: 0x20, count: 24),
    hex("00 B2 0D 00 06"): hex("0D 04 19 99 12 31"),
  ])

  /// A card of another kind: it knows no such application.
  static let foreign = CardImage(answers: [:])

  /// The response to a command; `pending` is what GET RESPONSE fetches next.
  func response(to command: [UInt8], pending: inout [UInt8]) -> [UInt8] {
    if command.count == 5, command[1] == 0xC0 {
      defer { pending = [] }
      return pending.prefix(command[4] == 0 ? 256 : Int(command[4])) + [0x90, 0x00]
    }
    guard let answer = answers[command] else { return [0x6A, 0x82] }
    guard usesGetResponse, !answer.isEmpty else { return answer + [0x90, 0x00] }
    pending = answer
    return [0x61, UInt8(answer.count)]
  }
}

/// A card in vpcd's slot: vpcd listens on TCP, and a card that is put in connects.
///
/// Messages are two bytes of length, big-endian, and content; one byte is a control: 0 power off,
/// 1 power on, 2 reset, 4 "your ATR?" (vsmartcard, vpcd.c).
final class VirtualCard: Sendable {
  private let descriptor: Int32
  private let gone = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  /// The commands it was given.
  let commands = Mutex<[[UInt8]]>([])
  /// Called with each command before it is answered.
  private let watcher: @Sendable (VirtualCard, [UInt8]) -> Void

  init(
    _ image: CardImage, port: UInt16,
    watcher: @escaping @Sendable (VirtualCard, [UInt8]) -> Void = { _, _ in }
  ) throws {
    self.watcher = watcher
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    name.sin_port = port.bigEndian
    let isIn = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isIn else { throw Daemon.Failure(description: "no slot at port \(port)") }
    Thread.detachNewThread { [self] in serve(image) }
  }

  /// Takes the card out of the slot.
  func remove() {
    guard !gone.exchange(true, ordering: .relaxed) else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func serve(_ image: CardImage) {
    defer { close(descriptor) }
    var pending: [UInt8] = []
    while let message = receive() {
      switch message {
      case [0], [1], [2]: pending = []
      case [4]: send(CardImage.answerToReset)
      default:
        commands.withLock { $0.append(message) }
        watcher(self, message)
        send(image.response(to: message, pending: &pending))
      }
    }
  }

  private func receive() -> [UInt8]? {
    guard let head = receive(2) else { return nil }
    return receive(Int(head[0]) << 8 | Int(head[1]))
  }

  private func receive(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var part = [UInt8](repeating: 0, count: count - bytes.count)
      let got = recv(descriptor, &part, part.count, 0)
      guard got > 0 else { return nil }
      bytes += part.prefix(got)
    }
    return bytes
  }

  private func send(_ bytes: [UInt8]) {
    let message = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    _ = Foundation.send(descriptor, message, message.count, Int32(MSG_NOSIGNAL))
  }
}

/// A real pcscd(8) with vpcd's reader, on a socket and a configuration of its own.
///
/// libpcsclite reads the socket's path from the environment once in a process, so that all tests
/// share one path and run one after the other.
final class CardDaemon: Sendable {
  static let socket: String = {
    let path = "/tmp/hw-pcscd-\(getpid())"
    setenv("PCSCLITE_CSOCK_NAME", path, 1)
    return path
  }()

  /// Where cards are put in.
  let port: UInt16
  let directory = TemporaryDirectory()
  private let daemon: Daemon

  static let readerName = "Hall Reader 00 00"

  /// With `hasReader` pcscd knows a reader from the start.
  init(port: UInt16? = nil, hasReader: Bool = true) async throws {
    self.port = try port ?? freePort()
    let path = Self.socket
    unlink(path)
    try FileManager.default.createDirectory(
      atPath: directory.path("readers"), withIntermediateDirectories: true)
    if hasReader { try Self.addReader(directory, port: self.port) }
    // pcscd's own path is compiled in; a socket that systemd would hand over may be anywhere.
    let listener = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    let isBound = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isBound, listen(listener, 16) == 0 else {
      throw Daemon.Failure(description: "no socket at \(path)")
    }
    let command = "LISTEN_FDS=1 LISTEN_PID=$$ exec pcscd --foreground --info --config \"$0\""
    daemon = try Daemon(
      ["/bin/sh", "-c", command, directory.path("readers")], log: directory.path("pcscd.log"),
      socket: listener)
    try await eventually("pcscd") { [daemon] in daemon.said.contains("daemon ready") }
  }

  private static func addReader(_ directory: TemporaryDirectory, port: UInt16) throws {
    try """
    FRIENDLYNAME "Hall Reader"
    DEVICENAME   /dev/null:0x\(String(port, radix: 16))
    LIBPATH      /usr/lib/pcsc/drivers/serial/libifdvpcd.so
    CHANNELID    0x\(String(port, radix: 16))
    """.write(toFile: directory.path("readers/hall"), atomically: true, encoding: .utf8)
  }

  /// Puts a card in; vpcd takes one as soon as its slot is free.
  func insert(
    _ image: CardImage = .sample,
    watcher: @escaping @Sendable (VirtualCard, [UInt8]) -> Void = { _, _ in }
  ) throws -> VirtualCard { try VirtualCard(image, port: port, watcher: watcher) }

  func stop() { daemon.end() }
  func freeze() { daemon.signal(SIGSTOP) }
  func thaw() { daemon.signal(SIGCONT) }
  var said: String { daemon.said }
  var processorTime: Int { daemon.processorTime }
}
