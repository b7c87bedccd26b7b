import DeviceTestSupport
import Foundation
import Synchronization
import TestSupport
import Testing

/// A real daemon as a child of the test, in a process group of its own, gone when the test ends.
final class Daemon: Sendable {
  /// Such daemons end within milliseconds of a SIGTERM; then they are killed.
  private static let grace = Duration.seconds(2)

  private let pid: Mutex<pid_t>
  /// Everything it wrote to standard output and error.
  let log: String

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// `environment` is set in addition to the test's own; `socket` is handed over as descriptor 3, as
  /// systemd does.
  init(
    _ command: [String], environment: [String: String] = [:], log: String, socket: Int32? = nil
  ) throws {
    self.log = log
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    if let socket { posix_spawn_file_actions_adddup2(&actions, socket, 3) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test's threads block signals that a daemon lives by.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let arguments = command.map { strdup($0) } + [nil]
    let variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var child: pid_t = 0
    let result = posix_spawnp(&child, command[0], &actions, &attributes, arguments, variables)
    guard result == 0 else {
      throw Failure(description: "\(command[0]): \(String(cString: strerror(result)))")
    }
    pid = Mutex(child)
  }

  deinit { end(SIGTERM) }

  /// Ends it as a service manager would, or by SIGKILL as a power cut.
  func end(_ signal: Int32 = SIGTERM) {
    pid.withLock { pid in
      guard pid > 0 else { return }
      kill(-pid, signal)
      let limit = ContinuousClock.now + Self.grace
      while waitpid(pid, nil, WNOHANG) == 0 {
        if ContinuousClock.now > limit { kill(-pid, SIGKILL) }
        usleep(2000)
      }
      // What it started itself and left behind.
      kill(-pid, SIGKILL)
      pid = 0
    }
  }

  /// Sends a signal it lives through.
  func signal(_ number: Int32) { pid.withLock { if $0 > 0 { _ = kill($0, number) } } }

  /// What it and its threads have used so far, in hundredths of a second (proc(5), utime, stime).
  var processorTime: Int {
    let pid = pid.withLock { $0 }
    let stat = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    let fields = stat.drop { $0 != ")" }.split(separator: " ")
    return fields.count > 13 ? (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0) : 0
  }

  /// What it said, for a failing test.
  var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}

/// Runs a program to its end and returns what it wrote to standard output.
func output(of command: [String], environment: [String: String] = [:]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw Daemon.Failure(description: "\(command) ended with \(process.terminationStatus)")
  }
  return String(decoding: data, as: UTF8.self)
}

/// Waits until `condition` holds, looking every 10 ms.
func eventually(
  _ what: String, within limit: Duration = hangLimit, _ condition: () throws -> Bool
) async throws {
  let end = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < end else { throw Unexpected("not in time: \(what)") }
    try await Task.sleep(for: .milliseconds(10))
  }
}

/// A TCP port of the loopback interface that nobody has at the moment.
func freePort() throws -> UInt16 {
  let (descriptor, port) = try loopbackListener()
  close(descriptor)
  return port
}

/// A listening socket on 127.0.0.1.
func loopbackListener() throws -> (descriptor: Int32, port: UInt16) {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_addr.s_addr = inet_addr("127.0.0.1")
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &name) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, size) == 0 && listen(descriptor, 8) == 0
        && getsockname(descriptor, $0, &size) == 0
    }
  }
  guard isBound else { throw Daemon.Failure(description: "no port on the loopback interface") }
  return (descriptor, UInt16(bigEndian: name.sin_port))
}

/// Whether somebody accepts connections there.
func accepts(port: UInt16) -> Bool {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_addr.s_addr = inet_addr("127.0.0.1")
  name.sin_port = port.bigEndian
  return withUnsafePointer(to: &name) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}
