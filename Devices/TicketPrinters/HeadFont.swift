import DeviceKit
import Glibc

/// The characters a print head has in its own font, and their codes. 国标码
///
/// The two-byte zone of GB18030 holds GBK, which holds GB2312, each with the same codes. Four-byte
/// codes are in no head (protocols.md C.3); who is not here is drawn.
final class HeadFont {
  /// 〓, the geta mark: "a character stands here that no font has"; `?` without Chinese.
  var replacement: (text: String, code: [UInt8]) {
    charset == .ascii ? ("?", [0x3F]) : ("〓", [0xA1, 0xFE])
  }

  private let charset: TicketPrinterProfile.Charset
  private let encoder: iconv_t
  private let decoder: iconv_t
  /// What was looked up: two conversions a character, of which a ticket has hundreds, made encoding
  /// no faster than python-escpos' (`make bench`).
  private var known: [Unicode.Scalar: [UInt8]] = [:]
  private static let mostKnown = 4096

  /// - Throws: `hardwareError` where the C library came without its Chinese tables.
  init(_ charset: TicketPrinterProfile.Charset) throws(DeviceFault) {
    self.charset = charset
    encoder = try Self.open(to: "GB18030", from: "UTF-8")
    do {
      decoder = try Self.open(
        to: "UTF-32LE", from: charset == .ascii ? "ASCII" : charset.rawValue)
    } catch {
      iconv_close(encoder)
      throw error
    }
  }

  deinit {
    iconv_close(encoder)
    iconv_close(decoder)
  }

  /// One byte for ASCII, two for Chinese; nil for what the head can not print. No byte of a code
  /// is a control byte, so no text becomes a command.
  func code(of scalar: Unicode.Scalar) -> [UInt8]? {
    if scalar.isASCII {
      return (0x20...0x7E).contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : nil
    }
    // GB18030 maps private-use characters to its user-defined zones, which are blank in every
    // head; cards store rare names so.
    if scalar.properties.generalCategory == .privateUse { return nil }
    guard charset != .ascii else { return nil }
    if let known = known[scalar] { return known.isEmpty ? nil : known }
    // A hall's tickets use some hundred characters; whoever sends every one there is starts anew.
    if known.count >= Self.mostKnown { known.removeAll() }
    let code = lookUp(scalar)
    known[scalar] = code
    return code.isEmpty ? nil : code
  }

  /// Two bytes, or none where the head lacks the character.
  private func lookUp(_ scalar: Unicode.Scalar) -> [UInt8] {
    let code = Self.convert(encoder, Array(String(scalar).utf8), room: 8)
    // Lead 0x81...0xFE, trail 0x40...0xFE without 0x7F.
    guard code.count == 2, code.allSatisfy({ $0 >= 0x40 && $0 != 0x7F }) else { return [] }
    // A smaller set has the same codes, but not all of them.
    guard Self.convert(decoder, code, room: 8).count == 4 else { return [] }
    return code
  }

  private static func open(to target: String, from source: String) throws(DeviceFault) -> iconv_t {
    // iconv_open(3) returns (iconv_t)-1 for failure.
    guard let converter = iconv_open(target, source), Int(bitPattern: converter) != -1 else {
      throw DeviceFault(.hardwareError, "iconv has no \(source): gconv modules are missing")
    }
    return converter
  }

  /// The conversion of one character, empty where there is none.
  private static func convert(_ converter: iconv_t, _ bytes: [UInt8], room: Int) -> [UInt8] {
    var source = bytes.map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: room)
    let written: Int = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        var fromLeft = source.count
        var toLeft = target.count
        // A code left half-used by an error must not colour the next one.
        iconv(converter, nil, nil, nil, nil)
        let failed = iconv(converter, &from, &fromLeft, &to, &toLeft) != 0
        return failed || fromLeft > 0 ? 0 : target.count - toLeft
      }
    }
    return target.prefix(written).map { UInt8(bitPattern: $0) }
  }
}
