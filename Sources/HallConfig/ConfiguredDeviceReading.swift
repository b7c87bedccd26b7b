import DeviceKit
import Hall

/// What the caller knows and a file does not.
struct Workshop {
  let drivers: [String: DriverDescriptor]
  let state: String
  /// Addresses by device id, from the command line.
  let addresses: [String: String]
  /// A day whose year the calendar has to know; nil where none has to.
  let today: LocalDay?

  init(
    drivers: [DriverDescriptor], state: String, addresses: [String: String],
    today: LocalDay? = nil
  ) {
    self.drivers = Dictionary(
      drivers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.state = state
    self.addresses = addresses
    self.today = today
  }
}

extension ConfiguredDevice {
  init(_ section: Section, workshop: Workshop) {
    let name = section["id"].identifier()
    let driverEntry = section["driver"]
    driver = driverEntry.text()
    let descriptor = workshop.drivers[driver]
    if descriptor == nil, !driver.isEmpty {
      let advice = suggestion(for: driver, among: workshop.drivers.keys, plural: "drivers")
      driverEntry.fault("no driver is called \(quoted(driver)); \(advice)")
    }
    // The kind of an unknown driver is a placeholder: its fault is noted.
    kind = descriptor?.kind ?? .idCardReader
    request = DeviceRequest(
      id: DeviceID(name),
      address: section["address"].address(of: name, driver: descriptor, workshop: workshop),
      options: section.options(of: descriptor, workshop: workshop))

    let windowEntry = section.optional("window")
    window = windowEntry?.identifier()
    guard let descriptor else { return }
    // A fault that is noted already leaves a placeholder, which the driver was not asked about.
    if !section.isFaulty, let objection = descriptor.objection(request) {
      section.fault(objection.message, at: objection.key)
    }
    let kind = descriptor.kind
    if kind.standsAtWindow, windowEntry == nil {
      section.fault(
        "\(driver) stands at a window; add the key \"window\" with the window's id")
    } else if !kind.standsAtWindow {
      windowEntry?.fault("\(driver) belongs to no window; remove the key")
    }
  }
}

extension Section {
  /// The options of one driver; another driver's are known words in the wrong place.
  fileprivate func options(
    of descriptor: DriverDescriptor?, workshop: Workshop
  ) -> [String: OptionValue] {
    var values: [String: OptionValue] = [:]
    let own = Set(descriptor?.options.map(\.name) ?? [])
    for option in descriptor?.options ?? [] {
      if let value = declared(option.name)?.value(of: option.kind) { values[option.name] = value }
    }
    for other in workshop.drivers.values.flatMap(\.options) where !own.contains(other.name) {
      let entry = declared(other.name)
      guard let descriptor, let entry else { continue }
      entry.fault("\(descriptor.name) has no such option; remove the key")
    }
    return values
  }
}

extension Entry {
  fileprivate func value(of kind: DriverOption.Kind) -> OptionValue? {
    switch kind {
    case .integer(let range, _): .integer(integer(range))
    case .flag: .flag(flag())
    case .choice(let words, _): word(among: words).map { .text($0) }
    case .path: .text(text())
    case .keys(let range): .keys(keys(range))
    }
  }

  /// One of the driver's words.
  private func word(among words: [String]) -> String? {
    let text = text()
    guard !text.isEmpty else { return nil }
    guard words.contains(text) else {
      fault("\(quoted(text)) is not known here; write one of \(words.joined(separator: ", "))")
      return nil
    }
    return text
  }

  private func keys(_ range: ClosedRange<Int>) -> [UInt8: Int] {
    var keys: [UInt8: Int] = [:]
    for (code, entry) in pairs("key codes with their meaning") ?? [] {
      guard let byte = UInt8(code) else {
        entry.fault("\(quoted(code)) is not a key code; write the number 0 to 255 that is sent")
        continue
      }
      if keys[byte] != nil { entry.fault("key code \(byte) is there already; keep one") }
      let meaning = entry.integer(range)
      if keys.values.contains(meaning) { entry.fault("\(meaning) has a key already") }
      keys[byte] = meaning
    }
    return keys
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
      if let driver, driver.matches.isEmpty, case .hardware(_, .auto, _) = parsed {
        fault(
          "\(origin)\(quoted(address)): \(driver.name) recognises nothing by itself; name a port")
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
    let place = address.dropFirst(scheme.count)
    // Only what has a folder is a path: serial:@1-3 is a port, and serial:1a86:7523 a mistake that
    // has to be told.
    guard address.hasPrefix(scheme), !place.hasPrefix("/"), !place.hasPrefix("@"),
      place.contains("/")
    else { return address }
    return scheme + state + "/" + place
  }
}
