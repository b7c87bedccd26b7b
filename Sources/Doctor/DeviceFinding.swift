import HallAPI

/// What a device's own state means for whoever stands in front of it: whose fault it is, and the next
/// thing to try.
enum DeviceFinding {
  /// nil where the device is well, or was asked for too lately to tell.
  static func of(_ device: DevicesInterface.Device) -> Finding? {
    if device.state == "opening" { return nil }
    if let fault = device.fault ?? (device.state == "absent" ? "absent" : nil) {
      return finding(device, fault)
    }
    if device.paper == "low" {
      return Finding(
        "device.paperLow", .warning, about: device.id, "its paper is nearly used up",
        why: "Soon numbers are on the screen only.", mend: ["Bring a new roll."])
    }
    return nil
  }

  private struct Advice {
    let word: String
    let what: String
    let mend: [String]
  }

  private static func finding(_ device: DevicesInterface.Device, _ fault: String) -> Finding {
    let advice = advice(fault, device)
    return Finding(
      advice.word, about: device.id, advice.what,
      why: why(device.kind),
      evidence: [
        "\(device.kind) at \(device.address): \(device.state), \(fault), since \(device.since)"
      ] + [device.detail, device.recovery.map { "last tried: \($0)" }].compactMap(\.self),
      mend: (device.recovery == "callTechnician"
        ? ["Pull the device's own power for ten seconds."] : [])
        + advice.mend)
  }

  private static func why(_ kind: String) -> String {
    switch kind {
    case "ticketPrinter": "Numbers count and are shown on the screen instead of paper."
    case "idCardReader": "Services that want a card cannot be chosen with one."
    case "evaluationPad": "That window's citizens rate at the kiosk."
    case "documentPrinter": "Letters wait or are refused."
    default: "What hangs on it is done by hand until it is back."
    }
  }

  private static func advice(_ fault: String, _ device: DevicesInterface.Device) -> Advice {
    switch fault {
    case "paperOut":
      Advice(
        word: "device.paperOut", what: "it has no paper",
        mend: ["Put a roll in, and close the cover."])
    case "coverOpen":
      Advice(
        word: "device.coverOpen", what: "its cover is open",
        mend: ["Close the cover until it clicks."])
    case "cutterError":
      Advice(
        word: "device.jam", what: "its cutter is stuck",
        mend: [
          "Switch it off, open the cover, take the paper out, turn the cutter back, switch on."
        ])
    case "permissionDenied":
      Advice(
        word: "device.permission", what: "the service may not open it",
        mend: ["udevadm control --reload && udevadm trigger   # with Hallway's rules installed"])
    case "busy":
      Advice(
        word: "device.held", what: "another program holds it",
        mend: ["hallway doctor   # as root, which names the program"])
    case "silent":
      Advice(
        word: "device.silent", what: "it does not answer",
        mend: [
          "Is it switched on, is it the right line"
            + (device.address.hasPrefix("serial:") ? ", is the speed right (?baud=)" : "") + "?"
        ])
    case "protocolError":
      Advice(
        word: "device.garbage", what: "what it says is not its protocol",
        mend: [
          device.address.hasPrefix("serial:")
            ? "The speed (?baud=) or the driver is wrong, or the cable picks up noise."
            : "The driver is wrong, or another device is there.",
          "hallway devices plugged",
          "hallway devices record DRIVER ADDRESS FILE   # and send the file",
        ])
    case "hardwareError":
      Advice(
        word: "device.hardware", what: "it says that it is broken",
        mend: ["Call its maker's service."])
    case "overloaded":
      Advice(
        word: "device.overloaded", what: "it is asked for more than it can do",
        mend: ["Look for who asks: journalctl -u hallwayd"])
    default:
      Advice(
        word: "device.unplugged", what: "nothing is plugged in where it should be",
        mend: ["Plug it in at that port.", "hallway devices plugged   # where is it now?"])
    }
  }
}
