import CLinuxDevices
import DeviceKit
import Glibc

/// A program between two pipes; gone, with its process group, when this value goes.
struct FilterProcess: ~Copyable {
  typealias Failure = PhotoDecoder.Failure

  /// Between two looks at a program that has said everything and not ended yet.
  private static let look: UInt32 = 2000  // microseconds

  private let pid: pid_t
  private let output: Pipe.End

  /// Starts the program at `path` with `input`, at most a page, ready on its stdin.
  init(_ path: String, input: [UInt8]) throws(Failure) {
    let toChild = try Pipe()
    let fromChild = try Pipe()
    // A pipe holds 64 KiB (pipe(7)): written before the program exists, so that one that never
    // reads blocks nobody and one that dies early sends no SIGPIPE.
    let written = input.withUnsafeBytes { write(toChild.writer.raw, $0.baseAddress, $0.count) }
    guard written == input.count else { throw .notStarted(errno) }
    var pid: pid_t = 0
    let failure = hallway_start_filter(path, toChild.reader.raw, fromChild.writer.raw, &pid)
    guard failure == 0 else { throw .notStarted(failure) }
    self.pid = pid
    output = fromChild.reader
  }

  deinit {
    // The whole group: a program's own children must not outlive the deadline either.
    kill(-pid, SIGKILL)
    var status: Int32 = 0
    // SIGKILL cannot be caught; on this thread nobody waits but the next picture.
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }

  /// Appends what the program says next; false at its end.
  func read(
    into bytes: inout [UInt8], limit: Int, until deadline: Deadline
  ) throws(Failure) -> Bool {
    var entry = pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0)
    let left = Deadline.now.duration(to: deadline)
    guard left > .zero else { throw .tooSlow }
    let ready = poll(&entry, 1, Int32(clamping: left.components.seconds * 1000 + 1000))
    if ready < 0, errno == EINTR { return true }
    // poll(2) may wake late, never for long: the check above ends the next turn.
    guard ready > 0 else { return true }
    var scratch = [UInt8](repeating: 0, count: 16_384)
    defer { scratch.wipe() }
    let count = Glibc.read(output.raw, &scratch, scratch.count)
    if count < 0 { return errno == EINTR }
    guard bytes.count + count <= limit else { throw .tooMuch }
    bytes += scratch.prefix(count)
    return count > 0
  }

  /// Waits for the end of a program that has closed its stdout.
  func expectSuccess(until deadline: Deadline) throws(Failure) {
    // Not reaped here: its number must stay its own until the group has been killed.
    while true {
      var info = siginfo_t()
      let options = WEXITED | WNOHANG | WNOWAIT
      guard waitid(P_PID, id_t(pid), &info, options) == 0 || errno == EINTR else {
        throw .notStarted(errno)
      }
      if info.si_signo == SIGCHLD {
        let status = info._sifields._sigchld.si_status
        if info.si_code == CLD_EXITED {
          if status != 0 { throw .failed(status: status) }
          return
        }
        throw .crashed(signal: status)
      }
      guard Deadline.now < deadline else { throw .tooSlow }
      usleep(Self.look)
    }
  }
}

/// A pipe whose ends are closed with it and in every program started meanwhile.
private struct Pipe: ~Copyable {
  final class End {
    let raw: Int32
    init(_ raw: Int32) { self.raw = raw }
    deinit { close(raw) }
  }

  let reader: End
  let writer: End

  init() throws(PhotoDecoder.Failure) {
    var ends: [Int32] = [-1, -1]
    let failure = hallway_pipe(&ends)
    guard failure == 0 else { throw .notStarted(failure) }
    reader = End(ends[0])
    writer = End(ends[1])
  }
}
