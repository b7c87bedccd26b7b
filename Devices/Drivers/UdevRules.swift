public import DeviceKit

/// The udev rules that give the hall its devices, from the drivers' tables (device-daemons.md
/// section 4).
public struct UdevRules {
  /// A group of systemd/sysusers that hallwayd alone is in. Not `hallway`, which fronts join to reach
  /// the socket: who can open a reader's node sees the whole card, number and photo.
  public static let group = "hallway-devices"

  let drivers: [DriverDescriptor]

  public init(drivers: [DriverDescriptor]) { self.drivers = drivers }

  /// The whole file.
  public var text: String {
    var lines = [
      "# The hall's devices belong to the service. Generated from the drivers' tables: make devices",
      "ACTION==\"remove\", GOTO=\"hallway_end\"",
    ]
    lines += [
      "", "# Bridges, which are in devices of every kind: left alone by modem managers, and awake",
    ]
    lines += USBID.genericBridges.keys.sorted { $0.description < $1.description }.flatMap(bridge)
    for driver in drivers where !rules(of: driver).isEmpty {
      lines += ["", "# \(driver.name): \(driver.title)"]
      for (product, rules) in rules(of: driver) { lines += ["# - \(product)"] + rules }
    }
    return (lines + ["", "LABEL=\"hallway_end\""]).joined(separator: "\n") + "\n"
  }

  private func rules(of driver: DriverDescriptor) -> [(product: String, rules: [String])] {
    driver.matches.compactMap { match in
      let rules = conditions(match.rule, driver.schemes).map { condition, extras in
        ([condition] + extras).joined(separator: ", ")
      }
      return rules.isEmpty ? nil : (match.product, rules)
    }
  }

  /// What tells the node, and what is set on it.
  private func conditions(
    _ rule: DeviceMatch.Rule, _ schemes: Set<DeviceAddress.Scheme>
  ) -> [(condition: String, extras: [String])] {
    switch rule {
    case .usb(let id):
      [.usb, .hidraw, .evdev, .serial, .usblp].filter(schemes.contains).compactMap { scheme in
        condition(id, scheme)
      } + (schemes.contains(.usb) ? [] : [(unit(id), [Self.awake])])
    case .usbInterface(let `class`, let subclass, let `protocol`):
      interfaceConditions(`class`, subclass, `protocol`, schemes)
    case .hidUsage:
      // udev cannot see usages; boot keyboards and mice (subclass 1) stay whose they are.
      [
        (
          "SUBSYSTEM==\"hidraw\", ATTRS{bInterfaceClass}==\"03\", "
            + "ATTRS{bInterfaceSubClass}==\"00\"",
          Self.ours
        )
      ]
    case .videoCapture:
      // The first node of a camera; what it can do is known to udev only after this file.
      [("SUBSYSTEM==\"video4linux\", ATTR{index}==\"0\"", Self.ours)]
    }
  }

  private func condition(
    _ id: USBID, _ scheme: DeviceAddress.Scheme
  ) -> (condition: String, extras: [String])? {
    let vendor = hex(id.vendor)
    let product = hex(id.product)
    let parent = "ATTRS{idVendor}==\"\(vendor)\", ATTRS{idProduct}==\"\(product)\""
    switch scheme {
    case .usb:
      return (unit(id), Self.ours + Self.leftAlone + [Self.awake])
    case .hidraw: return ("SUBSYSTEM==\"hidraw\", \(parent)", Self.ours)
    case .evdev: return ("SUBSYSTEM==\"input\", KERNEL==\"event*\", \(parent)", Self.ours)
    case .serial:
      // A bridge that is in devices of every kind says nothing: it is bound by port in the
      // configuration, and its node keeps the group dialout.
      guard USBID.genericBridges[id] == nil else { return nil }
      return ("SUBSYSTEM==\"tty\", \(parent)", Self.ours + Self.leftAlone)
    case .usblp: return ("SUBSYSTEM==\"usbmisc\", KERNEL==\"lp*\", \(parent)", Self.ours)
    case .tcp, .v4l2, .pcsc, .cups: return nil
    }
  }

  private func unit(_ id: USBID) -> String {
    "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"\(hex(id.vendor))\", "
      + "ATTR{idProduct}==\"\(hex(id.product))\""
  }

  private func bridge(_ id: USBID) -> [String] {
    let parent =
      "ATTRS{idVendor}==\"\(hex(id.vendor))\", ATTRS{idProduct}==\"\(hex(id.product))\""
    return [
      "\(unit(id)), \(Self.awake)",
      (["SUBSYSTEM==\"tty\", \(parent)"] + Self.leftAlone).joined(separator: ", "),
    ]
  }

  private func interfaceConditions(
    _ class: UInt8, _ subclass: UInt8, _ protocol: UInt8?, _ schemes: Set<DeviceAddress.Scheme>
  ) -> [(condition: String, extras: [String])] {
    guard schemes.contains(.usb) else { return [] }
    // udev gives printers to the group lp, which hallwayd is in as CUPS is: that stays.
    let bytes = [`class`, subclass] + [`protocol`].compactMap(\.self)
    let pattern = bytes.map { [$0].hex.lowercased() }.joined() + (`protocol` == nil ? "??" : "")
    return [
      (
        "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", "
          + "ENV{ID_USB_INTERFACES}==\"*:\(pattern):*\"", [Self.awake]
      )
    ]
  }

  private static let ours = ["GROUP=\"\(group)\"", "MODE=\"0660\""]
  /// Modem managers write AT commands to what looks like a modem, media daemons probe (trap 15, 16).
  private static let leftAlone = [
    "ENV{ID_MM_DEVICE_IGNORE}=\"1\"", "ENV{MTP_NO_PROBE}=\"1\"",
  ]
  /// Autosuspend kills readers (trap 18).
  private static let awake = "ATTR{power/control}=\"on\""

  private func hex(_ value: UInt16) -> String { String(USBID(value, 0).description.prefix(4)) }
}

/// Names and drivers of known products, for systemd-hwdb(8).
public struct HardwareDatabase {
  let drivers: [DriverDescriptor]

  public init(drivers: [DriverDescriptor]) { self.drivers = drivers }

  /// The whole file.
  public var text: String {
    var text =
      "# The hall's devices by their USB ids. Generated from the drivers' tables: make devices\n"
    for driver in drivers {
      for match in driver.matches {
        guard case .usb(let id) = match.rule else { continue }
        let parts = id.description.uppercased().split(separator: ":")
        text += """

          usb:v\(parts.first ?? "")p\(parts.last ?? "")*
           ID_MODEL_FROM_DATABASE=\(match.product)
           HALLWAY_DRIVER=\(driver.name)
           ID_MM_DEVICE_IGNORE=1

          """
      }
    }
    return text
  }
}
