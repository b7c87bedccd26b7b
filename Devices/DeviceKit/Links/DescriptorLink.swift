import CLinuxDevices
import Glibc

/// Non-blocking input and output on one descriptor, shared by every live link.
final class DescriptorIO {
  private let descriptor: Descriptor
  private let waker: Waker
  private(set) var bytesWritten = 0

  init(_ descriptor: consuming Descriptor, waker: Waker) {
    self.descriptor = descriptor
    self.waker = waker
  }

  var raw: Int32 { descriptor.raw }

  func write(
    _ bytes: [UInt8], deadline: Deadline, using call: (Int32, UnsafeRawBufferPointer) -> Int
  ) throws(DeviceFault) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        retryingInterrupts { call(raw, UnsafeRawBufferPointer(rebasing: all[sent...])) }
      }
      if count >= 0 {
        sent += count
        bytesWritten += count
      } else if errno != EAGAIN {
        throw .system(errno, "write")
      } else if try !wait(POLLOUT, deadline) {
        throw DeviceFault(.silent, "took \(sent) of \(bytes.count) bytes before the deadline")
      }
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    while true {
      // A peer that never stops sending must not keep the hall from stopping.
      if waker.isStopped { throw .stopping }
      if let bytes = try readNow(upTo: count) { return bytes }
      guard try wait(POLLIN, deadline) else {
        throw DeviceFault(.silent, "no answer before the deadline")
      }
    }
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try waker.wait(for: raw, events: POLLIN, until: deadline, idle: true) == .ready
  }

  func discardInput() throws(DeviceFault) {
    // Bounded: a babbling peer must not keep the thread here (1 MiB is 91 s of 115200 baud).
    for _ in 0..<256 {
      guard var bytes = try readNow(upTo: 4096) else { return }
      bytes.wipe()
    }
    throw DeviceFault(.protocolError, "sends without being asked and without end")
  }

  /// A call that may stay in the kernel, see ``DeviceKit/abandonably``.
  func abandonably<Value: Sendable>(
    _ what: String, until deadline: Deadline, _ call: @escaping @Sendable (Int32) -> Value
  ) throws(DeviceFault) -> Value {
    try descriptor.abandonably(what, until: deadline, waker, call)
  }

  /// What is there at this moment; nil for nothing.
  private func readNow(upTo count: Int) throws(DeviceFault) -> [UInt8]? {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, used in
      let got = retryingInterrupts { Glibc.read(raw, buffer.baseAddress, buffer.count) }
      if got < 0 { failure = errno }
      used = max(0, got)
    }
    if failure == EAGAIN { return nil }
    guard failure == 0 else { throw .system(failure, "read") }
    guard !bytes.isEmpty else { throw DeviceFault(.unplugged, "the peer closed the line") }
    return bytes
  }

  private func wait(_ events: Int32, _ deadline: Deadline) throws(DeviceFault) -> Bool {
    try waker.wait(for: raw, events: events, until: deadline, idle: false) == .ready
  }
}

/// A serial line, or a pseudo-terminal that plays one. 8N1, raw, no flow control.
final class SerialLink: ByteLink {
  private let io: DescriptorIO
  private var isSet = false

  /// A USB adapter is told its settings in a few control transfers, milliseconds each; the kernel
  /// would give each of them 5 s (USB_CTRL_SET_TIMEOUT).
  private static let settingLimit: Duration = .seconds(5)

  init(path: String, baud: Int, waker: Waker) throws(DeviceFault) {
    let descriptor = try openNode(path, O_RDWR | O_NOCTTY | O_NONBLOCK, waker)
    io = DescriptorIO(descriptor, waker: waker)
    try io.abandonably("settings of \(path)", until: .after(Self.settingLimit)) { raw in
      Self.configured(raw, path: path, baud: baud)
    }.get()
    isSet = true
  }

  deinit {
    // Unsent bytes would make close(2) wait up to 30 s for a peer that is gone (trap 26). Before the
    // line is set there are none, and tcflush(3) would wait for settings that were left behind.
    if isSet { tcflush(io.raw, TCIOFLUSH) }
  }

  var bytesWritten: Int { io.bytesWritten }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    try io.write(bytes, deadline: deadline) { Glibc.write($0, $1.baseAddress, $1.count) }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    try io.read(upTo: count, deadline: deadline)
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try io.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try io.discardInput() }

  private static func configured(
    _ raw: Int32, path: String, baud: Int
  ) -> Result<Void, DeviceFault> {
    Result { () throws(DeviceFault) in try configure(raw, path: path, baud: baud) }
  }

  private static func configure(_ raw: Int32, path: String, baud: Int) throws(DeviceFault) {
    var settings = termios()
    guard tcgetattr(raw, &settings) == 0 else {
      throw DeviceFault(.absent, "\(path) is no serial line")
    }
    // cfmakeraw(3) also sets VMIN 1, so that an empty line reads EAGAIN and never 0 bytes.
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CREAD | CLOCAL)
    settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
    guard cfsetspeed(&settings, speed_t(baud)) == 0, tcsetattr(raw, TCSANOW, &settings) == 0 else {
      throw .system(errno, "termios of \(path)")
    }
    // Nobody else may open the line; only root can, and root should know (trap 3).
    guard ioctl(raw, UInt(TIOCEXCL)) == 0 else { throw .system(errno, "TIOCEXCL of \(path)") }
    // A pty has no such setting (ENOTTY) and only root may change it (EPERM): tcflush covers both.
    _ = hallway_no_closing_wait(raw)
    // Whatever the line collected before us, such as a modem manager's greeting (trap 15).
    tcflush(raw, TCIOFLUSH)
  }
}

/// A TCP connection to a printer or a serial-to-network box.
final class TCPLink: ByteLink {
  private let io: DescriptorIO

  init(
    host: String, port: UInt16, deadline: Deadline, waker: Waker
  ) throws(DeviceFault) {
    guard let numeric = NumericHost(host) else {
      throw DeviceFault(.absent, "'\(host)' is no numeric address")
    }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let raw = socket(numeric.family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw .system(errno, "socket") }
    io = DescriptorIO(Descriptor(raw), waker: waker)
    let place = "connect \(host):\(port)"
    if retryingInterrupts({ numeric.connect(raw, port: port) }) < 0 {
      guard errno == EINPROGRESS else { throw .system(errno, place) }
      let connected = try waker.waitForConnection(raw, until: deadline, place)
      guard connected else { throw DeviceFault(.absent, "\(place): no answer") }
    }
    // Closing drops what was not sent: a job given up must not trickle out afterwards (trap 10).
    var drop = linger(l_onoff: 1, l_linger: 0)
    setsockopt(raw, SOL_SOCKET, SO_LINGER, &drop, socklen_t(MemoryLayout<linger>.size))
    var on: Int32 = 1
    // A status question of three bytes must not wait for Nagle's algorithm.
    setsockopt(raw, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  var bytesWritten: Int { io.bytesWritten }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    // A peer that went away is an errno here, not a SIGPIPE.
    try io.write(bytes, deadline: deadline) {
      send($0, $1.baseAddress, $1.count, Int32(MSG_NOSIGNAL))
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    try io.read(upTo: count, deadline: deadline)
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try io.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try io.discardInput() }
}

extension Waker {
  /// The end of a non-blocking connect(2): true, false at the deadline, or the reason it failed.
  fileprivate func waitForConnection(
    _ raw: Int32, until deadline: Deadline, _ place: String
  ) throws(DeviceFault) -> Bool {
    do {
      guard try wait(for: raw, events: POLLOUT, until: deadline, idle: false) == .ready else {
        return false
      }
    } catch  where isStopped {
      throw error
    } catch {
      // poll(2) reports a refused connection as a hang-up; SO_ERROR below has the reason.
    }
    var failure: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(raw, SOL_SOCKET, SO_ERROR, &failure, &size)
    guard failure == 0 else { throw .system(failure, place) }
    return true
  }
}
