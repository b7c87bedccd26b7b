/// One line of a recording: what crossed a ``ByteLink``, as text that a person can read and edit.
///
///     # SAM status
///     o 0ms
///     c 0ms readCard
///     w 0ms AA AA AA 96 69 00 03 11 FF ED
///     r 12ms AA AA AA 96 69 00 04 00 00 90 94
///     q 1ms printerStatus 18
///     f 1000ms silent no answer before the deadline
///     x 250ms absent nothing is plugged in
///
/// `o` the link was opened, `x` it could not be; `c` a caller's command begins; `w` host to device,
/// where `*` stands for bytes that are nobody's business, `r` device to host, `q` a question to the
/// port and its answer (`-` where the port has no such question), `f` a fault of an open link, `v` what
/// a camera's lens did, see ``LensEvent``. The time is since the line before. Bytes are in hex, or in
/// quotes where they are one line of text with its line feed.
public enum RecordingLine: Sendable, Equatable {
  case opened(milliseconds: Int64)
  case refused(DeviceFault, milliseconds: Int64)
  case command(String, milliseconds: Int64)
  case write([UInt8], milliseconds: Int64)
  /// Any number of bytes.
  case hiddenWrite(milliseconds: Int64)
  case read([UInt8], milliseconds: Int64)
  case answer(PortQuestion, [UInt8]?, milliseconds: Int64)
  case fault(DeviceFault, milliseconds: Int64)
  case lens(LensEvent, milliseconds: Int64)

  public var text: String {
    switch self {
    case .opened(let time): "o \(time)ms"
    case .refused(let fault, let time): "x \(time)ms \(fault.code.rawValue) \(fault.message)"
    case .command(let name, let time): "c \(time)ms \(name)"
    case .write(let bytes, let time): "w \(time)ms \(bytes.recorded)"
    case .hiddenWrite(let time): "w \(time)ms *"
    case .read(let bytes, let time): "r \(time)ms \(bytes.recorded)"
    case .answer(let question, let bytes, let time):
      "q \(time)ms \(question.rawValue) \(bytes.map(\.hex) ?? "-")"
    case .fault(let fault, let time): "f \(time)ms \(fault.code.rawValue) \(fault.message)"
    case .lens(let event, let time): "v \(time)ms \(event.text)"
    }
  }

  /// nil for a line that is none; comments and blank lines are dealt with by ``ReplayScript``.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[1].hasSuffix("ms"), let time = Int64(parts[1].dropLast(2)),
      time >= 0
    else { return nil }
    let rest = parts.count == 3 ? String(parts[2]) : ""
    switch parts[0] {
    case "o" where rest.allSatisfy { $0 == " " }: self = .opened(milliseconds: time)
    case "c":
      let name = rest.filter { $0 != " " }
      guard Self.isCommand(name) else { return nil }
      self = .command(name, milliseconds: time)
    case "w" where rest.filter({ $0 != " " }) == "*": self = .hiddenWrite(milliseconds: time)
    case "w", "r":
      guard let bytes = [UInt8](recorded: rest), !bytes.isEmpty else { return nil }
      self = parts[0] == "w" ? .write(bytes, milliseconds: time) : .read(bytes, milliseconds: time)
    case "q":
      guard let (question, bytes) = Self.answer(rest) else { return nil }
      self = .answer(question, bytes, milliseconds: time)
    case "v":
      guard let event = LensEvent(rest) else { return nil }
      self = .lens(event, milliseconds: time)
    case "f", "x":
      guard let fault = Self.fault(rest) else { return nil }
      self =
        parts[0] == "f" ? .fault(fault, milliseconds: time) : .refused(fault, milliseconds: time)
    default: return nil
    }
  }

  public var milliseconds: Int64 {
    switch self {
    case .opened(let time), .refused(_, let time), .command(_, let time), .write(_, let time),
      .hiddenWrite(let time), .read(_, let time), .answer(_, _, let time), .fault(_, let time),
      .lens(_, let time):
      time
    }
  }

  private static func isCommand(_ name: String) -> Bool {
    (1...32).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
  }

  private static func fault(_ text: String) -> DeviceFault? {
    let words = text.split(separator: " ", maxSplits: 1)
    guard let word = words.first, let code = DeviceFault.Code(rawValue: String(word)) else {
      return nil
    }
    return DeviceFault(code, words.count == 2 ? String(words[1]) : "")
  }

  private static func answer(_ text: String) -> (PortQuestion, [UInt8]?)? {
    let words = text.split(separator: " ", maxSplits: 1)
    guard let word = words.first, let question = PortQuestion(rawValue: String(word)) else {
      return nil
    }
    let rest = words.count == 2 ? words[1] : ""
    if rest.filter({ $0 != " " }) == "-" { return (question, nil) }
    guard let bytes = [UInt8](hex: rest) else { return nil }
    return (question, bytes)
  }
}

extension [UInt8] {
  /// `"text"` for one line of printable ASCII without `"` and `#`, else ``hex``.
  fileprivate var recorded: String {
    let isText = dropLast().allSatisfy { (0x20...0x7E).contains($0) && !"\"#".utf8.contains($0) }
    guard last == 0x0A, isText else { return hex }
    return "\"\(String(decoding: dropLast(), as: UTF8.self))\""
  }

  /// Reads what ``recorded`` writes; nil for anything else.
  fileprivate init?(recorded text: String) {
    let bytes = Array(text.utf8.reversed().drop { $0 == 0x20 }.reversed())
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"")
    else {
      self.init(hex: text)
      return
    }
    self = bytes.dropFirst().dropLast() + [0x0A]
  }
}
