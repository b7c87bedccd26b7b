import DeviceKit

/// What the caller knows about devices and a file does not.
struct Workshop {
  let drivers: [String: DriverDescriptor]
  let state: String
  /// Addresses by device id, from the command line.
  let addresses: [String: String]

  init(drivers: [DriverDescriptor], state: String, addresses: [String: String]) {
    self.drivers = Dictionary(
      drivers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.state = state
    self.addresses = addresses
  }
}

extension ConfiguredDevice {
  init(_ section: Section, workshop: Workshop) {
    let name = section["id"].identifier()
    id = DeviceID(name)
    let driverEntry = section["driver"]
    driver = driverEntry.text()
    let descriptor = workshop.drivers[driver]
    if descriptor == nil, !driver.isEmpty {
      let advice = suggestion(for: driver, among: workshop.drivers.keys, plural: "drivers")
      driverEntry.fault("no driver is called \(quoted(driver)); \(advice)")
    }
    // The kind of an unknown driver is a placeholder: its fault is noted.
    kind = descriptor?.kind ?? .idCardReader
    address = section["address"].address(of: name, driver: descriptor, workshop: workshop)

    let columnsEntry = section.optional("columns")
    columns = columnsEntry?.integer(24...64)
    let windowEntry = section.optional("window")
    window = windowEntry?.identifier()
    let stationEntry = section.optional("station")
    station = stationEntry.flatMap { UInt8(exactly: $0.integer(1...255)) } ?? 1
    let keysEntry = section.optional("keys")
    keys = keysEntry?.padKeys() ?? [:]

    guard let kind = descriptor?.kind else { return }
    if kind != .ticketPrinter { columnsEntry?.fault("only a printer has columns; remove the key") }
    if kind == .evaluationPad {
      if windowEntry == nil {
        section.fault("a pad stands on a window; add the key \"window\" with the window's id")
      }
    } else {
      windowEntry?.fault("only a pad belongs to a window; remove the key")
      stationEntry?.fault("only a pad has a station number; remove the key")
      keysEntry?.fault("only a pad has keys; remove them")
    }
  }
}

extension Entry {
  fileprivate func address(
    of device: String, driver: DriverDescriptor?, workshop: Workshop
  ) -> DeviceAddress {
    let placeholder = DeviceAddress.serial(path: "/", baud: 9600)
    let written = text()
    let replacement = workshop.addresses[device]
    let address = replacement ?? written
    guard !address.isEmpty else { return placeholder }
    let origin = replacement == nil ? "" : "as --device gives it, "
    do throws(DeviceAddress.ParseError) {
      let parsed = try DeviceAddress(absolute(address, below: workshop.state))
      if let driver, !driver.schemes.contains(parsed.scheme) {
        let schemes = driver.schemes.map(\.rawValue).sorted().joined(separator: " or ")
        fault("\(origin)\(quoted(address)) does not suit \(driver.name), which wants \(schemes)")
      }
      return parsed
    } catch {
      fault("\(origin)\(quoted(address)) is not an address: \(error.reason)")
      return placeholder
    }
  }

  /// `serial:devices/reader` is a path below the state directory, where simulators put theirs.
  private func absolute(_ address: String, below state: String) -> String {
    let scheme = "serial:"
    guard address.hasPrefix(scheme), !address.hasPrefix(scheme + "/") else { return address }
    return scheme + state + "/" + address.dropFirst(scheme.count)
  }

  fileprivate func padKeys() -> [UInt8: Int] {
    var keys: [UInt8: Int] = [:]
    for (code, entry) in pairs("key codes with their level") ?? [] {
      guard let byte = UInt8(code) else {
        entry.fault("\(quoted(code)) is not a key code; write the number 0 to 255 the pad sends")
        continue
      }
      if keys[byte] != nil { entry.fault("key code \(byte) is there already; keep one") }
      let level = entry.integer(1...5)
      if keys.values.contains(level) { entry.fault("level \(level) has a key already") }
      keys[byte] = level
    }
    return keys
  }
}
