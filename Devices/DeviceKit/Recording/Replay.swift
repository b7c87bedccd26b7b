import Synchronization

/// A recording that plays the device. Links opened one after another continue it, so that a
/// reconnection is part of the recording.
public final class ReplayScript: Sendable {
  /// Why a text is no recording.
  public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
    public let line: Int
    public let text: String
    public var description: String { "recording line \(line): cannot read '\(text)'" }
  }

  private struct State {
    var lines: [(number: Int, content: RecordingLine)]
    var position = 0
    /// Bytes of the present line already played.
    var offset = 0
    var mismatch: String?

    var present: RecordingLine? { position < lines.count ? lines[position].content : nil }
    var number: Int { position < lines.count ? lines[position].number : 0 }

    mutating func advance(by count: Int, of total: Int) {
      offset += count
      if offset == total { next() }
    }

    mutating func next() {
      offset = 0
      position += 1
    }

    mutating func differs<Success>(_ how: String) -> Result<Success, DeviceFault> {
      let what = "recording line \(number) \(how)"
      if mismatch == nil { mismatch = what }
      return .failure(DeviceFault(.protocolError, what))
    }

    /// Hidden bytes were written, and may go on.
    var isHiding = false

    /// Hidden bytes end where something else is expected, once there were some.
    mutating func leaveHidden() {
      guard isHiding else { return }
      isHiding = false
      while case .hiddenWrite = present { next() }
    }

    /// Whether `bytes` are no longer hidden ones but the line that is written after those.
    func endsHiding(_ bytes: ArraySlice<UInt8>) -> Bool {
      guard isHiding else { return false }
      for line in lines[position...] {
        switch line.content {
        case .hiddenWrite: continue
        case .write(let expected, _): return bytes.elementsEqual(expected)
        default: return false
        }
      }
      return false
    }
  }

  private let state: Mutex<State>

  public init(_ text: String) throws(ParseError) {
    var lines: [(number: Int, content: RecordingLine)] = []
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      let content = line.prefix { $0 != "#" }
      guard content.contains(where: { $0 != " " }) else { continue }
      guard let parsed = RecordingLine(content) else {
        throw ParseError(line: index + 1, text: String(line))
      }
      lines.append((index + 1, parsed))
    }
    state = Mutex(State(lines: lines))
  }

  /// Whether every line was played.
  public var isFinished: Bool {
    state.withLock { state in
      state.lines[state.position...].allSatisfy { line in
        if case .hiddenWrite = line.content { true } else { false }
      }
    }
  }

  /// The number of the line that is played next, 0 at the end.
  public var line: Int { state.withLock { $0.number } }

  /// Where the driver first did something other than the recording.
  public var mismatch: String? { state.withLock { $0.mismatch } }

  /// The caller's command that the recording has next.
  public var dueCommand: String? {
    state.withLock { state in
      state.leaveHidden()
      if case .command(let name, _) = state.present { return name }
      return nil
    }
  }

  /// How long it was when it was made.
  public var length: Duration {
    state.withLock { state in
      state.lines.reduce(.zero) { $0 + .milliseconds($1.content.milliseconds) }
    }
  }

  /// Opens links onto this recording, whatever the address.
  public var opener: LinkOpener {
    { [self] _, waker throws(DeviceFault) in
      try playOpening()
      return ReplayLink(self, waker: waker)
    }
  }

  /// Opens, or refuses as the recording does; one without opening lines opens always.
  private func playOpening() throws(DeviceFault) {
    let refusal: DeviceFault? = state.withLock { state in
      state.leaveHidden()
      switch state.present {
      case nil: return DeviceFault(.absent, "the recording ended")
      case .opened: state.next()
      case .refused(let fault, _):
        state.next()
        return fault
      case .command, .write, .hiddenWrite, .read, .answer, .lens, .fault: break
      }
      return nil
    }
    if let refusal { throw refusal }
  }

  /// The command is given: nothing to compare, since a caller decides when.
  func play(command: String) {
    state.withLock { state in
      state.leaveHidden()
      if case .command(command, _) = state.present { state.next() }
    }
  }

  /// The port's answer; a question the recording does not have next is one it has no answer to.
  func play(_ question: PortQuestion) throws(DeviceFault) -> [UInt8]? {
    let result: Result<[UInt8]?, DeviceFault> = state.withLock { state in
      state.leaveHidden()
      switch state.present {
      case .answer(question, let bytes, _):
        state.next()
        return .success(bytes)
      case .fault(let fault, _):
        state.next()
        return .failure(fault)
      default: return .success(nil)
      }
    }
    return try result.get()
  }

  /// Takes the bytes the driver writes; a difference from the recording is a fault.
  func play(write bytes: [UInt8]) throws(DeviceFault) {
    let result: Result<Void, DeviceFault> = state.withLock { state in
      var rest = bytes[...]
      while !rest.isEmpty {
        switch state.present {
        case nil:
          return state.differs("ended, and the driver wrote \(Array(rest).hex)")
        case .fault(let fault, _):
          state.next()
          return .failure(fault)
        case .hiddenWrite:
          guard state.endsHiding(rest) else {
            state.isHiding = true
            return .success(())
          }
          state.leaveHidden()
        case .opened, .refused:
          return .failure(DeviceFault(.unplugged, "the recording opens anew"))
        case .read, .answer, .lens, .command:
          return state.differs("reads there, the driver wrote \(Array(rest).hex)")
        case .write(let expected, _):
          let part = expected[state.offset...]
          let count = min(part.count, rest.count)
          guard part.prefix(count).elementsEqual(rest.prefix(count)) else {
            return state.differs("writes \(Array(part).hex), the driver \(Array(rest).hex)")
          }
          rest = rest.dropFirst(count)
          state.advance(by: count, of: expected.count)
        }
      }
      return .success(())
    }
    try result.get()
  }

  /// The next bytes the device says; a recording that says nothing now is a silent device.
  func playRead(upTo limit: Int) throws(DeviceFault) -> [UInt8] {
    let result: Result<[UInt8], DeviceFault> = state.withLock { state in
      state.leaveHidden()
      switch state.present {
      case nil: return .failure(DeviceFault(.unplugged, "the recording ended"))
      case .fault(let fault, _):
        state.next()
        return .failure(fault)
      case .opened, .refused:
        return .failure(DeviceFault(.unplugged, "the recording opens anew"))
      case .write, .hiddenWrite, .answer, .lens, .command:
        return .failure(DeviceFault(.silent, "the recording says nothing here"))
      case .read(let bytes, _):
        let part = Array(bytes[state.offset...].prefix(max(1, limit)))
        state.advance(by: part.count, of: bytes.count)
        return .success(part)
      }
    }
    return try result.get()
  }

  /// The next line, where `take` wants it; nil for any other.
  ///
  /// - Throws: a recorded fault that is due now, and the end of the recorded link.
  func playNext<Value>(_ take: (RecordingLine) -> Value?) throws(DeviceFault) -> Value? {
    let result: Result<Value?, DeviceFault> = state.withLock { state in
      state.leaveHidden()
      switch state.present {
      case nil: return .failure(DeviceFault(.unplugged, "the recording ended"))
      case .fault(let fault, _):
        state.next()
        return .failure(fault)
      case .opened, .refused:
        return .failure(DeviceFault(.unplugged, "the recording opens anew"))
      case .some(let line):
        let value = take(line)
        if value != nil { state.next() }
        return .success(value)
      }
    }
    return try result.get()
  }

  /// Passes over the line that stops a lens; a fault that is due is the next call's.
  func playStop() {
    state.withLock { state in
      if case .lens(.stop, _) = state.present { state.next() }
    }
  }

  var saysSomethingNext: Bool {
    state.withLock { state in
      state.leaveHidden()
      switch state.present {
      case .read, .fault, .opened, .refused: return true
      case nil, .write, .hiddenWrite, .answer, .lens, .command: return false
      }
    }
  }
}

/// A link to a ``ReplayScript``.
public final class ReplayLink: ByteLink {
  let script: ReplayScript
  private let waker: Waker
  public private(set) var bytesWritten = 0
  /// What the recorded lens sends at the moment.
  var stream: FrameStream?

  public init(_ script: ReplayScript, waker: Waker) {
    self.script = script
    self.waker = waker
  }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    try script.play(write: bytes)
    bytesWritten += bytes.count
  }

  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    if !script.saysSomethingNext, !script.isFinished {
      // A device that says nothing is waited for as its driver would wait for it.
      _ = try waker.wait(for: nil, until: deadline, idle: false)
    }
    return try script.playRead(upTo: count)
  }

  public func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    if script.saysSomethingNext { return true }
    return try waker.wait(for: nil, until: deadline, idle: true) == .ready
  }

  /// Nothing to do: what the recording says next, it says after the next question.
  public func discardInput() throws(DeviceFault) {}

  public func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    try script.play(question)
  }

  public func mark(_ command: String) { script.play(command: command) }
}
