import Glibc

/// Decodes GBK by way of GB 18030, its superset, with iconv(3).
enum GBKText {
  /// nil for bytes that are no text in it.
  static func decode(_ bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "" }
    // iconv_open(3) returns (iconv_t)-1 for failure.
    guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
      return nil
    }
    defer { iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    // One GBK character of two bytes has three in UTF-8, one of four bytes has four.
    var target = [CChar](repeating: 0, count: bytes.count * 3)
    let written: Int? = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        var fromLeft = source.count
        var toLeft = target.count
        let failed = iconv(converter, &from, &fromLeft, &to, &toLeft) == -1
        return failed ? nil : target.count - toLeft
      }
    }
    guard let written else { return nil }
    return String(
      validating: target.prefix(written).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
