/// What the reports of a HID device mean: its fields, where their bits lie and whether reports are
/// numbered (USB HID 1.11, section 6.2.2).
///
/// A total reader of bytes that a device chose: it never traps, works in time proportional to the
/// descriptor and keeps no more fields than the descriptor has items.
public struct HIDReportDescriptor: Sendable, Equatable {
  /// A usage with its page, such as page 09 usage 1, "button 1".
  public struct Usage: Sendable, Hashable {
    public let page: UInt16
    public let id: UInt16

    public init(page: UInt16, id: UInt16) {
      self.page = page
      self.id = id
    }
  }

  /// The main item a field comes from.
  public enum Direction: Sendable, Equatable { case input, output, feature }

  /// One main item: `count` values of `bits` bits each, side by side.
  public struct Field: Sendable, Equatable {
    public let direction: Direction
    /// The number of the report it is in, 0 where reports are not numbered.
    public let reportID: UInt8
    /// Where its first bit lies in the report, counted behind the report's number.
    public let bitOffset: Int
    /// Bits of one value.
    public let bits: Int
    public let count: Int
    /// Signed, as the descriptor has it.
    public let logicalRange: ClosedRange<Int32>?
    /// Padding: constant, never a value.
    public let isConstant: Bool
    /// One value for each usage; otherwise each value names a usage (an array, such as key codes).
    public let isVariable: Bool
    /// The usages in order, as ranges of one page each.
    public let usages: [UsageRange]
    /// The application collection it lies in; nil outside of any.
    public let application: Usage?

    /// What value number `index` means; nil for padding and arrays.
    public func usage(of index: Int) -> Usage? {
      guard isVariable, (0..<count).contains(index), let last = usages.last else { return nil }
      var rest = index
      for range in usages {
        let size = Int(range.last) - Int(range.first) + 1
        if rest < size {
          return Usage(page: range.page, id: range.first &+ UInt16(truncatingIfNeeded: rest))
        }
        rest -= size
      }
      // HID 1.11, 6.2.2.8: the last usage applies to what is left.
      return Usage(page: last.page, id: last.last)
    }

    /// Value number `index` of a report without its number, unsigned; nil where the report is too
    /// short or the value is wider than 32 bits.
    public func value(_ index: Int, in report: some RandomAccessCollection<UInt8>) -> UInt32? {
      guard (0..<count).contains(index), (1...32).contains(bits) else { return nil }
      let first = bitOffset + index * bits
      guard first + bits <= report.count * 8 else { return nil }
      var value: UInt32 = 0
      for bit in 0..<bits {
        let place = first + bit
        let byte = report[report.index(report.startIndex, offsetBy: place / 8)]
        if byte & (1 << UInt8(place % 8)) != 0 { value |= 1 << UInt32(bit) }
      }
      return value
    }
  }

  public struct UsageRange: Sendable, Equatable {
    public let page: UInt16
    public let first: UInt16
    public let last: UInt16

    public init(page: UInt16, _ range: ClosedRange<UInt16>) {
      self.page = page
      first = range.lowerBound
      last = range.upperBound
    }
  }

  /// Why bytes are no report descriptor.
  public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
    public let offset: Int
    public let reason: String
    public var description: String { "report descriptor, byte \(offset): \(reason)" }
  }

  /// HID_MAX_DESCRIPTOR_SIZE of linux/hid.h.
  static let longest = 4096
  /// Reports longer than HID_MAX_BUFFER_SIZE (16384) the kernel refuses as well.
  static let longestReport = 16_384

  public let fields: [Field]
  /// The usages of its outermost collections, in order.
  public let applications: [Usage]

  /// Whether the first byte of every report is its number.
  public var isNumbered: Bool { fields.contains { $0.reportID != 0 } }

  /// Reads a descriptor as the kernel or the device hands it out.
  public init(_ bytes: [UInt8]) throws(ParseError) {
    var parser = HIDItemParser()
    guard bytes.count <= Self.longest else {
      throw ParseError(offset: Self.longest, reason: "longer than \(Self.longest) bytes")
    }
    var offset = 0
    while offset < bytes.count {
      let head = bytes[offset]
      if head == 0xFE {
        // A long item: size, tag, data; HID 1.11 defines none, so it is passed over.
        guard offset + 2 < bytes.count else { throw Self.cut(offset) }
        let end = offset + 3 + Int(bytes[offset + 1])
        guard end <= bytes.count else { throw Self.cut(offset) }
        offset = end
        continue
      }
      let size = [0, 1, 2, 4][Int(head & 0x03)]
      guard offset + 1 + size <= bytes.count else { throw Self.cut(offset) }
      let data = bytes[(offset + 1)..<(offset + 1 + size)]
      if let reason = parser.take(tag: head & 0xFC, data: data) {
        throw ParseError(offset: offset, reason: reason)
      }
      offset += 1 + size
    }
    guard parser.isClosed else { throw ParseError(offset: offset, reason: "a collection is open") }
    fields = parser.fields
    applications = parser.applications
  }

  private static func cut(_ offset: Int) -> ParseError {
    ParseError(offset: offset, reason: "the item is cut off")
  }

  /// Bytes of a report in that direction behind its number.
  public func reportLength(_ direction: Direction, id: UInt8 = 0) -> Int {
    let end =
      fields.filter { $0.direction == direction && $0.reportID == id }
      .map { $0.bitOffset + $0.bits * $0.count }.max() ?? 0
    return (end + 7) / 8
  }

  /// A report as hidraw hands it out, taken apart into number and rest; nil for an empty one.
  public func split(_ report: [UInt8]) -> (id: UInt8, payload: ArraySlice<UInt8>)? {
    guard let first = report.first else { return nil }
    return isNumbered ? (first, report.dropFirst()) : (0, report[...])
  }
}
