import Glibc
import Synchronization

/// A machine on a line: one thread moves bytes while everybody else may look in and turn knobs.
final class WireEnd<Machine: WireMachine>: Sendable {
  private struct Run {
    let signal: Signal
    let thread: WorkerThread
  }

  private let machine: Mutex<Machine>
  private let run = Mutex<Run?>(nil)
  /// Runs on the line's thread after each step and before its answers leave.
  private let afterStep: @Sendable (WireEnd) -> Void

  init(_ machine: Machine, afterStep: @escaping @Sendable (WireEnd) -> Void = { _ in }) {
    self.machine = Mutex(machine)
    self.afterStep = afterStep
  }

  /// Looks at the machine or turns a knob; the line notices at once.
  func use<Result: Sendable>(_ body: (inout Machine) -> Result) -> Result {
    let result = machine.withLock { machine in body(&machine) }
    run.withLock { $0?.signal.send(.wake) }
    return result
  }

  /// Only the line's own thread calls this: no wake-up needed.
  func take<Result: Sendable>(_ body: (inout Machine) -> Result) -> Result {
    machine.withLock { machine in body(&machine) }
  }

  func start(_ port: WirePort) throws(SimulatorError) {
    let signal = try Signal()
    let thread = try WorkerThread.start { [self] in serve(port, signal) }
    run.withLock { $0 = Run(signal: signal, thread: thread) }
  }

  /// Closes the line and waits until it is closed.
  func stop(keepsPower: Bool) async {
    let last = run.withLock { run in
      defer { run = nil }
      return run
    }
    guard let last else { return }
    last.signal.send(.stop)
    await last.thread.ended()
    if !keepsPower { take { $0.losePower() } }
  }

  // MARK: - The line's thread

  private func serve(_ port: WirePort, _ signal: Signal) {
    var listener: Descriptor?
    var line: Descriptor?
    var terminal: Descriptor?
    switch port {
    case .serial(let master, let slave):
      line = master
      terminal = slave
    case .network(let descriptor): listener = descriptor
    }
    var scratch = [UInt8](repeating: 0, count: 4096)
    while true {
      let chunks = take { $0.advance(to: .now) }
      afterStep(self)
      // A device has no memory for answers that nobody takes: what does not fit is lost.
      if let line { for chunk in chunks { Self.send(chunk, to: line) } }
      let (nextDue, room) = take { ($0.nextDue, $0.room) }
      var polled = [
        pollfd(fd: signal.reader.raw, events: Int16(POLLIN), revents: 0),
        pollfd(
          fd: line.map { room > 0 ? $0.raw : -1 } ?? listener?.raw ?? -1, events: Int16(POLLIN),
          revents: 0),
      ]
      guard poll(&polled, 2, Self.milliseconds(until: nextDue)) > 0 else { continue }
      if polled[0].revents != 0, signal.receive() == .stop { return }
      guard polled[1].revents != 0 else { continue }
      guard let current = line else {
        line = listener.flatMap(Self.accept)
        continue
      }
      let count = read(current.raw, &scratch, min(scratch.count, room))
      if count > 0 {
        let speed = terminal?.lineSpeed
        take { machine in
          if let speed { machine.hostSends(at: speed) }
          machine.receive(Array(scratch.prefix(count)), at: .now)
        }
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        // The host hung up: wait for the next one. A pty whose master fails is finished.
        if listener == nil { return }
        line = nil
      }
    }
  }

  private static func send(_ chunk: [UInt8], to line: Descriptor) {
    // On a socket without a reader, write would end the process with SIGPIPE.
    if Glibc.send(line.raw, chunk, chunk.count, Int32(MSG_NOSIGNAL)) < 0,
      errno == ENOTSOCK
    {
      write(line.raw, chunk, chunk.count)
    }
  }

  private static func accept(_ listener: Descriptor) -> Descriptor? {
    let raw = Glibc.accept(listener.raw, nil, nil)
    guard raw >= 0 else { return nil }
    let connection = Descriptor(raw)
    var on: Int32 = 1
    // One-byte answers must not wait for company.
    setsockopt(
      raw, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    guard (try? connection.makeNonBlocking()) != nil else { return nil }
    return connection
  }

  private static func milliseconds(until due: WireInstant?) -> Int32 {
    guard let due else { return -1 }
    let left = due - ContinuousClock.now
    guard left > .zero else { return 0 }
    // Rounded up: waking a moment early would spin.
    return Int32(
      clamping: left.components.seconds * 1000
        + left.components.attoseconds / 1_000_000_000_000_000 + 1)
  }
}

/// A pipe by which other threads reach one that waits in poll.
final class Signal: Sendable {
  enum Message: UInt8 {
    case wake, stop
  }

  let reader: Descriptor
  private let writer: Descriptor

  init() throws(SimulatorError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileTree.failure("pipe") }
    reader = Descriptor(ends[0])
    writer = Descriptor(ends[1])
    try reader.makeNonBlocking()
    try writer.makeNonBlocking()
  }

  func send(_ message: Message) {
    var byte = message.rawValue
    // A full pipe already holds a wake-up; a stop is sent once and finds the pipe drained.
    write(writer.raw, &byte, 1)
  }

  /// Empties the pipe; stop wins.
  func receive() -> Message {
    var bytes = [UInt8](repeating: 0, count: 64)
    var message = Message.wake
    while case let count = read(reader.raw, &bytes, bytes.count), count > 0 {
      if bytes.prefix(count).contains(Message.stop.rawValue) { message = .stop }
    }
    return message
  }
}
