import Metrics

/// What is measured of devices.
public enum DeviceMeters {
  /// How long commands take; labels: the device, the command, how it ended (`done` or a fault's word).
  public static let commandSeconds = "hallway_device_command_seconds"

  static func note(_ command: String, of device: DeviceID, took: Duration, fault: DeviceFault?) {
    let labels = [
      ("device", device.name), ("command", command), ("outcome", fault?.code.rawValue ?? "done"),
    ]
    Timer(label: commandSeconds, dimensions: labels).record(duration: took)
  }
}
