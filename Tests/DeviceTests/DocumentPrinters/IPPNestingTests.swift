import TestSupport
import Testing

@testable import CUPSSpooling

struct `Collections in an IPP answer` {
  private static let head = hex("02 00 00 00 00 00 00 01")
  private static let charset = attribute(0x47, "attributes-charset", Array("utf-8".utf8))
  private static let language = attribute(0x48, "attributes-natural-language", Array("en".utf8))
  private static let end: [UInt8] = [0x03]

  private static func attribute(
    _ tag: UInt8, _ name: String = "", _ value: [UInt8] = []
  ) -> [UInt8] {
    [tag, 0, UInt8(name.utf8.count)] + Array(name.utf8) + [0, UInt8(value.count)] + value
  }

  /// `levels` collections, each the only member of the one before.
  private static func nested(_ levels: Int, isClosed: Bool = true) -> [UInt8] {
    var bytes = head + [0x01] + charset + language + [0x04] + attribute(0x34, "media-col")
    for _ in 1..<levels { bytes += attribute(0x4A, "", Array("m".utf8)) + attribute(0x34) }
    guard isClosed else { return bytes }
    for _ in 0..<levels { bytes += attribute(0x37) }
    return bytes + end
  }

  @Test func `are as deep as they lie, and libcups reads them so`() {
    let plain =
      Self.head + [0x01] + Self.charset + Self.language + [0x04]
      + Self.attribute(0x23, "printer-state", [0, 0, 0, 3]) + Self.end
    #expect(IPPNesting.depth(of: plain) == 0)
    #expect(IPPMessage.parse(plain)?.integer("printer-state") == 3)
    #expect(IPPNesting.depth(of: plain + hex("25 50 44 46")) == 0, "data follows the attributes")
    for levels in 1...IPPNesting.limit {
      #expect(IPPNesting.depth(of: Self.nested(levels)) == levels)
      let isRead = IPPMessage.parse(Self.nested(levels)) != nil
      #expect(isRead)
    }
  }

  @Test func `deeper than any printer's are refused before libcups sees them`() {
    for levels in [IPPNesting.limit + 1, 1_000, 100_000] {
      for isClosed in [true, false] {
        let bytes = Self.nested(levels, isClosed: isClosed)
        #expect(IPPNesting.depth(of: bytes) == nil)
        let isRefused = IPPMessage.parse(bytes) == nil
        #expect(isRefused)
      }
    }
  }

  @Test func `that are cut or out of place are refused`() {
    let whole = Self.nested(3)
    for length in 0..<whole.count {
      #expect(IPPNesting.depth(of: Array(whole.prefix(length))) == nil, "\(length) bytes")
    }
    let group = Self.head + [0x04]
    let collection = Self.attribute(0x34, "c")
    for broken in [
      group + Self.attribute(0x37) + Self.end,
      group + collection + [0x04] + Self.attribute(0x37) + Self.end,
      group + collection + Self.end,
      group + Self.attribute(0x34, "c", [1]) + Self.attribute(0x37) + Self.end,
      // libcups takes it for a collection.
      group + hex("7F 00 00 00 34 00 01 63 00 00") + Self.attribute(0x37) + Self.end,
    ] {
      #expect(IPPNesting.depth(of: broken) == nil)
    }
  }

  @Test func `of random bytes never trap and never pass the limit`() {
    var dice = Dice(state: 0x1BB)
    let parts = [
      Self.attribute(0x34), Self.attribute(0x37), [0x04], Self.end, [0x7F], [0x21, 0xFF],
    ]
    for _ in 0..<5_000 {
      var bytes = Self.head
      for _ in 0..<Int.random(in: 0...40, using: &dice) {
        bytes += parts.randomElement(using: &dice) ?? []
        if Int.random(in: 0..<8, using: &dice) == 0 { bytes += dice.bytes(0...3) }
      }
      if let depth = IPPNesting.depth(of: bytes) { #expect((0...IPPNesting.limit).contains(depth)) }
    }
  }
}
