import Glibc
import Hall

/// What the bytes of a code say.
public struct CodeText: Sendable, Equatable {
  /// Without control bytes and AIM prefix.
  public let text: String
  /// AIM symbology identifier without `]`, such as `Q1`.
  public let symbology: String?

  /// Reads a code; nil where its bytes are text in neither encoding, or where nothing is left.
  ///
  /// - Parameters:
  ///   - bytes: the code as the scanner sent it.
  ///   - symbology: as told beside the code (HID POS).
  ///   - hasPrefix: the scanner is set to put its AIM identifier before each code.
  public init?(_ bytes: [UInt8], symbology: String? = nil, hasPrefix: Bool = false) {
    var content = bytes[...]
    var identifier = symbology
    if hasPrefix, let prefix = AIMPrefix(content) {
      identifier = prefix.identifier
      content = content.dropFirst(AIMPrefix.length)
    }
    guard let decoded = Self.decode(Array(content)) else { return nil }
    // On one line and without what could command a terminal or a printer.
    let clean = Sanitiser.line(decoded, limit: CodeAssembler.longest)
    guard !clean.isEmpty else { return nil }
    text = clean
    self.symbology = identifier
  }

  /// UTF-8 where every byte fits, else GB18030: a code of GBK text is almost never valid UTF-8,
  /// the other way round it often is (protocols.md B.3).
  static func decode(_ bytes: [UInt8]) -> String? {
    String(validating: bytes, as: UTF8.self) ?? gb18030(bytes)
  }

  private static func gb18030(_ bytes: [UInt8]) -> String? {
    // iconv_open(3) returns (iconv_t)-1 where gconv's modules are missing.
    guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
      return nil
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // Two bytes of GB18030 become at most three of UTF-8, one becomes one.
    var output = [CChar](repeating: 0, count: bytes.count * 2 + 4)
    let length: Int? = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { into in
        var (source, target) = (from.baseAddress, into.baseAddress)
        var (sourceLeft, targetLeft) = (from.count, into.count)
        let result = iconv(converter, &source, &sourceLeft, &target, &targetLeft)
        // (size_t)-1: a byte sequence that is none stops it (EILSEQ), half a character at the end too (EINVAL).
        guard result != .max, sourceLeft == 0 else { return nil }
        return into.count - targetLeft
      }
    }
    guard let length else { return nil }
    return String(validating: output.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// `]`, a letter for the symbology and a digit for its options (ISO/IEC 15424): `]Q1`.
struct AIMPrefix {
  static let length = 3

  let identifier: String

  init?(_ bytes: ArraySlice<UInt8>) {
    let head = Array(bytes.prefix(Self.length))
    guard head.count == Self.length, head[0] == 0x5D, Self.isLetter(head[1]),
      Self.isLetter(head[2]) || (0x30...0x39).contains(head[2])
    else { return nil }
    identifier = String(decoding: head.dropFirst(), as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
