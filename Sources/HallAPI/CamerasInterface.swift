public import Varlink

/// `org.hallway.Cameras`
public enum CamerasInterface {
  public struct Picture: Codable, Sendable, Equatable {
    /// JPEG in base64.
    public var jpeg: String
    /// Pixels.
    public var width: Int
    public var height: Int

    public init(jpeg: String, width: Int, height: Int) {
      self.jpeg = jpeg
      self.width = width
      self.height = height
    }
  }

  public enum Snapshot: VarlinkMethod {
    public static let name = "org.hallway.Cameras.Snapshot"

    public struct Parameters: Codable, Sendable, Equatable {
      public var camera: String?
      public init(camera: String? = nil) { self.camera = camera }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var picture: Picture
      public init(picture: Picture) { self.picture = picture }
    }
  }

  public struct NoCamera: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cameras.NoCamera"
    public init() {}
  }

  public struct CameraFault: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cameras.CameraFault"
    public var camera: String
    public var fault: String

    public init(camera: String, fault: String) {
      self.camera = camera
      self.fault = fault
    }
  }
}
