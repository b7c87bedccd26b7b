public import Varlink

/// `org.hallway.Devices`
public enum DevicesInterface {
  public struct Device: Codable, Sendable, Equatable {
    public var id: String
    public var kind: String
    public var address: String
    public var window: String?
    public var state: String
    public var availability: String
    public var fault: String?
    public var detail: String?
    public var since: String
    public var recovery: String?
    public var paper: String?
    public var media: String?
    public var cover: String?
    public var cutter: String?
    public var selfTest: String?

    public init(
      id: String, kind: String, address: String, window: String?, state: String,
      availability: String, fault: String?, detail: String?, since: String, recovery: String?,
      paper: String?, media: String?, cover: String?, cutter: String?, selfTest: String? = nil
    ) {
      self.id = id
      self.kind = kind
      self.address = address
      self.window = window
      self.state = state
      self.availability = availability
      self.fault = fault
      self.detail = detail
      self.since = since
      self.recovery = recovery
      self.paper = paper
      self.media = media
      self.cover = cover
      self.cutter = cutter
      self.selfTest = selfTest
    }
  }

  /// A device with what is known of it beside its state.
  public struct Unit: Codable, Sendable, Equatable {
    public var device: Device
    public var driver: String?
    public var title: String?
    /// The product that the driver's table has for it.
    public var product: String?
    public var abilities: [String]
    public var node: String?
    /// As sysfs names it, such as `1-2.3`.
    public var port: String?
    public var ids: String?
    public var serial: String?
    /// What it says it is.
    public var identity: String?

    public init(
      device: Device, driver: String?, title: String?, product: String?, abilities: [String],
      node: String?, port: String?, ids: String?, serial: String?, identity: String?
    ) {
      self.device = device
      self.driver = driver
      self.title = title
      self.product = product
      self.abilities = abilities
      self.node = node
      self.port = port
      self.ids = ids
      self.serial = serial
      self.identity = identity
    }
  }

  public struct Devices: Codable, Sendable, Equatable {
    public var devices: [Device]
    public init(devices: [Device]) { self.devices = devices }
  }

  public enum List: VarlinkMethod {
    public static let name = "org.hallway.Devices.List"
    public typealias Parameters = NoParameters
    public typealias Reply = Devices
  }

  public enum Watch: VarlinkMethod {
    public static let name = "org.hallway.Devices.Watch"
    public typealias Parameters = NoParameters
    public typealias Reply = Devices
  }

  public enum Show: VarlinkMethod {
    public static let name = "org.hallway.Devices.Show"

    public struct Parameters: Codable, Sendable, Equatable {
      public var device: String?
      public init(device: String? = nil) { self.device = device }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var units: [Unit]
      public init(units: [Unit]) { self.units = units }
    }
  }

  public struct NoSuchDevice: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Devices.NoSuchDevice"
    public var device: String
    public init(device: String) { self.device = device }
  }
}
