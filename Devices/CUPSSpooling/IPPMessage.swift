import CCUPS
import DeviceKit
import Hall

/// One IPP request or answer, freed with its owner.
struct IPPMessage: ~Copyable {
  /// A printer's answer has some kilobytes; what is longer is no printer's.
  static let limit = 1 << 20
  /// Values of one attribute that are looked at.
  private static let valueLimit: Int32 = 64

  let raw: OpaquePointer

  /// A request with the attributes every request has (RFC 8011, 4.1.4 and 4.1.5).
  init(_ operation: ipp_op_t, to destination: CUPSDestination) throws(DeviceFault) {
    guard let raw = ippNewRequest(operation) else {
      throw DeviceFault(.hardwareError, "no memory for an IPP request")
    }
    self.raw = raw
    add("printer-uri", destination.uri, as: IPP_TAG_URI)
    add("requesting-user-name", String(cString: cupsUser()), as: IPP_TAG_NAME)
  }

  private init(adopting raw: OpaquePointer) { self.raw = raw }

  /// An answer as it came over the wire; nil where it is none, or nested deeper than libcups may
  /// be trusted with.
  static func parse(_ bytes: [UInt8]) -> IPPMessage? {
    guard IPPNesting.depth(of: bytes) != nil, let raw = ippNew() else { return nil }
    let message = IPPMessage(adopting: raw)
    var source = bytes[...]
    let state = withUnsafeMutablePointer(to: &source) { source in
      ippReadIO(
        source,
        { context, buffer, count in
          guard let buffer,
            let source = context?.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          else { return -1 }
          let part = source.pointee.prefix(count)
          guard !part.isEmpty else { return -1 }
          for (offset, byte) in part.enumerated() { buffer[offset] = byte }
          source.pointee = source.pointee.dropFirst(part.count)
          return part.count
        }, 1, nil, raw)
    }
    guard state == IPP_STATE_DATA else { return nil }
    return message
  }

  deinit { ippDelete(raw) }

  // MARK: Requests

  func add(
    _ name: String, _ value: String, as tag: ipp_tag_t, in group: ipp_tag_t = IPP_TAG_OPERATION
  ) {
    _ = ippAddString(raw, group, tag, name, nil, value)
  }

  func add(
    _ name: String, _ value: Int, as tag: ipp_tag_t = IPP_TAG_INTEGER,
    in group: ipp_tag_t = IPP_TAG_OPERATION
  ) {
    _ = ippAddInteger(raw, group, tag, name, Int32(clamping: value))
  }

  func add(_ name: String, _ value: Bool) {
    _ = ippAddBoolean(raw, IPP_TAG_OPERATION, name, value ? 1 : 0)
  }

  func ask(for attributes: [String]) {
    let list = ippAddStrings(
      raw, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
      Int32(clamping: attributes.count), nil, nil)
    var attribute = list
    for (index, name) in attributes.enumerated() {
      _ = ippSetString(raw, &attribute, Int32(clamping: index), name)
    }
  }

  // MARK: Answers

  var status: ipp_status_t { ippGetStatusCode(raw) }

  func integer(_ name: String) -> Int? {
    guard let attribute = ippFindAttribute(raw, name, IPP_TAG_ZERO) else { return nil }
    let tag = ippGetValueTag(attribute)
    guard tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM else { return nil }
    return Int(ippGetInteger(attribute, 0))
  }

  func boolean(_ name: String) -> Bool? {
    ippFindAttribute(raw, name, IPP_TAG_BOOLEAN).map { ippGetBoolean($0, 0) != 0 }
  }

  /// Whether there is a value, as opposed to the out-of-band `no-value`; nil without the attribute.
  func hasValue(_ name: String) -> Bool? {
    guard let attribute = ippFindAttribute(raw, name, IPP_TAG_ZERO) else { return nil }
    // Out-of-band tags are 0x10 to 0x1F (RFC 8010, 3.5.2).
    return !(0x10...0x1F).contains(ippGetValueTag(attribute).rawValue)
  }

  func text(_ name: String) -> String? {
    ippFindAttribute(raw, name, IPP_TAG_ZERO).flatMap { Self.string($0, 0) }
      .map { Sanitiser.line($0) }
  }

  /// The values of a keyword attribute, in lower-case letters, digits, `.`, `_` and `-` only
  /// (RFC 8011, 5.1.4), without `none`.
  func keywords(_ name: String) -> [String] {
    guard let attribute = ippFindAttribute(raw, name, IPP_TAG_ZERO) else { return [] }
    let count = max(0, min(ippGetCount(attribute), Self.valueLimit))
    return (0..<count).compactMap { Self.string(attribute, $0) }
      .map {
        $0.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
      }
      .filter { !$0.isEmpty && $0 != "none" }
  }

  private static func string(_ attribute: OpaquePointer, _ index: Int32) -> String? {
    ippGetString(attribute, index, nil).map { String(cString: $0) }
  }
}
