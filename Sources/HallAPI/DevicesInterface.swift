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

    public init(
      id: String, kind: String, address: String, window: String?, state: String,
      availability: String, fault: String?, detail: String?, since: String, recovery: String?,
      paper: String?, media: String?, cover: String?, cutter: String?
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
