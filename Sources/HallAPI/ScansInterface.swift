public import Varlink

/// `org.hallway.Scans`
public enum ScansInterface {
  public struct Code: Codable, Sendable, Equatable {
    /// Sanitised; a citizen's.
    public var text: String
    public var symbology: String?

    public init(text: String, symbology: String?) {
      self.text = text
      self.symbology = symbology
    }
  }

  public enum Await: VarlinkMethod {
    public static let name = "org.hallway.Scans.Await"

    public struct Parameters: Codable, Sendable, Equatable {
      public var scanner: String?
      public var timeoutSeconds: Int?

      public init(scanner: String? = nil, timeoutSeconds: Int? = nil) {
        self.scanner = scanner
        self.timeoutSeconds = timeoutSeconds
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var code: Code?
      public init(code: Code?) { self.code = code }
    }
  }

  public struct NoScanner: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Scans.NoScanner"
    public init() {}
  }

  public struct ScannerBusy: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Scans.ScannerBusy"
    public var scanner: String
    public init(scanner: String) { self.scanner = scanner }
  }
}
