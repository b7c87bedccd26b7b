public import DeviceKit

extension ESCPOS {
  /// What a printer said of itself, whether asked (C.7) or by itself (C.8).
  public struct Condition: Sendable, Equatable {
    public var offline = false
    public var coverOpen = false
    public var paperOut = false
    public var paperLow = false
    public var cutterError = false
    /// Needs the power switch.
    public var unrecoverable = false
    /// Passes by itself, such as a hot head.
    public var autoRecoverable = false

    public init() {}

    /// Takes in one real-time answer; bits of C.7.
    public mutating func apply(_ answer: UInt8, to question: Question) {
      func has(_ bit: UInt8) -> Bool { answer & bit != 0 }
      switch question {
      case .printer: offline = has(0x08)
      case .offlineCause: coverOpen = has(0x04)
      case .error:
        cutterError = has(0x08)
        unrecoverable = has(0x20)
        autoRecoverable = has(0x40)
      case .paper:
        paperLow = has(0x0C)
        paperOut = has(0x60)
      }
    }

    /// Reads the four bytes of an automatic status; bits of C.8.
    public init(automatic bytes: [UInt8]) {
      guard bytes.count == 4 else { return }
      offline = bytes[0] & 0x08 != 0
      coverOpen = bytes[0] & 0x20 != 0
      cutterError = bytes[1] & 0x08 != 0
      unrecoverable = bytes[1] & 0x20 != 0
      autoRecoverable = bytes[1] & 0x40 != 0
      paperLow = bytes[2] & 0x03 != 0
      paperOut = bytes[2] & 0x0C != 0
    }

    /// Whether a job under way ends here; a hot head cools down and the job goes on.
    public var endsJob: Bool { coverOpen || paperOut || cutterError || unrecoverable }

    /// Why nothing can be printed now, the cause a person can remedy first; nil where it can.
    public var fault: DeviceFault? {
      if coverOpen { return DeviceFault(.coverOpen, "the cover is open") }
      if paperOut { return DeviceFault(.paperOut, "the paper is out") }
      if cutterError { return DeviceFault(.cutterError, "the cutter is stuck") }
      if unrecoverable { return DeviceFault(.hardwareError, "an unrecoverable error") }
      if autoRecoverable { return DeviceFault(.hardwareError, "an error that passes, hot head?") }
      if offline { return DeviceFault(.hardwareError, "offline without a cause given") }
      return nil
    }

    public var parts: DeviceParts {
      DeviceParts(
        paper: paper, cover: coverOpen ? .open : .closed, cutter: cutterError ? .jammed : .fine)
    }

    public var paper: PaperSupply { paperOut ? .out : paperLow ? .low : .full }
  }

  /// One thing a printer says.
  public enum Answer: Sendable, Equatable {
    /// One byte after `DLE EOT n`; which n, only the asker knows.
    case realTime(UInt8)
    case automatic(Condition)
    /// The mark of a job of which everything is on paper.
    case printed([UInt8])
  }

  /// Tells answers apart in the printer's stream of bytes (C.8, end); what is none is dropped.
  public struct Decoder: Sendable {
    private var buffer: [UInt8] = []
    private var automatic: [UInt8] = []

    public init() {}

    public mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    /// The next answer in what was appended so far, nil for none yet.
    public mutating func next() -> Answer? {
      while let first = buffer.first {
        if first == 0x37 {
          guard mayBeginWithMark else {
            buffer.removeFirst()
            continue
          }
          guard buffer.count >= Self.markLength else { return nil }
          defer { buffer.removeFirst(Self.markLength) }
          return .printed(Array(buffer[2..<6]))
        }
        buffer.removeFirst()
        // A real-time answer may fall between the bytes of an automatic one: bit 4 tells.
        if first & 0x93 == 0x12 { return .realTime(first) }
        if first & 0x93 == 0x10 {
          automatic = [first]
        } else if !automatic.isEmpty, first & 0x90 == 0x00 {
          automatic.append(first)
          guard automatic.count == 4 else { continue }
          defer { automatic = [] }
          return .automatic(Condition(automatic: automatic))
        } else {
          // XON, XOFF, late answers to nothing: no part of a status any more.
          automatic = []
        }
      }
      return nil
    }

    private static let markLength = 7

    /// Whether what is there of it so far fits `37 22 d1 d2 d3 d4 00`.
    private var mayBeginWithMark: Bool {
      zip(buffer, 0..<Self.markLength).allSatisfy { byte, index in
        switch index {
        case 0: byte == 0x37
        case 1: byte == 0x22
        case 6: byte == 0x00
        default: (0x20...0x7E).contains(byte)
        }
      }
    }
  }
}
