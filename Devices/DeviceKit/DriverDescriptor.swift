/// What a driver is, as one value: what `hallctl` lists and configuration is checked against.
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
  public let schemes: Set<DeviceAddress.Scheme>
  /// The speed of a serial line as such devices are delivered; an address may name another.
  public let baud: Int
  /// What it can do, in a technician's words.
  public let abilities: [String]
  public let timeouts: [Timeout]

  public init(
    name: String, kind: DeviceKind, schemes: Set<DeviceAddress.Scheme>, baud: Int,
    abilities: [String], timeouts: [Timeout]
  ) {
    self.name = name
    self.kind = kind
    self.schemes = schemes
    self.baud = baud
    self.abilities = abilities
    self.timeouts = timeouts
  }
}
