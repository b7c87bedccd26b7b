import Glibc

/// A program under measurement; ends with its value.
final class ChildProcess {
  /// Closing a ledger or removing one is the longest there is to do.
  static let endDeadline = Duration.seconds(10)

  private let pid: pid_t
  private var ended = false

  /// - Parameter command: an absolute path and its arguments.
  /// - Throws: ``BenchFailure`` where it cannot be started.
  init(_ command: [String]) throws {
    var arguments = command.map { strdup($0) as UnsafeMutablePointer<CChar>? }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    guard posix_spawn(&pid, command[0], nil, nil, arguments, environ) == 0 else {
      throw BenchFailure("cannot start \(command[0])")
    }
    self.pid = pid
  }

  deinit {
    guard !ended else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  /// Asks the program to end, as a service manager does, and waits until it has.
  func end() throws {
    kill(pid, SIGTERM)
    try waitUntilEnded()
  }

  func waitUntilEnded(within time: Duration = endDeadline) throws {
    let deadline = ContinuousClock.now + time
    while waitpid(pid, nil, WNOHANG) == 0 {
      guard .now < deadline else { throw BenchFailure("process \(pid) does not end") }
      usleep(1000)
    }
    ended = true
  }

  /// Resident memory in MiB (`VmRSS` of proc(5)).
  func residentMebibytes() throws -> Double { try mebibytes("VmRSS:", of: "/proc/\(pid)/status") }

  /// Proportional memory in MiB (`Pss` of proc(5)): what is shared with others counts in parts.
  func proportionalMebibytes() throws -> Double {
    try mebibytes("Pss:", of: "/proc/\(pid)/smaps_rollup")
  }

  /// Seconds of processor time so far, in nanoseconds' steps; /proc counts in hundredths.
  func processorSeconds() throws -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      throw BenchFailure("no processor clock for \(pid)")
    }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func mebibytes(_ field: String, of file: String) throws -> Double {
    let line = try contents(of: file).split(separator: "\n").first { $0.hasPrefix(field) }
    guard let words = line?.split(whereSeparator: \.isWhitespace), words.count == 3,
      let kibibytes = Double(words[1])
    else { throw BenchFailure("\(file) has no \(field)") }
    return kibibytes / 1024
  }

  private func contents(of path: String) throws -> String {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { throw BenchFailure("cannot read \(path)") }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
