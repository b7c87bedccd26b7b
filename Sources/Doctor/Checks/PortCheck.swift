public import DeviceKit
public import HallAPI

/// Devices that are missing where the hall's file has them and are plugged in somewhere else.
public struct PortCheck: Sendable {
  let devices: [DevicesInterface.Device]
  let nodes: [HardwareNode]

  /// - Parameters:
  ///   - devices: as the running hall tells of them.
  ///   - nodes: what is plugged in, with serial numbers.
  public init(_ devices: [DevicesInterface.Device], nodes: [HardwareNode]) {
    self.devices = devices
    self.nodes = nodes
  }

  private struct Missing {
    let device: DevicesInterface.Device
    let selector: HardwareSelector
    /// Where a unit like it is that no device of the hall has.
    let elsewhere: [HardwareNode]
  }

  public func examine() -> Examination {
    var missing = devices.compactMap(missing)
    var findings: [Finding] = []
    while let one = missing.popLast() {
      if let index = missing.firstIndex(where: { Self.areSwapped($0, one) }) {
        findings.append(Self.swapped(missing.remove(at: index), one))
      } else {
        findings.append(Self.moved(one))
      }
    }
    return Examination("ports", findings.reversed())
  }

  private func missing(_ device: DevicesInterface.Device) -> Missing? {
    guard device.state == "absent" || device.fault == "absent" || device.fault == "unplugged",
      let selector = Self.selector(device.address), let port = selector.port,
      let ids = selector.ids
    else { return nil }
    let elsewhere = nodes.filter { node in
      node.ids == ids && node.port != port
        && (selector.serial == nil || selector.serial == node.serial)
        && !devices.contains { $0.id != device.id && $0.state == "ready" && has($0, node) }
    }
    return elsewhere.isEmpty
      ? nil : Missing(device: device, selector: selector, elsewhere: elsewhere)
  }

  private func has(_ device: DevicesInterface.Device, _ node: HardwareNode) -> Bool {
    Self.selector(device.address)?.port == node.port
  }

  /// Whether each of the two is at the other's port.
  private static func areSwapped(_ one: Missing, _ other: Missing) -> Bool {
    one.elsewhere.contains { $0.port == other.selector.port }
      && other.elsewhere.contains { $0.port == one.selector.port }
  }

  private static func swapped(_ one: Missing, _ other: Missing) -> Finding {
    Finding(
      "device.swapped", about: "\(one.device.id), \(other.device.id)",
      "each is plugged in where the other should be",
      why: "What one reads would count at the other's place; so neither is used.",
      evidence: [one, other].map { "\($0.device.id) belongs to port \($0.selector.port ?? "")" },
      mend: ["Change the two cables."])
  }

  private static func moved(_ one: Missing) -> Finding {
    Finding(
      "device.moved", about: one.device.id, "it is plugged in at another port",
      why: "Identical units are told apart by their ports (trap 21).",
      evidence: one.elsewhere.map { "\($0.ids?.description ?? "") is at port \($0.port ?? "")" },
      mend: [
        "Plug it in at port \(one.selector.port ?? ""), or change its address in hallway.yaml."
      ])
  }

  private static func selector(_ address: String) -> HardwareSelector? {
    guard let address = try? DeviceAddress(address), case .hardware(_, let selector, _) = address
    else { return nil }
    return selector
  }
}
