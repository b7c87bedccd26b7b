public import Varlink

/// Tests of devices, by a technician and before opening.
extension DevicesInterface {
  /// One step of a device's test.
  public struct TestStep: Codable, Sendable, Equatable {
    public enum State: String, Codable, Sendable {
      /// Under way.
      case doing
      /// Somebody is asked for what `ask` says.
      case person
      /// It is to be seen now what `ask` asks about.
      case look
      case passed, failed
    }

    public var device: String
    public var step: String
    public var state: State
    public var ask: String?
    /// How long a person has.
    public var seconds: Int?
    public var detail: String?
    /// A camera's picture, in base64.
    public var jpeg: String?

    public init(
      device: String, step: String, state: State, ask: String? = nil, seconds: Int? = nil,
      detail: String? = nil, jpeg: String? = nil
    ) {
      self.device = device
      self.step = step
      self.state = state
      self.ask = ask
      self.seconds = seconds
      self.detail = detail
      self.jpeg = jpeg
    }
  }

  /// How a test ended.
  public struct TestResult: Codable, Sendable, Equatable {
    public enum Outcome: String, Codable, Sendable {
      case passed, failed, skipped
    }

    /// A device's id, or `clock` and `disk` of the machine.
    public var subject: String
    public var kind: String
    public var outcome: Outcome
    public var detail: String?

    public init(subject: String, kind: String, outcome: Outcome, detail: String?) {
      self.subject = subject
      self.kind = kind
      self.outcome = outcome
      self.detail = detail
    }
  }

  /// The last self-test. 开门自检
  public struct SelfTestRecord: Codable, Sendable, Equatable {
    public var day: String
    public var at: String
    /// Nothing failed.
    public var passed: Bool
    public var results: [TestResult]

    public init(day: String, at: String, passed: Bool, results: [TestResult]) {
      self.day = day
      self.at = at
      self.passed = passed
      self.results = results
    }
  }

  public enum Test: VarlinkMethod {
    public static let name = "org.hallway.Devices.Test"

    public struct Parameters: Codable, Sendable, Equatable {
      public var device: String
      public var seconds: Int?
      public var lookSeconds: Int?
      public var keys: Int?

      public init(device: String, seconds: Int? = nil, lookSeconds: Int? = nil, keys: Int? = nil) {
        self.device = device
        self.seconds = seconds
        self.lookSeconds = lookSeconds
        self.keys = keys
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var step: TestStep?
      public var result: TestResult?

      public init(step: TestStep? = nil, result: TestResult? = nil) {
        self.step = step
        self.result = result
      }
    }
  }

  public enum RunSelfTest: VarlinkMethod {
    public static let name = "org.hallway.Devices.RunSelfTest"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var result: TestResult?
      public var record: SelfTestRecord?

      public init(result: TestResult? = nil, record: SelfTestRecord? = nil) {
        self.result = result
        self.record = record
      }
    }
  }

  public enum LastSelfTest: VarlinkMethod {
    public static let name = "org.hallway.Devices.LastSelfTest"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var record: SelfTestRecord?
      public init(record: SelfTestRecord?) { self.record = record }
    }
  }

  public struct DeviceInUse: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Devices.DeviceInUse"
    public var device: String
    public init(device: String) { self.device = device }
  }

  public struct SelfTestUnderWay: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Devices.SelfTestUnderWay"
    public init() {}
  }
}
