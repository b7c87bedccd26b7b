extension DriverDescriptor {
  /// The row that says that `node` is one of this driver's devices, and the address it would have;
  /// nil where none does. A node at no USB port has its path as address.
  public func recognises(_ node: HardwareNode) -> (match: DeviceMatch, address: String)? {
    guard let scheme = schemes.first(where: { $0.subsystem == node.subsystem }),
      let match = matches.first(where: { node.fits($0.rule) })
    else { return nil }
    guard let port = node.port else { return (match, "\(scheme.rawValue):\(node.path)") }
    return (match, "\(scheme.rawValue):\(node.ids?.description ?? "")@\(port)")
  }
}
