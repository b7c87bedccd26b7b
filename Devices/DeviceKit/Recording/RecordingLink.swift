/// Wraps a link and writes down, redacted, everything that crosses it.
public final class RecordingLink: ByteLink {
  private let link: any ByteLink
  private var redactor: any Redactor
  private let sink: @Sendable (RecordingLine) -> Void
  private var last = Deadline.now
  /// What a recorded lens sends at the moment.
  private var stream: FrameStream?

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
    } catch  where error.code == .silent {
      // Silence is what a recording does not say: how often a driver looks depends on the machine.
      noteHeldBack()
      throw error
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
      let kept = answer.map { redactor.answered(question, $0) }
      sink(.answer(question, kept, milliseconds: elapsed()))
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

extension RecordingLink: FrameLink {
  public func formats() throws(DeviceFault) -> [FrameFormat] {
    try noting { lens throws(DeviceFault) in
      let formats = try lens.formats()
      note(.offers(formats))
      return formats
    }
  }

  public func start(_ format: FrameFormat) throws(DeviceFault) -> FrameStream {
    try noting { lens throws(DeviceFault) in
      let granted = try lens.start(format)
      note(.start(format, gives: granted))
      stream = granted
      return granted
    }
  }

  public func nextFrame(deadline: Deadline) throws(DeviceFault) -> Frame {
    try noting { lens throws(DeviceFault) in
      let frame = try lens.nextFrame(deadline: deadline)
      note(.frame(FrameOutline(frame, of: stream)))
      return frame
    }
  }

  public func stop() {
    (link as? any FrameLink)?.stop()
    if stream != nil { note(.stop) }
    stream = nil
  }

  public func check() throws(DeviceFault) {
    try noting { lens throws(DeviceFault) in try lens.check() }
  }

  private func note(_ event: LensEvent) { sink(.lens(event, milliseconds: elapsed())) }

  private func noting<Value>(
    _ body: (any FrameLink) throws(DeviceFault) -> Value
  ) throws(DeviceFault) -> Value {
    guard let lens = link as? any FrameLink else {
      throw DeviceFault(.protocolError, "the device at this address is no camera")
    }
    do {
      return try body(lens)
    } catch {
      throw note(error)
    }
  }
}

extension Duration {
  /// Rounded down.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
  }
}
