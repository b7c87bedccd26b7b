public import Varlink

/// `org.hallway.Devices`
public enum DevicesInterface {
  public struct Device: Codable, Sendable, Equatable {
    public var id: String
    public var kind: String
    public var address: String
    public var window: String?
    public var state: String
    public var fault: String?
    public var detail: String?
    public var since: String
    public var paper: String?

    public init(
      id: String, kind: String, address: String, window: String?, state: String, fault: String?,
      detail: String?, since: String, paper: String?
    ) {
      self.id = id
      self.kind = kind
      self.address = address
      self.window = window
      self.state = state
      self.fault = fault
      self.detail = detail
      self.since = since
      self.paper = paper
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
}
