import DeviceKit
import HallConfig

/// The drivers the tests pretend to have, named as in Demo/hallway.yaml.
let drivers = [
  driver("sam-v", .idCardReader, [.serial]) { request in
    request.address == .serial(path: "/dev/console", baud: nil)
      ? DriverObjection("address", "a console is no reader") : nil
  },
  driver(
    "esc-pos", .ticketPrinter, [.serial, .tcp],
    options: [DriverOption("columns", .integer(24...64, usual: 48), "")]
  ) { request in
    request.options.isEmpty ? DriverObjection("columns", "the roll's width is not told") : nil
  },
  driver(
    "ff68", .evaluationPad, [.serial],
    options: [
      DriverOption("station", .integer(1...255, usual: 1), ""),
      DriverOption("keys", .keys(1...5), ""),
    ]),
]

private func driver(
  _ name: String, _ kind: DeviceKind, _ schemes: Set<DeviceAddress.Scheme>,
  options: [DriverOption] = [],
  objection: @escaping @Sendable (DeviceRequest) -> DriverObjection? = { _ in nil }
) -> DriverDescriptor {
  DriverDescriptor(
    name: name, kind: kind, schemes: schemes, baud: 9600, abilities: [], options: options,
    timeouts: [], objection: objection)
}

func read(_ yaml: String, addresses: [String: String] = [:]) throws(ConfigurationErrors)
  -> HallConfiguration
{
  try HallConfiguration.read(
    yaml, file: "hallway.yaml", drivers: drivers, state: "/run/hallway", addresses: addresses)
}

/// The lines of every fault, none where the text is good.
func faults(_ yaml: String, addresses: [String: String] = [:]) -> [String] {
  do throws(ConfigurationErrors) {
    _ = try read(yaml, addresses: addresses)
    return []
  } catch {
    return error.errors.map(\.description)
  }
}
