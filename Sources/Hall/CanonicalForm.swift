/// Bytes to be hashed or signed, the same in every version of Hallway and easy to make in any
/// language, so that what they protect can be verified without it.
///
///     1 byte    the version of the form
///     then each field as
///       4 bytes  its length, big-endian; FF FF FF FF where there is no value
///       n bytes  text as UTF-8, an integer as 8 bytes, big-endian, bytes as they are
///
/// Lengths stand before the bytes, so no two lists of fields share a form.
public struct CanonicalForm: Sendable {
  public private(set) var bytes: [UInt8]

  public init(version: UInt8) {
    bytes = [version]
    bytes.reserveCapacity(256)
  }

  public mutating func put(_ text: String?) {
    guard let text else { return putNothing() }
    putLength(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  public mutating func put(_ integer: Int64?) {
    guard let integer else { return putNothing() }
    putLength(8)
    withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func put(_ value: [UInt8]?) {
    guard let value else { return putNothing() }
    putLength(value.count)
    bytes.append(contentsOf: value)
  }

  private mutating func putNothing() { bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }

  private mutating func putLength(_ count: Int) {
    let length = UInt32(truncatingIfNeeded: count)
    withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
