import Glibc

/// The two-byte characters a print head knows (protocols.md C.3).
public struct HanTable: Sendable {
  /// What a head prints for a code it has no glyph for.
  static let unprintable: Unicode.Scalar = "□"

  private static let firsts = 0x81...0xFE
  private static let seconds = 0x40...0xFE

  /// The name the printer reports for GS I 69.
  let reportedName: String
  private let scalars: [Unicode.Scalar?]

  /// GB18030's two-byte zone, which holds all of GBK.
  public static func gb18030() throws(SimulatorError) -> HanTable {
    try HanTable(charset: "GB18030", reportedName: "CHINA GB18030")
  }

  /// The 6,763 characters of GB2312 only, as cheap heads have it.
  public static func gb2312() throws(SimulatorError) -> HanTable {
    try HanTable(charset: "GB2312", reportedName: "CHINA GB2312")
  }

  private init(charset: String, reportedName: String) throws(SimulatorError) {
    guard let converter = iconv_open("UTF-32LE", charset), Int(bitPattern: converter) != -1 else {
      throw SimulatorError("iconv does not know the character set \(charset)")
    }
    defer { iconv_close(converter) }
    self.reportedName = reportedName
    scalars = Self.firsts.flatMap { first in
      Self.seconds.map { second in
        Self.convert(converter, UInt8(first), UInt8(second))
      }
    }
  }

  /// The character of a two-byte code, nil if the head has none.
  func scalar(_ first: UInt8, _ second: UInt8) -> Unicode.Scalar? {
    guard Self.firsts.contains(Int(first)), Self.seconds.contains(Int(second)) else { return nil }
    let row = Int(first) - Self.firsts.lowerBound
    return scalars[row * Self.seconds.count + Int(second) - Self.seconds.lowerBound]
  }

  private static func convert(
    _ converter: iconv_t, _ first: UInt8, _ second: UInt8
  ) -> Unicode.Scalar? {
    var input = [CChar(bitPattern: first), CChar(bitPattern: second)]
    var output: UInt32 = 0
    let written = input.withUnsafeMutableBufferPointer { source in
      withUnsafeMutableBytes(of: &output) { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var intoLeft = target.count
        // A pair left half-used by an error must not colour the next one.
        iconv(converter, nil, nil, nil, nil)
        let result = iconv(converter, &from, &fromLeft, &into, &intoLeft)
        return result == 0 && fromLeft == 0 ? target.count - intoLeft : 0
      }
    }
    guard written == 4, let scalar = Unicode.Scalar(UInt32(littleEndian: output)) else {
      return nil
    }
    return scalar
  }
}
