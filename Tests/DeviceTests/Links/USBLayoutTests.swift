import TestSupport
import Testing

@testable import DeviceKit

/// protocols.md A.6 and C.11: layouts are enumerated, addresses never hard-coded.
struct `A USB device's pipes` {
  static let split = FrameSplit(head: 7, lengthOffset: 5)
  static let vendor = InterfaceClass(0xFF, 0, 0)

  static func pipe(_ address: UInt8, _ kind: USBEndpoint.Kind = .bulk) -> USBEndpoint {
    USBEndpoint(address: address, kind: kind, packet: 64)
  }

  static func setting(
    _ interface: UInt8, _ alternate: UInt8, _ kind: InterfaceClass,
    _ pipes: [USBEndpoint]
  ) -> USBAlternate {
    USBAlternate(interface: interface, alternate: alternate, class: kind, endpoints: pipes)
  }

  func choose(
    _ settings: [USBAlternate], _ matches: [DeviceMatch] = [],
    split: FrameSplit? = split, quirks: Set<DeviceQuirk> = []
  ) throws -> USBLayout {
    try USBLayout.choose(from: settings, matches: matches, split: split, quirks: quirks)
  }

  @Test func `carry head and body apart where there are four`() throws {
    let layout = try choose([
      Self.setting(0, 0, Self.vendor, [0x06, 0x85, 0x02, 0x81].map { Self.pipe($0) })
    ])
    #expect(layout.split == Self.split)
    #expect(layout.output.map(\.address) == [0x02, 0x06])
    #expect(layout.input.map(\.address) == [0x81, 0x85])
  }

  @Test func `carry one stream where there are two, also for a driver with a split`() throws {
    let layout = try choose([Self.setting(0, 0, Self.vendor, [Self.pipe(0x83), Self.pipe(0x04)])])
    #expect(layout.split == nil)
    #expect(layout.output.map(\.address) == [0x04])
    #expect(layout.input.map(\.address) == [0x83])
  }

  @Test func `may be interrupt pipes`() throws {
    let layout = try choose([
      Self.setting(
        0, 0, InterfaceClass(3, 0, 0), [Self.pipe(0x81, .interrupt), Self.pipe(0x02, .interrupt)])
    ])
    #expect(layout.input.map(\.kind) == [.interrupt])
  }

  @Test func `are the vendor's own rather than a keyboard's or a disk's`() throws {
    let layout = try choose([
      Self.setting(0, 0, InterfaceClass(8, 6, 80), [Self.pipe(0x81), Self.pipe(0x01)]),
      Self.setting(1, 0, InterfaceClass(3, 0, 0), [Self.pipe(0x82), Self.pipe(0x02)]),
      Self.setting(2, 0, Self.vendor, [Self.pipe(0x83), Self.pipe(0x03)]),
    ])
    #expect(layout.interface == 2)
  }

  static let printers = [
    DeviceMatch(.usbInterface(class: 7, subclass: 1, protocol: nil), "a printer")
  ]

  @Test func `of a printer are the two-way setting's`() throws {
    let both = [Self.pipe(0x81), Self.pipe(0x01)]
    let layout = try choose(
      [
        Self.setting(0, 0, InterfaceClass(7, 1, 1), [Self.pipe(0x01)]),
        Self.setting(0, 1, InterfaceClass(7, 1, 3), both),
        Self.setting(0, 2, InterfaceClass(7, 1, 2), both),
        Self.setting(0, 3, InterfaceClass(7, 1, 4), both),
        Self.setting(1, 0, Self.vendor, both),
      ], Self.printers)
    #expect(layout.interface == 0)
    #expect(layout.alternate == 2)
    #expect(layout.input.map(\.address) == [0x81])
  }

  @Test func `of a printer may lead one way only`() throws {
    let oneWay = Self.setting(0, 0, InterfaceClass(7, 1, 1), [Self.pipe(0x01)])
    #expect(try choose([oneWay], Self.printers).input.isEmpty)
    let pretender = Self.setting(
      0, 0, InterfaceClass(7, 1, 2), [Self.pipe(0x81), Self.pipe(0x01)])
    #expect(try choose([pretender], Self.printers, quirks: [.oneWay]).input.isEmpty)
  }

  @Test func `that are no stream are a fault`() {
    for pipes in [[], [Self.pipe(0x81)], [Self.pipe(0x01)]] {
      let fault = #expect(throws: DeviceFault.self) {
        try choose([Self.setting(0, 0, Self.vendor, pipes)])
      }
      #expect(fault?.code == .protocolError)
    }
    #expect(throws: DeviceFault.self) { try choose([]) }
  }
}

struct `Frames on two pairs of pipes` {
  static let split = FrameSplit(head: 7, lengthOffset: 5)
  static let one = hex("AA AA AA 96 69 00 04 00 00 9F 9B")
  static let two = hex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")

  @Test func `are cut as their heads say`() {
    let parts = Self.split.parts(of: Self.one + Self.two)
    #expect(parts.map(\.pipe) == [0, 1, 0, 1])
    #expect(parts.map(\.bytes.count) == [7, 4, 7, 8])
    #expect(parts.flatMap(\.bytes) == Self.one + Self.two)
  }

  @Test func `are one stream again in whatever order the halves come`() {
    for bodyFirst in [false, true] {
      var joiner = FrameJoiner(Self.split)
      var joined: [UInt8] = []
      let parts = Self.split.parts(of: Self.one + Self.two)
      for part in bodyFirst ? parts.sorted(by: { $0.pipe > $1.pipe }) : parts {
        for byte in part.bytes { joined += joiner.take([byte], pipe: part.pipe) }
      }
      #expect(joined == Self.one + Self.two)
    }
  }

  @Test func `begin anew after half a one was given up`() {
    var joiner = FrameJoiner(Self.split)
    #expect(joiner.take(Array(Self.two.prefix(7)), pipe: 0).count == 7)
    #expect(joiner.take([0], pipe: 1) == [0])
    joiner.forget()
    var joined = joiner.take(Array(Self.one.prefix(7)), pipe: 0)
    joined += joiner.take(Array(Self.one.dropFirst(7)), pipe: 1)
    #expect(joined == Self.one)
  }

  @Test func `of noise neither trap nor fill the memory`() {
    var dice = Dice(state: 11)
    for shape in [
      Self.split, FrameSplit(head: 0, lengthOffset: 0), FrameSplit(head: 2, lengthOffset: 9),
    ] {
      var joiner = FrameJoiner(shape)
      var came = 0
      for round in 0..<2_000 {
        let noise = dice.bytes(0...64)
        came += joiner.take(noise, pipe: round % 3 == 0 ? 0 : 1).count
        #expect(shape.parts(of: noise).flatMap(\.bytes) == noise)
      }
      #expect(came > 0)
    }
  }
}

struct `A printer's device id` {
  @Test(arguments: [
    ("00 09 4D 46 47 3A 58 59 3B", "MFG:XY;"),
    // Little-endian, as some printers send it.
    ("09 00 4D 46 47 3A 58 59 3B", "MFG:XY;"),
    // A length that no answer has.
    ("FF FF 4D 46 47 3A 58 59 3B", "MFG:XY;"),
    // A buffer larger than the answer.
    ("00 09 4D 46 47 3A 58 59 3B 00 00", "MFG:XY;"),
    ("00 00 4D 46 47 3A 58 59 3B 00 00", "MFG:XY;"),
    ("00 02", ""), ("00", ""), ("", ""),
  ])
  func `is read though its length is wrong`(bytes: String, id: String) {
    #expect(PrinterID.text(of: hex(bytes)) == Array(id.utf8))
  }
}
