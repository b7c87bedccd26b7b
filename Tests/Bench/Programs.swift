import FoundationEssentials
import Glibc

/// Where the run finds programs and keeps files.
struct Programs {
  let bench: String
  let hallwayd: String
  let simulator: String
  let cases: String
  let python: String
  /// A fresh directory on the disk of the checkout, for ledgers; short-lived.
  let ledgers: String
  /// A fresh directory with a short name: a Unix socket's path has room for 107 bytes.
  let sockets: String

  init() throws {
    bench = try Self.ownExecutable()
    let built = bench.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    hallwayd = built + "/hallwayd"
    simulator = built + "/hallway-simulator"
    cases = built + "/hallway-cases"
    let venv = getenv("HALLWAY_VENV").map { String(cString: $0) } ?? Self.root + "/.build-venv"
    python = venv + "/bin/python"
    for program in [hallwayd, simulator, cases, python] where access(program, X_OK) != 0 {
      throw BenchFailure("\(program) is missing; run: make bench")
    }
    ledgers = try Self.temporaryDirectory(Self.root + "/.build/bench-XXXXXX")
    sockets = try Self.temporaryDirectory("/tmp/hallway-bench-XXXXXX")
  }

  /// Removes what the run has left.
  func clean() {
    do {
      try ChildProcess(["/bin/rm", "-rf", ledgers, sockets]).waitUntilEnded()
    } catch {
      print("\(ledgers) and \(sockets) are left behind: \(error)")
    }
  }

  /// Its log level is `critical` where devices are made to fail, which is worth a warning each.
  func startHall(
    state: String, socket: String, config: String = Self.file("hall.yaml"),
    level: String = "warning"
  ) throws -> ChildProcess {
    try ChildProcess([
      hallwayd, "--config", config, "--state", state, "--socket", socket, "--log-level", level,
    ])
  }

  /// The bench's hall with devices added to it, as a file.
  func config(named name: String, devices: [String]) throws -> String {
    let hall = try String(contentsOfFile: Self.file("hall.yaml"), encoding: .utf8)
    let path = "\(sockets)/\(name).yaml"
    let lines = devices.map { "  - {\($0)}\n" }.joined()
    try Data("\(hall)devices:\n\(lines)".utf8).write(to: URL(filePath: path))
    return path
  }

  func startPython(socket: String) throws -> ChildProcess {
    try ChildProcess([python, Self.file("ping_server.py"), socket])
  }

  private static let root = file("../..")

  /// A file of this folder.
  static func file(_ name: String, _ here: String = #filePath) -> String {
    here.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/" + name
  }

  static func temporaryDirectory(_ template: String) throws -> String {
    var name = Array(template.utf8CString)
    let made = name.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { throw BenchFailure("cannot make \(template)") }
    return made
  }

  private static func ownExecutable() throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return -1 }
      return readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), raw.count)
    }
    guard count > 0 else { throw BenchFailure("cannot read /proc/self/exe") }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
