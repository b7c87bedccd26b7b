import Glibc

/// Switches a hub's port off and on: the last rung before a technician's hand (trap 20).
enum PortPower {
  /// As long as a cable pulled by hand: capacitors have to run empty.
  private static let darkness: Duration = .seconds(1)
  /// Two requests to a hub of up to 5 s each, and the darkness.
  private static let limit: Duration = .seconds(12)

  /// False where the kernel (before 6.0) or the sandbox offers no switch.
  static func cycle(_ port: String, _ waker: Waker) throws(DeviceFault) -> Bool {
    guard let path = attribute(of: port), access(path, W_OK) == 0 else { return false }
    return try abandonably("port power of \(port)", until: .after(limit), waker, isRescue: true) {
      guard write("1", to: path) else { return false }
      pause(darkness)
      return write("0", to: path)
    }
  }

  /// `1-2.3` is port 3 of the hub at `1-2`, and `1-2` port 2 of bus 1's root hub; hubs have one
  /// configuration and one interface (USB 2.0, 11.23.1).
  static func attribute(of port: String) -> String? {
    guard HardwareSelector.isPort(port[...]) else { return nil }
    let (hub, interface, number): (String, String, Substring)
    if let dot = port.lastIndex(of: ".") {
      hub = String(port[..<dot])
      interface = "\(hub):1.0"
      number = port[port.index(after: dot)...]
    } else {
      let parts = port.split(separator: "-")
      guard parts.count == 2 else { return nil }
      hub = "usb\(parts[0])"
      interface = "\(parts[0])-0:1.0"
      number = parts[1]
    }
    return "/sys/bus/usb/devices/\(interface)/\(hub)-port\(number)/disable"
  }

  private static func write(_ text: String, to path: String) -> Bool {
    let raw = open(path, O_WRONLY | O_CLOEXEC)
    guard raw >= 0 else { return false }
    let descriptor = Descriptor(raw)
    return retryingInterrupts { Glibc.write(descriptor.raw, text, text.utf8.count) } > 0
  }
}
