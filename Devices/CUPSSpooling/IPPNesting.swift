/// How deep the collections of an IPP message lie in each other (RFC 8010, 3.1).
///
/// ippReadIO of libcups calls itself for each one inside another, and so does ippDelete: 128 kB of
/// nested beginnings end the stack, and the hall with it.
public enum IPPNesting {
  /// media-col-database, the deepest that printers send, has three.
  public static let limit = 8

  /// Version, operation or status, and number of the request.
  private static let headLength = 8
  private static let endOfAttributes: UInt8 = 0x03  // IPP_TAG_END
  private static let firstValueTag: UInt8 = 0x10  // IPP_TAG_UNSUPPORTED_VALUE
  private static let beginCollection: UInt8 = 0x34
  private static let endCollection: UInt8 = 0x37
  /// libcups takes its next four bytes for the tag, RFC 8010 the first four of the value; no
  /// printer sends it, and as a tag it could hide a collection.
  private static let extensionTag: UInt8 = 0x7F

  /// The depth of the deepest collection, 0 without any; nil where it is over ``limit``, or where
  /// the message is cut short or its parts are out of place. Total over any bytes.
  public static func depth(of message: [UInt8]) -> Int? {
    var rest = message.dropFirst(headLength)
    var depth = 0
    var deepest = 0
    while let tag = rest.popFirst() {
      if tag < firstValueTag {
        // Groups begin and end between attributes only.
        guard depth == 0 else { return nil }
        if tag == endOfAttributes { return deepest }
        continue
      }
      guard tag != extensionTag, takeField(&rest) != nil, let length = takeField(&rest) else {
        return nil
      }
      switch tag {
      case beginCollection:
        depth += 1
        deepest = max(deepest, depth)
        guard length == 0, depth <= limit else { return nil }
      case endCollection:
        depth -= 1
        guard length == 0, depth >= 0 else { return nil }
      default: break
      }
    }
    return nil
  }

  /// Takes a 16-bit length and as many bytes; answers with the length.
  private static func takeField(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
    let length = Int(high) << 8 | Int(low)
    guard rest.count >= length else { return nil }
    rest = rest.dropFirst(length)
    return length
  }
}
