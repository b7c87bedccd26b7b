import Glibc

/// A server process under measurement; ends with its value.
struct Server: ~Copyable {
  private let pid: pid_t
  private let path: String

  /// Starts a command with a fresh socket path as its last argument.
  init(_ command: [String]) throws {
    path = "/tmp/varlink-bench-\(getpid()).sock"
    unlink(path)
    var arguments = (command + [path]).map { strdup($0) as UnsafeMutablePointer<CChar>? }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    guard posix_spawn(&pid, command[0], nil, nil, arguments, environ) == 0 else {
      throw BlockingSocket.Failed(what: "start \(command[0])")
    }
    self.pid = pid
  }

  deinit {
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
    unlink(path)
  }

  struct Numbers: CustomStringConvertible {
    /// Microseconds for one call and its reply.
    let median: Double
    let p99: Double
    /// Calls per second, each waiting for the one before.
    let rate: Double
    /// Calls per second of sixteen callers, each waiting for its own answer.
    let sharedRate: Double
    /// Calls per second of one caller that writes a hundred at a time.
    let pipelinedRate: Double

    var description: String {
      [median, p99, rate, sharedRate, pipelinedRate].map { number in
        let text = number < 1000 ? "\((number * 10).rounded() / 10)" : "\(Int(number))"
        return String(repeating: " ", count: max(0, 10 - text.utf8.count)) + text
      }.joined()
    }
  }

  func measure(_ message: String, calls: Int) throws -> Numbers {
    var socket = try BlockingSocket(connectingTo: path)
    let frame = Array(message.utf8) + [0]
    for _ in 0..<calls / 10 {
      try socket.send(frame)
      try socket.receive(frames: 1)
    }
    var times: [Double] = []
    times.reserveCapacity(calls)
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<calls {
      let begin = clock.now
      try socket.send(frame)
      try socket.receive(frames: 1)
      times.append(microseconds(clock.now - begin))
    }
    let total = microseconds(clock.now - start)
    let shared = try shared(frame, calls)
    let batch = Array(repeatElement(frame, count: 100).joined())
    let pipelinedStart = clock.now
    for _ in 0..<calls / 100 {
      try socket.send(batch)
      try socket.receive(frames: 100)
    }
    let pipelined = microseconds(clock.now - pipelinedStart)
    times.sort()
    return Numbers(
      median: times[times.count / 2], p99: times[times.count * 99 / 100],
      rate: Double(calls) / total * 1_000_000,
      sharedRate: shared, pipelinedRate: Double(calls / 100 * 100) / pipelined * 1_000_000)
  }

  /// Sixteen connections with one call under way each, served by one loop of this client.
  private func shared(_ frame: [UInt8], _ calls: Int) throws -> Double {
    let callers = 16
    var sockets: [SharedSocket] = []
    for _ in 0..<callers { sockets.append(try SharedSocket(path)) }
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<calls / callers {
      for socket in sockets { try socket.send(frame) }
      for socket in sockets { try socket.receive() }
    }
    return Double(calls / callers * callers) / microseconds(clock.now - start) * 1_000_000
  }

  private func microseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
  }
}

/// A socket that fits into an array.
private final class SharedSocket {
  private var socket: BlockingSocket

  init(_ path: String) throws { socket = try BlockingSocket(connectingTo: path) }
  func send(_ frame: [UInt8]) throws { try socket.send(frame) }
  func receive() throws { try socket.receive(frames: 1) }
}

enum FileSystemPath {
  static func ownExecutable() throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return -1 }
      return readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), raw.count)
    }
    guard count > 0 else { throw BlockingSocket.Failed(what: "readlink /proc/self/exe") }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// A file of the folder Tests/Interop.
  static func besideSources(_ name: String, _ here: String = #filePath) -> String {
    here.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/" + name
  }

  /// The interpreter of the venv with PyPI varlink.
  static func python() -> String? {
    let venv =
      getenv("HALLWAY_VENV").map { String(cString: $0) } ?? besideSources("../../.build-venv")
    let python = venv + "/bin/python"
    return access(python, X_OK) == 0 ? python : nil
  }
}
