/// What a recording says of itself in the comments of its head.
public struct RecordingHead: Sendable, Equatable {
  /// The driver that made it.
  public let driver: String?
  public let address: String?
  /// Model, firmware, what went wrong; whoever made it wrote this.
  public let note: String?

  /// Reads the comments before the first line; nothing in them is needed to replay.
  public init(_ text: String) {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("#") else { break }
      let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[String(parts[0].drop { $0 == " " })] = String(parts[1].drop { $0 == " " })
    }
    driver = fields["driver"]
    address = fields["address"]
    note = fields["note"]
  }
}

extension DriverDescriptor {
  /// Some address that the driver accepts; a replay opens nothing there.
  public func anyAddress() throws(DeviceFault) -> DeviceAddress {
    for text in [
      "serial:/dev/replay", "usb:auto", "hidraw:auto", "evdev:auto", "pcsc:auto", "v4l2:auto",
      "tcp:127.0.0.1:9", "usblp:auto", "cups:replay",
    ] {
      if let address = try? DeviceAddress(text), schemes.contains(address.scheme) { return address }
    }
    throw DeviceFault(.absent, "\(name) has no addresses")
  }
}
