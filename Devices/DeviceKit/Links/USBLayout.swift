/// One pipe of a USB interface, as its endpoint descriptor says (USB 2.0, 9.6.6).
struct USBEndpoint: Equatable, Sendable {
  enum Kind: Sendable { case bulk, interrupt }

  /// Bit 7 is set where it leads to the host.
  let address: UInt8
  let kind: Kind
  let packet: Int

  var isIn: Bool { address & 0x80 != 0 }
}

/// One alternate setting of a USB interface.
struct USBAlternate: Equatable, Sendable {
  let interface: UInt8
  let alternate: UInt8
  let `class`: InterfaceClass
  /// Bulk and interrupt pipes only, in the order of their descriptors.
  let endpoints: [USBEndpoint]
}

/// How a device is spoken to: chosen by looking at what it offers, never by a table of addresses
/// (protocols.md A.6: the same ids are sold with two layouts).
struct USBLayout: Equatable, Sendable {
  let interface: UInt8
  let alternate: UInt8
  let `class`: InterfaceClass
  /// One pipe, or the head's and the body's; none where the device is one-way.
  let input: [USBEndpoint]
  let output: [USBEndpoint]
  /// nil for one plain stream in each direction.
  let split: FrameSplit?

  /// The best of what a device offers.
  /// - Throws: `protocolError` where nothing of it is a stream.
  static func choose(
    from alternates: [USBAlternate], matches: [DeviceMatch], split: FrameSplit?,
    quirks: Set<DeviceQuirk> = []
  ) throws(DeviceFault) -> USBLayout {
    var best: (layout: USBLayout, score: Int)?
    for alternate in alternates {
      guard let layout = USBLayout(alternate, split: split, oneWay: quirks.contains(.oneWay))
      else { continue }
      let score = layout.score(matches)
      if let best, best.score >= score { continue }
      best = (layout, score)
    }
    guard let best else {
      throw DeviceFault(
        .protocolError, "none of its \(alternates.count) interface settings has usable pipes")
    }
    return best.layout
  }

  private init?(_ alternate: USBAlternate, split: FrameSplit?, oneWay: Bool) {
    guard !Self.foreign.contains(alternate.class.code), alternate.class != Self.ippOverUSB else {
      return nil
    }
    interface = alternate.interface
    self.alternate = alternate.alternate
    `class` = alternate.class
    let bulk = alternate.endpoints.filter { $0.kind == .bulk }
    let (ins, outs) = (bulk.filter(\.isIn), bulk.filter { !$0.isIn })
    if let split, ins.count == 2, outs.count == 2 {
      // The head's pipes have the lower addresses: 81 and 02, the body's are 85 and 06.
      input = ins.sorted { $0.address < $1.address }
      output = outs.sorted { $0.address < $1.address }
      self.split = split
      return
    }
    self.split = nil
    let anyOut = outs.first ?? alternate.endpoints.first { !$0.isIn }
    let anyIn = ins.first ?? alternate.endpoints.first { $0.isIn }
    guard let anyOut else { return nil }
    output = [anyOut]
    let isPrinter = alternate.class.isPrinter
    if oneWay && isPrinter || alternate.class == .oneWayPrinter {
      input = []
    } else if let anyIn {
      input = [anyIn]
    } else if isPrinter {
      input = []
    } else {
      return nil
    }
  }

  /// What is certainly something else: sound, storage, hub, video, radio.
  private static let foreign: Set<UInt8> = [0x01, 0x08, 0x09, 0x0E, 0xE0]
  /// A whole HTTP server, and no stream of printer commands.
  private static let ippOverUSB = InterfaceClass(7, 1, 4)

  private func score(_ matches: [DeviceMatch]) -> Int {
    let isWanted = matches.contains { row in
      guard case .usbInterface(let code, let subclass, let wanted) = row.rule else { return false }
      return code == `class`.code && subclass == `class`.subclass
        && (wanted == nil || wanted == `class`.protocol)
    }
    let kinship =
      switch `class`.code {
      // Vendor's own: Synjones' readers have their stream there (protocols.md A.6).
      case 0xFF: 300
      case 0x07: 250
      // A keyboard's interface is seldom the one to talk to.
      case 0x03: 100
      default: 200
      }
    let pipes = input + output
    let shape = split != nil ? 40 : pipes.allSatisfy { $0.kind == .bulk } ? 30 : 10
    // Two-way before one-way before IEEE 1284.4, whose packets nobody here speaks.
    let way = `class`.isPrinter ? [0, 1, 2][safe: Int(`class`.protocol)] ?? 0 : 0
    return (isWanted ? 1000 : 0) + kinship + shape + way
  }
}

extension InterfaceClass {
  static let oneWayPrinter = InterfaceClass(7, 1, 1)

  var isPrinter: Bool { code == 7 && subclass == 1 }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
