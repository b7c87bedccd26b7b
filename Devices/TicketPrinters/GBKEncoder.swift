import DeviceKit
import Glibc
import Hall

/// Text as the one- and two-byte codes a Chinese ticket printer knows. 国标码
///
/// The two-byte zone of GB18030 is GBK; cheap heads do not know the four-byte codes
/// (protocols.md C.3), so what needs four bytes is replaced.
final class GBKEncoder {
  /// 〓, the geta mark: "a character stands here that this font lacks".
  static let replacement: [UInt8] = [0xA1, 0xFE]

  private let converter: iconv_t

  /// - Throws: `hardwareError` where the C library came without its GB18030 table.
  init() throws(DeviceFault) {
    // iconv_open(3) returns (iconv_t)-1 for failure.
    guard let converter = iconv_open("GB18030", "UTF-8"), Int(bitPattern: converter) != -1 else {
      throw DeviceFault(.hardwareError, "iconv has no GB18030: gconv modules are missing")
    }
    self.converter = converter
  }

  deinit { iconv_close(converter) }

  /// The printable part of `text`: never a control byte, so no text becomes a command.
  func encode(_ text: String) -> [UInt8] {
    Sanitiser.line(text).unicodeScalars.flatMap { encode($0) }
  }

  private func encode(_ scalar: Unicode.Scalar) -> [UInt8] {
    if scalar.isASCII { return [UInt8(truncatingIfNeeded: scalar.value)] }
    var source = Array(String(scalar).utf8CString)
    var target = [CChar](repeating: 0, count: 8)
    let written: Int = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        // Without the terminating zero.
        var fromLeft = source.count - 1
        var toLeft = target.count
        let failed = iconv(converter, &from, &fromLeft, &to, &toLeft) == -1
        return failed ? 0 : target.count - toLeft
      }
    }
    // Both bytes lie above 0x3F, so that none can be taken for a control or DLE.
    guard written == 2 else { return Self.replacement }
    return target.prefix(2).map { UInt8(bitPattern: $0) }
  }
}
