import Glibc

extension HardwareTree {
  /// The node that an address means now; nil where it has none (`tcp:`, `pcsc:`, `cups:`), where
  /// nothing is there, or where it fits more than one unit.
  ///
  /// - Parameters:
  ///   - address: as the configuration has it; links such as by-path ones are followed.
  ///   - matches: the driver's rows, which selectors such as `usb:auto` go by.
  /// - Returns: the node; of a camera or keyboard with several the first.
  public func node(at address: DeviceAddress, matches: [DeviceMatch]) -> HardwareNode? {
    switch address {
    case .hardware(let scheme, let selector, _):
      try? find(scheme, selector, matches: matches)
    case .serial(let path, _), .node(_, let path): node(atPath: path)
    case .tcp, .pcsc, .cups: nil
    }
  }

  /// The node that a path of the file system leads to.
  public func node(atPath path: String) -> HardwareNode? {
    let resolved = Self.resolved(path)
    return nodes.first { $0.path == path || $0.path == resolved }
  }

  /// The path behind links; nil where there is none.
  private static func resolved(_ path: String) -> String? {
    guard let end = realpath(path, nil) else { return nil }
    defer { free(end) }
    return String(cString: end)
  }
}

extension HardwareTree {
  /// Every node that a technician may mean: a path, an address, a port such as `1-2`, or USB ids.
  ///
  /// - Returns: nil where the text is none of these; empty where nothing is there.
  public func candidates(_ text: String) -> [HardwareNode]? {
    if text.hasPrefix("/") { return node(atPath: text).map { [$0] } ?? [] }
    if let ids = USBID(text) { return nodes.filter { $0.ids == ids } }
    if HardwareSelector.isPort(text[...]) { return nodes.filter { $0.port == text } }
    guard let address = try? DeviceAddress(text) else { return nil }
    switch address {
    case .serial(let path, _), .node(_, let path): return node(atPath: path).map { [$0] } ?? []
    case .hardware(let scheme, let selector, _):
      return nodes.filter { node in
        node.subsystem == scheme.subsystem
          && (selector.ids == nil || selector.ids == node.ids)
          && (selector.port == nil || selector.port == node.port)
          && (selector.serial == nil || selector.serial == node.serial)
      }
    case .tcp, .pcsc, .cups: return []
    }
  }
}
