/// What a driver is, as one value: drivers are declared, not wired.
///
/// Configuration is checked against it, and udev rules, hwdb and the device list of the docs are
/// generated from it.
public struct DriverDescriptor: Sendable {
  /// One deadline and why it has the length it has.
  public struct Timeout: Sendable {
    public let name: String
    public let duration: Duration
    public let reason: String

    public init(_ name: String, _ duration: Duration, _ reason: String) {
      self.name = name
      self.duration = duration
      self.reason = reason
    }
  }

  /// The name in a configuration, such as `sam-v`.
  public let name: String
  public let kind: DeviceKind
  /// What it drives, in a technician's words.
  public let title: String
  /// How its devices are recognised, each with the product's name; empty where an address in the
  /// configuration is the only way.
  public let matches: [DeviceMatch]
  public let schemes: Set<DeviceAddress.Scheme>
  /// The speed of a serial line as such devices are delivered; an address may name another.
  public let baud: Int
  /// How a frame is spread over four bulk pipes, for devices that have such a layout.
  public let split: FrameSplit?
  /// What it can do, in a technician's words.
  public let abilities: [String]
  /// The keys of its own that a configuration may have.
  public let options: [DriverOption]
  /// The parts whose state it can tell, each as yet unknown.
  public let parts: DeviceParts
  public let timeouts: [Timeout]
  /// What speaks against a device that schemes and options allow; pure, so that a configuration is
  /// checked without making its devices.
  public let objection: @Sendable (DeviceRequest) -> DriverObjection?

  public init(
    name: String, kind: DeviceKind, title: String = "", matches: [DeviceMatch] = [],
    schemes: Set<DeviceAddress.Scheme>, baud: Int = 9600, split: FrameSplit? = nil,
    abilities: [String], options: [DriverOption] = [], parts: DeviceParts = DeviceParts(),
    timeouts: [Timeout],
    objection: @escaping @Sendable (DeviceRequest) -> DriverObjection? = { _ in nil }
  ) {
    self.name = name
    self.kind = kind
    self.title = title
    self.matches = matches
    self.schemes = schemes
    self.baud = baud
    self.split = split
    self.abilities = abilities
    self.options = options
    self.parts = parts
    self.timeouts = timeouts
    self.objection = objection
  }
}

/// Why a driver cannot have a device as it is configured.
public struct DriverObjection: Sendable, Equatable {
  /// The key to change: `address` or an option's name.
  public let key: String
  /// A sentence for whoever wrote the configuration.
  public let message: String

  public init(_ key: String, _ message: String) {
    self.key = key
    self.message = message
  }
}

/// A frame whose head and body travel through pipes of their own in both directions (protocols.md
/// A.6, layout A); the two halves are one stream above the link.
public struct FrameSplit: Sendable, Equatable {
  /// Bytes of the head.
  public let head: Int
  /// Where in the head the body's length lies, two bytes, big-endian.
  public let lengthOffset: Int

  public init(head: Int, lengthOffset: Int) {
    self.head = head
    self.lengthOffset = lengthOffset
  }
}
