/// What is plugged in at one moment.
public struct HardwareTree: Sendable, Equatable {
  public let nodes: [HardwareNode]

  public init(_ nodes: [HardwareNode]) { self.nodes = nodes }

  /// The one node that is meant.
  ///
  /// Several nodes of one unit (a keyboard's two interfaces, a camera's metadata node) are no
  /// ambiguity: the first that fits is taken. Two units are, and nothing is guessed then.
  /// - Throws: `absent`, or `protocolError` with the ports where the selector fits several units.
  func find(
    _ scheme: DeviceAddress.Scheme, _ selector: HardwareSelector, matches: [DeviceMatch]
  ) throws(DeviceFault) -> HardwareNode {
    guard let subsystem = scheme.subsystem else {
      throw DeviceFault(.absent, "\(scheme.rawValue) has no hardware nodes")
    }
    let fitting = nodes.filter { node in
      node.subsystem == subsystem && node.fits(selector, scheme: scheme, matches: matches)
    }.sorted(by: Self.isBefore)
    guard let first = fitting.first else {
      throw DeviceFault(.absent, "nothing that \(scheme.rawValue):\(selector) selects is there")
    }
    let places = Set(fitting.map(\.place)).sorted()
    guard places.count == 1 else {
      throw DeviceFault(
        .protocolError,
        "\(scheme.rawValue):\(selector) selects \(places.count) units, at "
          + "\(places.joined(separator: ", ")); name one by its port, such as "
          + "\(scheme.rawValue):\(selector.ids?.description ?? "")@\(places[0])")
    }
    return first
  }

  /// Interface by interface, and in the order the kernel numbered the nodes: `event9` before
  /// `event10`.
  private static func isBefore(_ a: HardwareNode, _ b: HardwareNode) -> Bool {
    let (first, second) = (a.interfaceNumber ?? 0, b.interfaceNumber ?? 0)
    if first != second { return first < second }
    if a.path.utf8.count != b.path.utf8.count { return a.path.utf8.count < b.path.utf8.count }
    return a.path < b.path
  }

  /// What came and went since `old`; a node of which something else is known now, such as the
  /// interfaces that follow a USB device, did both.
  ///
  /// `touched` holds the sysfs folders that went in between: a unit pulled and plugged in again
  /// between two looks is another one under the same name.
  func changes(since old: HardwareTree, touched: Set<String> = []) -> [HardwareChange] {
    let (before, now) = (Set(old.nodes), Set(nodes))
    let gone = old.nodes.filter { !now.contains($0) || touched.contains($0.sysPath) }
    let come = nodes.filter { !before.contains($0) || touched.contains($0.sysPath) }
    return gone.map { .removed($0) } + come.map { .added($0) }
  }
}

/// One node that came or went.
public enum HardwareChange: Sendable, Equatable {
  case added(HardwareNode)
  case removed(HardwareNode)
}

extension HardwareNode {
  fileprivate func fits(
    _ selector: HardwareSelector, scheme: DeviceAddress.Scheme, matches: [DeviceMatch]
  ) -> Bool {
    if let port = selector.port, port != self.port { return false }
    if let serial = selector.serial, serial != self.serial { return false }
    // Whoever names a product knows it, whether or not the driver has a row for it.
    if let ids = selector.ids { return ids == self.ids }
    // A line at a named port is the technician's word; so is any port of a driver without rows.
    if selector.port != nil, scheme == .serial || matches.isEmpty { return true }
    return matches.contains { fits($0.rule) }
  }
}

extension [DeviceMatch] {
  /// What is peculiar about `node`, by the driver's rows that are about it.
  func quirks(of node: HardwareNode) -> Set<DeviceQuirk> {
    reduce(into: []) { found, row in
      if node.fits(row.rule) { found.formUnion(row.quirks) }
    }
  }
}
