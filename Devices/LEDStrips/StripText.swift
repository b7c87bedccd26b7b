import Glibc
import Hall

/// A line as a strip can show it: no control characters, no more cells than it has.
enum StripText {
  /// The longest beginning of `text` that fits, also into so many bytes of UTF-8; a wide character
  /// is never cut in half.
  static func fitted(_ text: String, cells: Int, bytes: Int = .max) -> String {
    var line = String.UnicodeScalarView()
    var used = 0
    var length = 0
    for scalar in Sanitiser.line(text).unicodeScalars {
      used += TextWidth.cells(scalar)
      length += UTF8.width(scalar)
      guard used <= cells, length <= bytes else { break }
      line.append(scalar)
    }
    return String(line)
  }

  /// The text in GBK, `?` for what it lacks: a sign says numbers and windows, never names.
  static func gbk(_ text: String) -> [UInt8] {
    // GB18030's two-byte zone is GBK; what it writes in four bytes no font card has.
    guard let converter = iconv_open("GB18030", "UTF-8"), Int(bitPattern: converter) != -1 else {
      // Without the C library's table at least the number shows.
      return text.unicodeScalars.map { $0.isASCII ? UInt8(truncatingIfNeeded: $0.value) : 0x3F }
    }
    defer { iconv_close(converter) }
    return text.unicodeScalars.flatMap { scalar -> [UInt8] in
      if scalar.isASCII { return [UInt8(truncatingIfNeeded: scalar.value)] }
      let code = convert(scalar, by: converter)
      return code.count == 2 ? code : [0x3F]
    }
  }

  private static func convert(_ scalar: Unicode.Scalar, by converter: iconv_t) -> [UInt8] {
    var source = Array(String(scalar).utf8CString.dropLast())
    var target = [CChar](repeating: 0, count: 8)
    let written = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var into = target.baseAddress
        var intoLeft = target.count
        let result = iconv(converter, &from, &fromLeft, &into, &intoLeft)
        return result == 0 ? target.count - intoLeft : 0
      }
    }
    return target.prefix(written).map { UInt8(bitPattern: $0) }
  }
}
