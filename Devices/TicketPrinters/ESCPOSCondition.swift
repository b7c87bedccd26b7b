public import DeviceKit

extension ESCPOS {
  /// What a printer said of itself, whether asked (C.7) or by itself (C.8).
  public struct Condition: Sendable, Equatable {
    public var offline = false
    public var coverOpen = false
    public var paperOut = false
    public var paperLow = false
    /// Between blade and outlet, where a presenter can tell.
    public var jammed = false
    public var cutterError = false
    /// Needs the power switch.
    public var unrecoverable = false
    /// Passes by itself, such as a hot head.
    public var autoRecoverable = false
    /// A ticket stands in the presenter's outlet; nil where no sensor tells.
    public var ticketInOutlet: Bool?

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

    /// Takes in the byte of `GS r 1` or `ESC v` (C.9). DISAGREE: a clone says 0F where others say
    /// 0C; either has both bits of the end.
    public mutating func apply(paperByte byte: UInt8) {
      paperLow = byte & 0x03 != 0
      paperOut = byte & 0x0C != 0
    }

    /// Takes in what a presenter said (C.10).
    public mutating func apply(_ report: PresenterReport) {
      switch report {
      case .custom(let paper, let unrecoverable):
        paperOut = paper & 0x01 != 0
        // 40 is the "virtual end": the length of paper told to the printer is used up.
        paperLow = paper & 0x44 != 0
        ticketInOutlet = paper & 0x20 != 0
        self.unrecoverable = unrecoverable != 0
      case .epicTransport(let byte):
        jammed = byte & 0x13 != 0
        ticketInOutlet = byte & 0x08 != 0
      case .epicSensors(let byte):
        coverOpen = byte & 0x01 != 0
        paperOut = byte & 0x02 != 0
      }
    }

    /// Whether a job under way ends here; a hot head cools down and the job goes on.
    public var endsJob: Bool { coverOpen || paperOut || jammed || cutterError || unrecoverable }

    /// Why nothing can be printed now, the cause a person can remedy first; nil where it can.
    public var fault: DeviceFault? {
      if coverOpen { return DeviceFault(.coverOpen, "the cover is open") }
      if paperOut { return DeviceFault(.paperOut, "the paper is out") }
      if jammed { return DeviceFault(.hardwareError, "a ticket is jammed in the presenter") }
      if cutterError { return DeviceFault(.cutterError, "the cutter is stuck") }
      if unrecoverable { return DeviceFault(.hardwareError, "an unrecoverable error") }
      if autoRecoverable { return DeviceFault(.hardwareError, "an error that passes, hot head?") }
      if offline { return DeviceFault(.hardwareError, "offline without a cause given") }
      return nil
    }

    /// What is known of the parts; a model tells of some only.
    func parts(of profile: TicketPrinterProfile) -> DeviceParts {
      let media = ticketInOutlet.map { $0 ? MediaState.present : .notPresent }
      var parts = DeviceParts(paper: .unknown, media: media, cover: .unknown, cutter: .unknown)
      if jammed { parts.media = .jammed }
      guard profile.status != .none else { return parts }
      parts.paper = jammed ? .jammed : paper
      guard profile.status != .paperByte else { return parts }
      parts.cover = coverOpen ? .open : .closed
      if profile.status != .sensorEnquiry { parts.cutter = cutterError ? .jammed : .fine }
      return parts
    }

    public var paper: PaperSupply { paperOut ? .out : paperLow ? .low : .full }
  }
}
