/// What one driver makes of one node, for whoever asks why it is taken or not.
public enum Judgement: Sendable, Equatable {
  /// A row of its table is about it; the address it would have in a configuration.
  case recognised(DeviceMatch, address: String)
  /// It is not taken by itself, and an address that names it would do.
  case byAddress(String, why: String)
  /// A row is nearly about it, and why not.
  case nearly(DeviceMatch, why: String)
  /// Nothing about it concerns this driver.
  case unrelated

  /// Nearer first.
  public var rank: Int {
    switch self {
    case .recognised: 0
    case .nearly: 1
    case .byAddress: 2
    case .unrelated: 3
    }
  }
}

extension DriverDescriptor {
  /// What this driver makes of a node.
  public func judge(_ node: HardwareNode) -> Judgement {
    if let (match, address) = recognises(node) { return .recognised(match, address: address) }
    // The product is known, its node is not the one this driver opens: a keypad's second interface,
    // a printer that usblp took.
    if let match = matches.first(where: { node.fits($0.rule) }) {
      let wanted = schemes.compactMap(\.subsystem).map(\.rawValue).sorted()
      return .nearly(
        match,
        why:
          "it is a \(node.subsystem.rawValue) node, this driver opens \(wanted.joined(separator: ", "))"
      )
    }
    for match in matches {
      if let why = node.nearMiss(match.rule) { return .nearly(match, why: why) }
    }
    guard let scheme = schemes.first(where: { $0.subsystem == node.subsystem }) else {
      return .unrelated
    }
    if scheme == .serial || matches.isEmpty {
      let place = node.port.map { "@\($0)" } ?? node.path
      return .byAddress(
        "\(scheme.rawValue):\(place)", why: "its ids say nothing of what is behind it")
    }
    return .unrelated
  }
}

extension HardwareNode {
  /// Why a row is nearly about this node; nil where it is about it or about something else.
  fileprivate func nearMiss(_ rule: DeviceMatch.Rule) -> String? {
    switch rule {
    case .usb(let wanted):
      guard let ids, ids.vendor == wanted.vendor, ids != wanted else { return nil }
      return "the maker's number is the same, the product is \(USBID.four(ids.product)) and not "
        + USBID.four(wanted.product)
    case .usbInterface(let code, let subclass, let wanted):
      let near = interfaces.first { $0.code == code && $0.subclass == subclass }
      guard let near, let wanted, near.protocol != wanted else { return nil }
      return "its interface is \(near), with another protocol than \([wanted].hex)"
    case .hidUsage(let page, let wanted):
      guard let wanted, let near = usages.first(where: { $0.page == page }), near.id != wanted
      else { return nil }
      return "its usage is \(String(near.id, radix: 16)) of the same page, and not "
        + String(wanted, radix: 16)
    case .videoCapture:
      return subsystem == .video4linux && !isCapture
        ? "it is a camera's other node: no frames come from it" : nil
    }
  }
}
