import Glibc

/// An open file descriptor that closes itself.
final class Descriptor: Sendable {
  let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  /// Makes reads and writes return at once; the loop waits in poll only.
  func makeNonBlocking() throws(SimulatorError) {
    let flags = fcntl(raw, F_GETFL)
    guard flags >= 0, fcntl(raw, F_SETFL, flags | O_NONBLOCK) == 0,
      fcntl(raw, F_SETFD, FD_CLOEXEC) == 0
    else { throw FileTree.failure("fcntl") }
  }
}

/// Where a simulated device meets its host.
enum WirePort: Sendable {
  /// A pty. The slave stays open here too: without it the master reports an error whenever the
  /// host closes the line for a moment.
  case serial(master: Descriptor, slave: Descriptor)
  /// A TCP listener, one host at a time as cheap print servers do it.
  case network(Descriptor)

  /// Opens a pty in raw mode; answers with the path of the slave.
  static func openSerial() throws(SimulatorError) -> (port: WirePort, path: String) {
    var master: Int32 = -1
    var slave: Int32 = -1
    guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw FileTree.failure("openpty") }
    let port = (master: Descriptor(master), slave: Descriptor(slave))
    var settings = termios()
    guard tcgetattr(slave, &settings) == 0 else { throw FileTree.failure("tcgetattr") }
    // Raw before anybody opens it, so that not even a careless host hears its own echo.
    cfmakeraw(&settings)
    guard tcsetattr(slave, TCSANOW, &settings) == 0 else { throw FileTree.failure("tcsetattr") }
    var path = [CChar](repeating: 0, count: 64)
    guard ttyname_r(slave, &path, path.count) == 0 else { throw FileTree.failure("ttyname") }
    try port.master.makeNonBlocking()
    try port.slave.makeNonBlocking()
    let name = path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (.serial(master: port.master, slave: port.slave), String(decoding: name, as: UTF8.self))
  }

  /// Listens on 127.0.0.1.
  ///
  /// - Parameter port: 0 for a free one.
  /// - Returns: the port listened on.
  /// - Throws: `SimulatorError` if the port is taken.
  static func listen(on port: UInt16) throws(SimulatorError) -> (port: WirePort, number: UInt16) {
    let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard raw >= 0 else { throw FileTree.failure("socket") }
    let listener = Descriptor(raw)
    try listener.makeNonBlocking()
    // The same port again right after an unplug, past connections in TIME_WAIT.
    var on: Int32 = 1
    guard setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size)) == 0
    else { throw FileTree.failure("SO_REUSEADDR") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(raw, address, length) == 0 && Glibc.listen(raw, 4) == 0
          && getsockname(raw, address, &length) == 0
      }
    }
    guard bound else { throw FileTree.failure("127.0.0.1:\(port)") }
    return (.network(listener), UInt16(bigEndian: address.sin_port))
  }
}

extension Descriptor {
  /// The speed a host has set on this pty; nil for one that no module of ours knows.
  var lineSpeed: Int? {
    var settings = termios()
    guard tcgetattr(raw, &settings) == 0 else { return nil }
    let constants = [B9600, B19200, B38400, B57600, B115200]
    let bauds = [9600, 19_200, 38_400, 57_600, 115_200]
    return zip(constants, bauds).first { speed_t($0.0) == cfgetospeed(&settings) }?.1
  }
}
