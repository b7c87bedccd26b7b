/// One line of a recording: what crossed a ``ByteLink``, as text that a person can read and edit.
///
///     # SAM status
///     w 0ms AA AA AA 96 69 00 03 11 FF ED
///     r 12ms AA AA AA 96 69 00 04 00 00 90 94
///     f 1000ms silent no answer before the deadline
///
/// `w` host to device, `r` device to host, `f` a fault; the time is since the line before.
public enum RecordingLine: Sendable, Equatable {
  case write([UInt8], milliseconds: Int64)
  case read([UInt8], milliseconds: Int64)
  case fault(DeviceFault, milliseconds: Int64)

  public var text: String {
    switch self {
    case .write(let bytes, let time): "w \(time)ms \(bytes.hex)"
    case .read(let bytes, let time): "r \(time)ms \(bytes.hex)"
    case .fault(let fault, let time): "f \(time)ms \(fault.code.rawValue) \(fault.message)"
    }
  }

  /// nil for a line that is none; comments and blank lines are dealt with by ``ReplayScript``.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, parts[1].hasSuffix("ms"),
      let time = Int64(parts[1].dropLast(2)), time >= 0
    else { return nil }
    switch parts[0] {
    case "w":
      guard let bytes = [UInt8](hex: parts[2]) else { return nil }
      self = .write(bytes, milliseconds: time)
    case "r":
      guard let bytes = [UInt8](hex: parts[2]) else { return nil }
      self = .read(bytes, milliseconds: time)
    case "f":
      let words = parts[2].split(separator: " ", maxSplits: 1)
      guard let word = words.first, let code = DeviceFault.Code(rawValue: String(word)) else {
        return nil
      }
      self = .fault(
        DeviceFault(code, words.count == 2 ? String(words[1]) : ""), milliseconds: time)
    default: return nil
    }
  }
}

/// Wraps a link and writes down everything that crosses it.
///
/// Recordings of a card reader hold a citizen's data: `redact` sees every run of bytes before it is
/// written and returns what may be kept.
public final class RecordingLink: ByteLink {
  private let link: any ByteLink
  private let redact: @Sendable ([UInt8]) -> [UInt8]
  private let sink: @Sendable (RecordingLine) -> Void
  private var last = Deadline.now

  public init(
    _ link: any ByteLink, redact: @escaping @Sendable ([UInt8]) -> [UInt8],
    sink: @escaping @Sendable (RecordingLine) -> Void
  ) {
    self.link = link
    self.redact = redact
    self.sink = sink
  }

  public var bytesWritten: Int { link.bytesWritten }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    do {
      try link.write(bytes, deadline: deadline)
    } catch {
      throw note(error)
    }
    sink(.write(redact(bytes), milliseconds: elapsed()))
  }

  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    do {
      let bytes = try link.read(upTo: count, deadline: deadline)
      sink(.read(redact(bytes), milliseconds: elapsed()))
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

  private func note(_ fault: DeviceFault) -> DeviceFault {
    sink(.fault(fault, milliseconds: elapsed()))
    return fault
  }

  private func elapsed() -> Int64 {
    let now = Deadline.now
    defer { last = now }
    let (seconds, attoseconds) = last.duration(to: now).components
    return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
  }
}
