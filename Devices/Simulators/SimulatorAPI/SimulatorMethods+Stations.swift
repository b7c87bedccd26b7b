public import Varlink

// The methods of `org.hallway.Simulator` for keypads and strips.
extension Simulator {
  public enum PressKeypad: VarlinkMethod {
    public static let name = "org.hallway.Simulator.PressKeypad"

    public struct Parameters: Codable, Sendable, Equatable {
      public var keypad: String
      public var key: KeypadKey

      public init(keypad: String, key: KeypadKey) {
        self.keypad = keypad
        self.key = key
      }
    }

    public typealias Reply = NoParameters
  }

  public enum SetStrip: VarlinkMethod {
    public static let name = "org.hallway.Simulator.SetStrip"

    public struct Parameters: Codable, Sendable, Equatable {
      public var strip: String
      public var silent: Bool

      public init(strip: String, silent: Bool) {
        self.strip = strip
        self.silent = silent
      }
    }

    public typealias Reply = NoParameters
  }

  public enum Keypads: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Keypads"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var keypads: [Keypad]

      public init(keypads: [Keypad]) {
        self.keypads = keypads
      }
    }
  }

  public enum Strips: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Strips"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var strips: [Strip]

      public init(strips: [Strip]) {
        self.strips = strips
      }
    }
  }
}
