/// What a recording says of itself in the comments of its head.
public struct RecordingHead: Sendable, Equatable {
  /// The driver that made it.
  public let driver: String?
  public let address: String?
  /// The driver's options it was made with, as `name=value`.
  public let options: [String]
  /// Model, firmware, what went wrong; whoever made it wrote this.
  public let note: String?

  /// Reads the comments before the first line; nothing in them is needed to replay.
  public init(_ text: String) {
    var fields: [String: String] = [:]
    var options: [String] = []
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("#") else { break }
      let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = String(parts[1].drop { $0 == " " })
      let name = String(parts[0].drop { $0 == " " })
      if name == "option" { options.append(value) } else { fields[name] = value }
    }
    driver = fields["driver"]
    address = fields["address"]
    note = fields["note"]
    self.options = options
  }
}

extension DriverDescriptor {
  /// The device that a recording was made of; a replay opens nothing at its address.
  ///
  /// - Throws: ``DeviceFault`` where the head has options that this driver does not.
  public func device(of head: RecordingHead) throws(DeviceFault) -> DeviceRequest {
    var options: [String: OptionValue] = [:]
    for text in head.options {
      let (name, value) = try option(reading: text)
      options[name] = value
    }
    return DeviceRequest(id: DeviceID("replay"), address: try address(of: head), options: options)
  }

  /// The recorded address, since some devices talk otherwise over another kind of link; any that
  /// the driver accepts where the head names none.
  private func address(of head: RecordingHead) throws(DeviceFault) -> DeviceAddress {
    if let text = head.address, let address = try? DeviceAddress(text),
      schemes.contains(address.scheme)
    {
      return address
    }
    for text in [
      "serial:/dev/replay", "usb:auto", "hidraw:auto", "evdev:auto", "pcsc:auto", "v4l2:auto",
      "tcp:127.0.0.1:9", "usblp:auto", "cups:replay",
    ] {
      if let address = try? DeviceAddress(text), schemes.contains(address.scheme) { return address }
    }
    throw DeviceFault(.absent, "\(name) has no addresses")
  }
}
