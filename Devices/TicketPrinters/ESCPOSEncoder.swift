public import DeviceKit
public import Hall

/// The printer's language, bytes only (protocols.md C).
public enum ESCPOS {
  /// `ESC @`: clears the print buffer and modes.
  static let initialise: [UInt8] = [0x1B, 0x40]
  /// `FS &`: two-byte codes are Chinese (C.3).
  static let chineseOn: [UInt8] = [0x1C, 0x26]
  /// `GS a`: report online, error and paper changes by itself (C.8: 02 | 04 | 08).
  static let statusBackOn: [UInt8] = [0x1D, 0x61, 0x0E]
  /// `GS V 66 0`: feed to the cutter, partial cut; the safest on clones (C.2).
  static let cut: [UInt8] = [0x1D, 0x56, 0x42, 0x00]
  /// `DLE ENQ 2`: leave the error and forget what is buffered (C.9).
  static let recoverAndClear: [UInt8] = [0x10, 0x05, 0x02]

  /// `DLE EOT n` (C.7).
  public enum Question: UInt8, Sendable, CaseIterable {
    case printer = 1
    case offlineCause = 2
    case error = 3
    case paper = 4

    public var bytes: [UInt8] { [0x10, 0x04, rawValue] }
  }

  /// The mark that the printer sends back once all before it is on paper: `GS ( H` (C.9).
  public struct JobMark: Hashable, Sendable {
    /// Four bytes of 20...7E.
    public let bytes: [UInt8]

    private static let base: UInt32 = 95
    private static let count = base * base * base * base

    /// Marks repeat after 95^4 jobs; start a printer's series anywhere.
    public init(_ number: UInt32) {
      var rest = number % Self.count
      var bytes: [UInt8] = []
      for _ in 0..<4 {
        bytes.append(UInt8(0x20 + rest % Self.base))
        rest /= Self.base
      }
      self.bytes = bytes
    }

    public var request: [UInt8] { [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + bytes }
    public var answer: [UInt8] { [0x37, 0x22] + bytes + [0x00] }
  }
}

/// Turns slips into bytes for one width of paper.
public struct ESCPOSEncoder {
  /// A QR code of level M holds 2331 bytes; beyond this it no longer fits 58 mm paper.
  public static let longestQR = 500
  /// 1...20, as ``Slip/Element/feed(_:)`` says.
  static let feeds = 1...20

  private let columns: Int
  private let glyphs: GBKEncoder

  /// - Parameter dotsPerLine: 384 for 58 mm paper, 576 for 80 mm, some 512 or 640 (C.1).
  /// - Throws: `hardwareError` where the C library can not encode Chinese.
  public init(dotsPerLine: Int) throws(DeviceFault) {
    // A cell of font A is 12 dots wide.
    columns = max(1, min(dotsPerLine, 2000) / 12)
    glyphs = try GBKEncoder()
  }

  /// The job without its mark.
  ///
  /// - Throws: `protocolError` for a QR code that is empty or too long: nothing was printed then.
  public func encode(_ slip: Slip) throws(DeviceFault) -> [UInt8] {
    var bytes = ESCPOS.initialise + ESCPOS.statusBackOn + ESCPOS.chineseOn
    for element in slip.elements {
      switch element {
      case .line(let text, let size, let bold, let align):
        bytes += Self.style(size: size, bold: bold, align: align)
        bytes += glyphs.encode(text) + [0x0A]
      case .rule:
        bytes += Self.style(size: .normal, bold: false, align: .left)
        bytes += [UInt8](repeating: UInt8(ascii: "-"), count: columns) + [0x0A]
      case .feed(let lines):
        let count = min(max(lines, Self.feeds.lowerBound), Self.feeds.upperBound)
        bytes += [0x1B, 0x64, UInt8(count)]
      case .qr(let text): bytes += try qr(text)
      }
    }
    return bytes + Self.style(size: .normal, bold: false, align: .left) + ESCPOS.cut
  }

  private static func style(size: Slip.Size, bold: Bool, align: Slip.Alignment) -> [UInt8] {
    let (chinese, all): (UInt8, UInt8) =
      switch size {
      case .normal: (0x00, 0x00)
      case .double: (0x0C, 0x11)
      case .huge: (0x0C, 0x55)
      }
    // `FS !` first: where `GS !` applies to Chinese too its larger size wins, and where it does
    // not Chinese is at least doubled.
    return [0x1B, 0x61, align == .centre ? 1 : 0]
      + [0x1C, 0x21, chinese, 0x1D, 0x21, all, 0x1B, 0x45, bold ? 1 : 0]
  }

  /// Model 2, module of 6 dots (a phone reads it at arm's length), level M (C.4).
  private func qr(_ text: String) throws(DeviceFault) -> [UInt8] {
    let data = Array(Sanitiser.line(text, limit: .max).utf8)
    guard !data.isEmpty, data.count <= Self.longestQR else {
      throw DeviceFault(
        .protocolError, "a QR code of \(data.count) bytes; 1...\(Self.longestQR) can be printed")
    }
    let length = data.count + 3
    let prefix: [UInt8] = [0x1D, 0x28, 0x6B]
    let model = prefix + [0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
    let module = prefix + [0x03, 0x00, 0x31, 0x43, 0x06]
    let level = prefix + [0x03, 0x00, 0x31, 0x45, 0x31]
    let store = prefix + [UInt8(length & 0xFF), UInt8(length >> 8), 0x31, 0x50, 0x30] + data
    let print = prefix + [0x03, 0x00, 0x31, 0x51, 0x30]
    let centre: [UInt8] = [0x1B, 0x61, 0x01]
    return centre + model + module + level + store + print + [0x0A]
  }
}
