import DeviceKit

/// Where the parts of a scanned data report lie (HID Point of Sale Usage Tables 1.02, page 8C).
public struct POSLayout: Sendable, Equatable {
  /// The report's number; nil where the device numbers none.
  public let reportID: UInt8?
  /// Byte that tells how much of ``data`` is meant; without one, trailing NULs are padding.
  public let length: Int?
  /// Bytes of the AIM identifier; empty where the report has none.
  public let symbology: Range<Int>
  public let data: Range<Int>
  /// Bit, counted from the report's start, that says "more follows"; nil where codes have one report.
  public let continued: Int?

  /// Offsets are bytes from the start of the report, its number included.
  public init(
    reportID: UInt8?, length: Int?, symbology: Range<Int>, data: Range<Int>, continued: Int?
  ) {
    self.reportID = reportID
    self.length = length
    self.symbology = symbology
    self.data = data
    self.continued = continued
  }

  /// Access-IS LSR118 manual appendix B.1: number 2, length, `]Q0`, 56 bytes, a further identifier,
  /// reserved, and bit 0 of the last byte. Honeywell's HID POS reports look the same.
  public static let lsr118 = POSLayout(
    reportID: 2, length: 1, symbology: 2..<5, data: 5..<61, continued: 63 * 8)

  /// Reads one report; nil for another of the device's reports, or one too short to hold its data.
  public func read(_ report: [UInt8]) -> POSReport? {
    if let reportID, report.first != reportID { return nil }
    let room = report.dropFirst(data.lowerBound).prefix(data.count)
    guard !room.isEmpty else { return nil }
    let content: ArraySlice<UInt8>
    if let length {
      guard length < report.count else { return nil }
      let told = Int(report[length])
      // A length beyond the report is a broken report, not a shorter one.
      guard told <= room.count else { return nil }
      content = room.prefix(told)
    } else {
      content = room.prefix(
        (room.lastIndex { $0 != 0 } ?? room.startIndex - 1) - room.startIndex + 1)
    }
    let letters = report.dropFirst(symbology.lowerBound).prefix(symbology.count)
      .filter {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      }
    return POSReport(
      data: Array(content),
      symbology: letters.isEmpty ? nil : String(decoding: letters, as: UTF8.self),
      isContinued: continued.map { Self.bit($0, of: report) } ?? false)
  }

  private static func bit(_ bit: Int, of report: [UInt8]) -> Bool {
    guard report.indices.contains(bit / 8) else { return false }
    return report[bit / 8] >> (bit % 8) & 1 == 1
  }
}

/// One scanned data report.
public struct POSReport: Sendable, Equatable {
  public let data: [UInt8]
  public let symbology: String?
  public let isContinued: Bool

  public init(data: [UInt8], symbology: String?, isContinued: Bool) {
    self.data = data
    self.symbology = symbology
    self.isContinued = isContinued
  }
}

/// Joins the reports of one code.
public struct POSAssembler: Sendable {
  private var code: [UInt8] = []
  private var symbology: String?
  private var isTooLong = false

  public init() {}

  /// Takes a report; hands out the code that it completes.
  public mutating func append(_ report: POSReport) -> (code: [UInt8], symbology: String?)? {
    // The first report's identifier is the code's; later ones repeat it or are NUL.
    if code.isEmpty { symbology = report.symbology }
    isTooLong = isTooLong || code.count + report.data.count > CodeAssembler.longest
    if isTooLong { code.wipe() } else { code += report.data }
    guard !report.isContinued else { return nil }
    defer { reset() }
    return code.isEmpty ? nil : (code, symbology)
  }

  /// Whether reports of a code wait for the last one.
  public var isUnderWay: Bool { !code.isEmpty || isTooLong }

  /// Voids what is under way.
  public mutating func reset() {
    code.wipe()
    symbology = nil
    isTooLong = false
  }
}
