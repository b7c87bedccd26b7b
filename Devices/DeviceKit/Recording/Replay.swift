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

    mutating func advance(by count: Int, of total: Int) {
      offset += count
      guard offset == total else { return }
      offset = 0
      position += 1
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
  public var isFinished: Bool { state.withLock { $0.position == $0.lines.count } }

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
      guard state.position < state.lines.count else {
        return DeviceFault(.absent, "the recording ended")
      }
      switch state.lines[state.position].content {
      case .opened: state.position += 1
      case .refused(let fault, _):
        state.position += 1
        return fault
      case .write, .read, .answer, .fault: break
      }
      return nil
    }
    if let refusal { throw refusal }
  }

  /// The port's answer; a question the recording does not have next is one it has no answer to.
  func play(_ question: PortQuestion) throws(DeviceFault) -> [UInt8]? {
    let result: Result<[UInt8]?, DeviceFault> = state.withLock { state in
      guard state.position < state.lines.count else { return .success(nil) }
      switch state.lines[state.position].content {
      case .answer(question, let bytes, _):
        state.position += 1
        return .success(bytes)
      case .fault(let fault, _):
        state.position += 1
        return .failure(fault)
      case .answer, .opened, .refused, .write, .read: return .success(nil)
      }
    }
    return try result.get()
  }

  /// Takes the bytes the driver writes; a difference from the recording is a fault.
  func play(write bytes: [UInt8]) throws(DeviceFault) {
    let result: Result<Void, DeviceFault> = state.withLock { state in
      var rest = bytes[...]
      while !rest.isEmpty {
        guard state.position < state.lines.count else {
          return .failure(.mismatch("ended, and the driver wrote \(Array(rest).hex)"))
        }
        let (number, content) = state.lines[state.position]
        switch content {
        case .fault(let fault, _):
          state.position += 1
          return .failure(fault)
        case .read, .answer:
          return .failure(.mismatch("line \(number) reads, the driver wrote \(Array(rest).hex)"))
        case .opened, .refused:
          return .failure(DeviceFault(.unplugged, "the recording opens anew at line \(number)"))
        case .write(let expected, _):
          let part = expected[state.offset...]
          let count = min(part.count, rest.count)
          guard part.prefix(count).elementsEqual(rest.prefix(count)) else {
            return .failure(
              .mismatch("line \(number) writes \(Array(part).hex), not \(Array(rest).hex)"))
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
      guard state.position < state.lines.count else {
        return .failure(DeviceFault(.unplugged, "the recording ended"))
      }
      switch state.lines[state.position].content {
      case .fault(let fault, _):
        state.position += 1
        return .failure(fault)
      case .opened, .refused:
        return .failure(DeviceFault(.unplugged, "the recording opens anew"))
      case .write, .answer:
        return .failure(DeviceFault(.silent, "the recording says nothing here"))
      case .read(let bytes, _):
        let part = Array(bytes[state.offset...].prefix(max(1, limit)))
        state.advance(by: part.count, of: bytes.count)
        return .success(part)
      }
    }
    return try result.get()
  }

  var saysSomethingNext: Bool {
    state.withLock { state in
      guard state.position < state.lines.count else { return false }
      switch state.lines[state.position].content {
      case .read, .fault, .opened, .refused: return true
      case .write, .answer: return false
      }
    }
  }
}

extension DeviceFault {
  fileprivate static func mismatch(_ what: String) -> DeviceFault {
    DeviceFault(.protocolError, "recording \(what)")
  }
}

/// A link to a ``ReplayScript``.
public final class ReplayLink: ByteLink {
  private let script: ReplayScript
  private let waker: Waker
  public private(set) var bytesWritten = 0

  public init(_ script: ReplayScript, waker: Waker) {
    self.script = script
    self.waker = waker
  }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    try script.play(write: bytes)
    bytesWritten += bytes.count
  }

  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    try script.playRead(upTo: count)
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
}
