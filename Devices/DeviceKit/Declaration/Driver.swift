public import Logging

/// A driver as the roster lists it: what it is and how one of its devices is made.
public struct Driver: Sendable {
  public let descriptor: DriverDescriptor
  /// Takes a citizen's data out of recordings of its devices; what bytes mean may hang on the
  /// scheme of the address.
  public let redactor: @Sendable (DeviceAddress.Scheme) -> any Redactor
  public let make: @Sendable (DeviceRequest, DeviceBench) throws(DeviceFault) -> any Device

  public init(
    _ descriptor: DriverDescriptor,
    redactor: @escaping @Sendable (DeviceAddress.Scheme) -> any Redactor = { _ in
      NothingPersonal()
    },
    make:
      @escaping @Sendable (DeviceRequest, DeviceBench) throws(DeviceFault) -> any Device
  ) {
    self.descriptor = descriptor
    self.redactor = redactor
    self.make = make
  }
}

/// One device of the configuration, as its driver gets to see it.
public struct DeviceRequest: Sendable, Equatable {
  public let id: DeviceID
  public let address: DeviceAddress
  /// By name; checked against the driver's ``DriverOption``s by whoever read them.
  public let options: [String: OptionValue]

  public init(id: DeviceID, address: DeviceAddress, options: [String: OptionValue] = [:]) {
    self.id = id
    self.address = address
    self.options = options
  }

  /// The option's number, its usual one where the configuration is silent.
  public func integer(_ name: String, of descriptor: DriverDescriptor) -> Int {
    if case .integer(let value)? = options[name] { return value }
    if case .integer(_, let usual)? = descriptor.option(name) { return usual }
    return 0
  }

  public func flag(_ name: String, of descriptor: DriverDescriptor) -> Bool {
    if case .flag(let value)? = options[name] { return value }
    if case .flag(let usual)? = descriptor.option(name) { return usual }
    return false
  }

  public func choice(_ name: String, of descriptor: DriverDescriptor) -> String {
    if case .text(let value)? = options[name] { return value }
    if case .choice(_, let usual)? = descriptor.option(name) { return usual }
    return ""
  }

  public func path(_ name: String) -> String? {
    if case .text(let value)? = options[name] { value } else { nil }
  }

  public func keys(_ name: String) -> [UInt8: Int] {
    if case .keys(let value)? = options[name] { value } else { [:] }
  }
}

extension DriverDescriptor {
  func option(_ name: String) -> DriverOption.Kind? {
    options.first { $0.name == name }?.kind
  }
}

/// What every driver works with: the clock, the log and the way to its device.
public struct DeviceBench: Sendable {
  public let wallTime: WallTime
  public let logger: Logger
  public let backoff: Backoff
  /// Live, recorded or replayed.
  public let openLink: LinkOpener
  /// Numbers that may begin anywhere begin at a fixed place, and presses that no hall will answer
  /// are taken as answered, so that a recording can be replayed.
  public let isRecorded: Bool
  /// What a driver knows after a restart.
  public let memory: any DeviceMemory

  public init(
    wallTime: @escaping WallTime, logger: Logger, backoff: Backoff = Backoff(),
    openLink: @escaping LinkOpener = openLiveLink, isRecorded: Bool = false,
    memory: any DeviceMemory = NoDeviceMemory()
  ) {
    self.memory = memory
    self.wallTime = wallTime
    self.logger = logger
    self.backoff = backoff
    self.openLink = openLink
    self.isRecorded = isRecorded
  }
}

/// Some bytes a device that a driver finds again after a restart of the hall: what it has asked of a
/// device that answers later.
public protocol DeviceMemory: Sendable {
  /// What was kept last; nil for nothing.
  func recall(_ device: DeviceID) -> [UInt8]?

  /// Keeps bytes in the place of those before, once they are on the disk; blocks until then.
  ///
  /// - Throws: ``DeviceFault`` where they cannot be kept.
  func keep(_ bytes: [UInt8], of device: DeviceID) throws(DeviceFault)
}

/// For devices that nobody asks anything which outlives the program.
public struct NoDeviceMemory: DeviceMemory {
  public init() {}
  public func recall(_ device: DeviceID) -> [UInt8]? { nil }
  public func keep(_ bytes: [UInt8], of device: DeviceID) throws(DeviceFault) {}
}
