/// Wraps a link and writes down, redacted, everything that crosses it.
public final class RecordingLink: ByteLink {
  private let link: any ByteLink
  private var redactor: any Redactor
  private let sink: @Sendable (RecordingLine) -> Void
  private var last = Deadline.now

  public init(
    _ link: any ByteLink, redactor: any Redactor,
    sink: @escaping @Sendable (RecordingLine) -> Void
  ) {
    self.link = link
    self.redactor = redactor
    self.sink = sink
  }

  deinit { noteHeldBack() }

  public var bytesWritten: Int { link.bytesWritten }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    let before = link.bytesWritten
    do {
      try link.write(bytes, deadline: deadline)
      note(written: bytes)
    } catch {
      // What went out before the fault went out (trap 11).
      note(written: Array(bytes.prefix(max(0, link.bytesWritten - before))))
      throw note(error)
    }
  }

  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    do {
      let bytes = try link.read(upTo: count, deadline: deadline)
      let kept = redactor.read(bytes)
      if !kept.isEmpty { sink(.read(kept, milliseconds: elapsed())) }
      return bytes
    } catch {
      throw note(error)
    }
  }

  public func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    do {
      return try link.waitForInput(until: deadline)
    } catch {
      throw note(error)
    }
  }

  public func discardInput() throws(DeviceFault) {
    do {
      try link.discardInput()
    } catch {
      throw note(error)
    }
  }

  public func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    do {
      let answer = try link.ask(question, deadline: deadline)
      sink(.answer(question, answer, milliseconds: elapsed()))
      return answer
    } catch {
      throw note(error)
    }
  }

  public func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool {
    try link.recover(by: step)
  }

  public func mark(_ command: String) { sink(.command(command, milliseconds: elapsed())) }

  private func note(written bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    guard let kept = redactor.written(bytes) else {
      sink(.hiddenWrite(milliseconds: elapsed()))
      return
    }
    if !kept.isEmpty { sink(.write(kept, milliseconds: elapsed())) }
  }

  private func note(_ fault: DeviceFault) -> DeviceFault {
    noteHeldBack()
    sink(.fault(fault, milliseconds: elapsed()))
    return fault
  }

  private func noteHeldBack() {
    let kept = redactor.finish()
    if !kept.isEmpty { sink(.read(kept, milliseconds: elapsed())) }
  }

  private func elapsed() -> Int64 {
    let now = Deadline.now
    defer { last = now }
    return last.duration(to: now).wholeMilliseconds
  }
}

extension Duration {
  /// Rounded down.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
  }
}
