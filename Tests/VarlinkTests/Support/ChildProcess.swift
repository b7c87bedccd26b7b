import Glibc

/// A child whose standard output is read line by line; killed when the value goes away.
struct ChildProcess: ~Copyable {
  struct Failed: Error { let what: String }

  /// Python needs seconds to start on a busy machine; beyond this something hangs.
  private static let readDeadlineMilliseconds: Int32 = 120_000

  private let pid: pid_t
  private let output: Int32
  private var text = ""
  private var hasEnded = false

  init(_ command: [String]) throws { (pid, output) = try Self.spawn(command) }

  private static func spawn(_ command: [String]) throws -> (pid_t, Int32) {
    var pipeEnds: [Int32] = [0, 0]
    guard pipe(&pipeEnds) == 0 else { throw Failed(what: "pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDERR_FILENO)
    posix_spawn_file_actions_addclose(&actions, pipeEnds[0])
    posix_spawn_file_actions_addclose(&actions, pipeEnds[1])
    var arguments = command.map { strdup($0) as UnsafeMutablePointer<CChar>? }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    let result = posix_spawn(&pid, command[0], &actions, nil, arguments, environ)
    close(pipeEnds[1])
    guard result == 0 else {
      close(pipeEnds[0])
      throw Failed(what: "start \(command[0])")
    }
    return (pid, pipeEnds[0])
  }

  deinit {
    if !hasEnded {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    close(output)
  }

  /// Reads until the text appears.
  mutating func waits(for word: String) throws {
    while !text.contains(word) {
      guard try readMore() else { throw Failed(what: "ended without \(word): \(text)") }
    }
  }

  /// Waits for the end; the output and the exit status.
  mutating func ended() throws -> (output: String, status: Int32) {
    while try readMore() {}
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    hasEnded = true
    // WEXITSTATUS is a macro Glibc's module does not show; a signal counts as a failure too.
    return (text, status & 0x7F == 0 ? status >> 8 & 0xFF : -1)
  }

  private mutating func readMore() throws -> Bool {
    var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Self.readDeadlineMilliseconds) > 0 else {
      throw Failed(what: "silent for too long: \(text)")
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(output, &buffer, buffer.count)
    guard count > 0 else { return false }
    text += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }
}
