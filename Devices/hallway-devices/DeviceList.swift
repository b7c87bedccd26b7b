import DeviceKit
import Foundation

/// docs/devices.md: every driver with its products, addresses, options and timeouts.
struct DeviceList {
  let drivers: [DriverDescriptor]

  var text: String {
    var lines = [
      "# Devices",
      "",
      "Generated from the drivers' tables: `make devices`. A device is an entry of `devices` in",
      "[hallway.yaml](hallway.yaml.md): `id`, `driver`, `address`, where it applies `window`, and the",
      "driver's own options below.",
      "",
      "| Address | Means |",
      "| --- | --- |",
    ]
    lines += Self.addresses.map { "| `\($0.0)` | \($0.1) |" }
    for driver in drivers { lines += [""] + section(driver) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let addresses = [
    ("serial:/dev/ttyS0?baud=9600", "a serial line by its node; by-path and by-id links too"),
    ("serial:@1-3?baud=9600", "whatever serial line is at USB port 1-3, as sysfs names ports"),
    ("serial:0403:6001#A80K1", "by ids and serial number; generic bridges need port or number"),
    ("tcp:192.168.1.40:9100", "a numeric address and port; names are not looked up"),
    ("usb:0400:c35a", "by USB ids; `@1-2` adds the port, `#A80K1` the serial number"),
    ("usb:@1-2", "whatever the driver matches at that port"),
    ("usb:auto", "whatever the driver matches, where there is one such device"),
    ("hidraw:… evdev:… v4l2:… usblp:…", "a node's path, or the same selectors as `usb:`"),
    ("pcsc:READER NAME", "a PC/SC reader; `pcsc:auto` takes the first"),
    ("cups:QUEUE", "a queue of the local CUPS; `cups:ipp://192.168.1.41/ipp/print` needs none"),
  ]

  private func section(_ driver: DriverDescriptor) -> [String] {
    var lines = ["## \(driver.name)", "", "\(driver.title). Kind: \(driver.kind.rawValue).", ""]
    let schemes = driver.schemes.map { "`\($0.rawValue):`" }.sorted().joined(separator: " ")
    lines.append("- Addresses: \(schemes)")
    if driver.schemes.contains(.serial) {
      lines.append("- Speed as delivered: \(driver.baud) baud")
    }
    if !driver.abilities.isEmpty {
      lines.append("- Abilities: \(driver.abilities.joined(separator: ", "))")
    }
    if !driver.matches.isEmpty {
      lines += ["", "| Recognised by | Product | Quirks |", "| --- | --- | --- |"]
      lines += driver.matches.map { match in
        let quirks = match.quirks.map(\.rawValue).sorted().joined(separator: ", ")
        return "| \(words(match.rule)) | \(match.product) | \(quirks) |"
      }
    }
    if !driver.options.isEmpty {
      lines += ["", "| Option | Value | Usual | Meaning |", "| --- | --- | --- | --- |"]
      lines += driver.options.map { option in
        let (value, usual) = words(option.kind)
        return "| `\(option.name)` | \(value) | \(usual) | \(option.meaning) |"
      }
    }
    lines += ["", "| Timeout | Length | Reason |", "| --- | --- | --- |"]
    lines += driver.timeouts.map { timeout in
      "| \(timeout.name) | \(words(timeout.duration)) | \(timeout.reason) |"
    }
    return lines
  }

  private func words(_ rule: DeviceMatch.Rule) -> String {
    switch rule {
    case .usb(let id): "USB `\(id)`"
    case .usbInterface(let `class`, let subclass, let `protocol`):
      "USB interface class \([`class`].hex), subclass \([subclass].hex)"
        + (`protocol`.map { ", protocol \([$0].hex)" } ?? "")
    case .hidUsage(let page, let usage):
      "HID usage page \(String(page, radix: 16, uppercase: true))"
        + (usage.map { ", usage \(String($0, radix: 16, uppercase: true))" } ?? "")
    case .videoCapture: "V4L2 capture node"
    }
  }

  private func words(_ kind: DriverOption.Kind) -> (value: String, usual: String) {
    switch kind {
    case .integer(let range, let usual): ("\(range.lowerBound) to \(range.upperBound)", "\(usual)")
    case .flag(let usual): ("`true`, `false`", "`\(usual)`")
    case .choice(let words, let usual):
      (words.map { "`\($0)`" }.joined(separator: ", "), "`\(usual)`")
    case .path: ("absolute path", "none")
    case .keys(let range):
      ("group `code: \(range.lowerBound) to \(range.upperBound)`", "the driver's own map")
    }
  }

  private func words(_ duration: Duration) -> String {
    duration < .seconds(1)
      ? duration.formatted(.units(allowed: [.milliseconds], width: .narrow))
      : duration.formatted(
        .units(allowed: [.hours, .minutes, .seconds, .milliseconds], width: .narrow))
  }
}
