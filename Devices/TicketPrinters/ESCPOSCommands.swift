import DeviceKit

/// The printer's language, bytes only (protocols.md C).
public enum ESCPOS {
  /// `ESC @`: clears the print buffer and modes.
  static let initialise: [UInt8] = [0x1B, 0x40]
  /// `FS &`: two-byte codes are Chinese (C.3).
  static let chineseOn: [UInt8] = [0x1C, 0x26]
  /// `GS a`: report online, error and paper changes by itself (C.8: 02 | 04 | 08).
  static let statusBackOn: [UInt8] = [0x1D, 0x61, 0x0E]
  /// `GS a 0`: for printers whose automatic status would be taken for another answer.
  static let statusBackOff: [UInt8] = [0x1D, 0x61, 0x00]
  /// `DLE ENQ 2`: leave the error and forget what is buffered (C.9).
  static let recoverAndClear: [UInt8] = [0x10, 0x05, 0x02]
  /// `GS r 1`: the paper byte, answered in its turn (C.9).
  static let bufferedStatus: [UInt8] = [0x1D, 0x72, 0x01]
  /// `ESC J n`: feeds n dots.
  static func feedDots(_ dots: Int) -> [UInt8] { [0x1B, 0x4A, UInt8(clamping: dots)] }

  /// `DLE EOT n` (C.7).
  public enum Question: UInt8, Sendable, CaseIterable {
    case printer = 1
    case offlineCause = 2
    case error = 3
    case paper = 4

    public var bytes: [UInt8] { [0x10, 0x04, rawValue] }
  }

  /// Commands of presenters (C.10).
  enum Presenter {
    /// Custom `DLE EOT 20`: six bytes of full status.
    static let customStatus: [UInt8] = [0x10, 0x04, 0x14]
    /// Custom `GS e 5`: ejects what stands in the outlet.
    static let customEject: [UInt8] = [0x1D, 0x65, 0x05]
    /// Custom `GS e 3 m`: presents the ticket by m steps.
    static func customPresent(steps: Int) -> [UInt8] { [0x1D, 0x65, 0x03, UInt8(clamping: steps)] }
    /// Epic 880 `ESC k`: delivers the ticket.
    static let epicDeliver: [UInt8] = [0x1B, 0x6B]
    /// Epic 880 `ENQ GS` and `ENQ RS`: jam and transport, sensors.
    static let epicTransport: [UInt8] = [0x05, 0x1D]
    static let epicSensors: [UInt8] = [0x05, 0x1E]
  }

  /// The mark that the printer sends back once all before it is on paper: `GS ( H` (C.9).
  public struct JobMark: Hashable, Sendable {
    /// Four bytes of 20...7E.
    public let bytes: [UInt8]

    private static let base: UInt32 = 95
    private static let count = base * base * base * base

    /// Marks repeat after 95^4 jobs.
    public init(_ number: UInt32) {
      var rest = number % Self.count
      var bytes: [UInt8] = []
      for _ in 0..<4 {
        bytes.append(UInt8(0x20 + rest % Self.base))
        rest /= Self.base
      }
      self.bytes = bytes
    }

    /// The mark of a job, the same in every process, so that recordings replay; another job's late
    /// answer is taken for it once in 81 million times. FNV-1a.
    init(of job: PrintJobID) {
      self.init(job.text.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 })
    }

    public var request: [UInt8] { [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + bytes }
    public var answer: [UInt8] { [0x37, 0x22] + bytes + [0x00] }

    /// Star NP `GS G 31h id`: a job begins; its end is `GS G 30h`, answered `FF 13 id …` when it
    /// is out (NP-2511 specifications 0.07, page 43).
    var starBegin: [UInt8] { [0x1D, 0x47, 0x31] + bytes }
    static let starEnd: [UInt8] = [0x1D, 0x47, 0x30]
  }
}
