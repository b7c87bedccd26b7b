import DeviceKit
import Foundation
import Synchronization

/// The other end of a real pty or a real TCP socket, answering by a script.
final class FakePeer: Sendable {
  /// Consumes what it understands of the received bytes and returns what to say.
  typealias Script = @Sendable (inout [UInt8]) -> [UInt8]

  let address: DeviceAddress
  private let script: Script
  private let isTorn: Bool
  private let reads: Bool
  /// The connection, -1 for none; the listener, -1 for a pty; a pty's own end of the device side.
  private let descriptors: Mutex<(connection: Int32, listener: Int32, slave: Int32)>
  private let closing = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  private let log = Mutex<[UInt8]>([])

  struct Broken: Error {}

  /// A serial device. With `torn`, every byte is written alone.
  static func pty(torn: Bool = false, _ script: @escaping Script) throws -> FakePeer {
    try pty(torn: torn, reads: true, script)
  }

  /// A serial device that takes nothing from the line.
  static func mutePty() throws -> FakePeer { try pty(torn: false, reads: false) { _ in [] } }

  private static func pty(
    torn: Bool, reads: Bool, _ script: @escaping Script
  ) throws -> FakePeer {
    var master: Int32 = -1
    var slave: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    // Not ttyname(3): its one buffer is shared by all tests that run at the same time.
    guard openpty(&master, &slave, nil, nil, nil) == 0,
      ttyname_r(slave, &name, name.count) == 0
    else { throw Broken() }
    let path = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return try FakePeer(
      address: DeviceAddress("serial:\(path)?baud=9600"),
      descriptors: (master, -1, slave), torn: torn, reads: reads, script)
  }

  /// A network device that takes one connection after another.
  static func tcp(torn: Bool = false, _ script: @escaping Script) throws -> FakePeer {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 4) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw Broken() }
    return try FakePeer(
      address: DeviceAddress("tcp:127.0.0.1:\(UInt16(bigEndian: name.sin_port))"),
      descriptors: (-1, listener, -1), torn: torn, script)
  }

  private init(
    address: DeviceAddress, descriptors: (connection: Int32, listener: Int32, slave: Int32),
    torn: Bool, reads: Bool = true, _ script: @escaping Script
  ) throws {
    self.address = address
    self.descriptors = Mutex(descriptors)
    self.isTorn = torn
    self.script = script
    self.reads = reads
    Thread.detachNewThread { self.serve() }
  }

  /// Everything the driver has written so far.
  var received: [UInt8] { log.withLock { $0 } }

  /// Waits until these bytes are there: what the driver has written is still on its way to us.
  func hears(_ bytes: [UInt8]) async throws {
    try await eventually(bytes.hex) { received.holds(bytes) }
  }

  /// Says something unasked.
  func say(_ bytes: [UInt8]) {
    descriptors.withLock { state in
      for piece in isTorn ? bytes.map({ [$0] }) : [bytes] {
        _ = send(state.connection, piece)
      }
    }
  }

  /// Ends the connection; a network device stays reachable.
  func drop() {
    descriptors.withLock { state in
      if state.connection >= 0 { close(state.connection) }
      state.connection = -1
    }
  }

  /// The cable is pulled for good.
  func unplug() {
    guard !closing.exchange(true, ordering: .relaxed) else { return }
    ended.wait()
    descriptors.withLock { state in
      for descriptor in [state.connection, state.listener, state.slave] where descriptor >= 0 {
        close(descriptor)
      }
      state = (-1, -1, -1)
    }
  }

  private func serve() {
    var pending: [UInt8] = []
    while !closing.load(ordering: .relaxed) {
      let state = descriptors.withLock { $0 }
      var entry = pollfd(
        fd: state.connection >= 0 ? state.connection : state.listener, events: Int16(POLLIN),
        revents: 0)
      if !reads { entry.events = 0 }
      guard poll(&entry, 1, 5) > 0 else { continue }
      if state.connection < 0 {
        let connection = accept(state.listener, nil, nil)
        descriptors.withLock { $0.connection = connection }
        pending = []
        continue
      }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(state.connection, &bytes, bytes.count)
      guard count > 0 else {
        if state.listener >= 0 { drop() }
        continue
      }
      log.withLock { $0 += bytes[..<count] }
      pending += bytes[..<count]
      let answer = script(&pending)
      if !answer.isEmpty { say(answer) }
    }
    ended.signal()
  }

  private func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
    // write(2) for a pty; the driver closes first in tests where SIGPIPE could come.
    isatty(descriptor) == 1
      ? write(descriptor, bytes, bytes.count)
      : Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
