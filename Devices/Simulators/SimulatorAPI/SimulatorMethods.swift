public import Varlink

// The methods of `org.hallway.Simulator`.
extension Simulator {
  public enum PlaceCard: VarlinkMethod {
    public static let name = "org.hallway.Simulator.PlaceCard"

    public struct Parameters: Codable, Sendable, Equatable {
      public var kind: CardKind?
      public var person: String?

      public init(kind: CardKind? = nil, person: String? = nil) {
        self.kind = kind
        self.person = person
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var person: Person

      public init(person: Person) {
        self.person = person
      }
    }
  }

  public enum RemoveCard: VarlinkMethod {
    public static let name = "org.hallway.Simulator.RemoveCard"

    public typealias Parameters = NoParameters

    public typealias Reply = NoParameters
  }

  public enum SetReader: VarlinkMethod {
    public static let name = "org.hallway.Simulator.SetReader"

    public struct Parameters: Codable, Sendable, Equatable {
      public var silent: Bool?
      public var delayMilliseconds: Int?
      public var torn: Tearing?
      public var status: Int?
      public var wrongChecksum: Bool?
      public var rereadsWithoutFind: Bool?

      public init(
        silent: Bool? = nil, delayMilliseconds: Int? = nil, torn: Tearing? = nil,
        status: Int? = nil, wrongChecksum: Bool? = nil, rereadsWithoutFind: Bool? = nil
      ) {
        self.silent = silent
        self.delayMilliseconds = delayMilliseconds
        self.torn = torn
        self.status = status
        self.wrongChecksum = wrongChecksum
        self.rereadsWithoutFind = rereadsWithoutFind
      }
    }

    public typealias Reply = NoParameters
  }

  public enum SetPrinter: VarlinkMethod {
    public static let name = "org.hallway.Simulator.SetPrinter"

    public struct Parameters: Codable, Sendable, Equatable {
      public var paper: Paper?
      public var cover: Cover?
      public var silent: Bool?
      public var cutterStuck: Bool?
      public var offline: Bool?
      public var bytesPerSecond: Int?

      public init(
        paper: Paper? = nil, cover: Cover? = nil, silent: Bool? = nil, cutterStuck: Bool? = nil,
        offline: Bool? = nil, bytesPerSecond: Int? = nil
      ) {
        self.paper = paper
        self.cover = cover
        self.silent = silent
        self.cutterStuck = cutterStuck
        self.offline = offline
        self.bytesPerSecond = bytesPerSecond
      }
    }

    public typealias Reply = NoParameters
  }

  public enum PressPad: VarlinkMethod {
    public static let name = "org.hallway.Simulator.PressPad"

    public struct Parameters: Codable, Sendable, Equatable {
      public var pad: String
      public var key: Int

      public init(pad: String, key: Int) {
        self.pad = pad
        self.key = key
      }
    }

    public typealias Reply = NoParameters
  }

  public enum SetPad: VarlinkMethod {
    public static let name = "org.hallway.Simulator.SetPad"

    public struct Parameters: Codable, Sendable, Equatable {
      public var pad: String
      public var silent: Bool?
      public var wrongSum: Bool?
      public var torn: Tearing?

      public init(pad: String, silent: Bool? = nil, wrongSum: Bool? = nil, torn: Tearing? = nil) {
        self.pad = pad
        self.silent = silent
        self.wrongSum = wrongSum
        self.torn = torn
      }
    }

    public typealias Reply = NoParameters
  }

  public enum Scan: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Scan"

    public struct Parameters: Codable, Sendable, Equatable {
      public var scanner: String
      public var text: String

      public init(scanner: String, text: String) {
        self.scanner = scanner
        self.text = text
      }
    }

    public typealias Reply = NoParameters
  }

  public enum SetScanner: VarlinkMethod {
    public static let name = "org.hallway.Simulator.SetScanner"

    public struct Parameters: Codable, Sendable, Equatable {
      public var scanner: String
      public var silent: Bool?
      public var wrongCheck: Bool?
      public var torn: Tearing?
      public var waitsForCommand: Bool?

      public init(
        scanner: String, silent: Bool? = nil, wrongCheck: Bool? = nil, torn: Tearing? = nil,
        waitsForCommand: Bool? = nil
      ) {
        self.scanner = scanner
        self.silent = silent
        self.wrongCheck = wrongCheck
        self.torn = torn
        self.waitsForCommand = waitsForCommand
      }
    }

    public typealias Reply = NoParameters
  }

  public enum Unplug: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Unplug"

    public struct Parameters: Codable, Sendable, Equatable {
      public var device: String
      public var keepsPower: Bool?

      public init(device: String, keepsPower: Bool? = nil) {
        self.device = device
        self.keepsPower = keepsPower
      }
    }

    public typealias Reply = NoParameters
  }

  public enum Plug: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Plug"

    public struct Parameters: Codable, Sendable, Equatable {
      public var device: String

      public init(device: String) {
        self.device = device
      }
    }

    public typealias Reply = NoParameters
  }

  public enum Tickets: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Tickets"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var tickets: [Ticket]

      public init(tickets: [Ticket]) {
        self.tickets = tickets
      }
    }
  }

  public enum People: VarlinkMethod {
    public static let name = "org.hallway.Simulator.People"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var people: [Person]

      public init(people: [Person]) {
        self.people = people
      }
    }
  }

  public enum Devices: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Devices"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var devices: [Device]

      public init(devices: [Device]) {
        self.devices = devices
      }
    }
  }

  public enum Pads: VarlinkMethod {
    public static let name = "org.hallway.Simulator.Pads"

    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var pads: [Pad]

      public init(pads: [Pad]) {
        self.pads = pads
      }
    }
  }
}

// The errors of `org.hallway.Simulator`.
extension Simulator {
  public struct NoSuchDevice: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.NoSuchDevice"
    public var device: String

    public init(device: String) {
      self.device = device
    }
  }

  public struct NoSuchPerson: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.NoSuchPerson"
    public var person: String

    public init(person: String) {
      self.person = person
    }
  }

  public struct BadKey: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.BadKey"
    public var key: Int

    public init(key: Int) {
      self.key = key
    }
  }

  public struct NoCard: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.NoCard"

    public init() {}
  }

  public struct NotLooking: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.NotLooking"
    public var scanner: String

    public init(scanner: String) {
      self.scanner = scanner
    }
  }

  public struct PlugFailed: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Simulator.PlugFailed"
    public var device: String
    public var reason: String

    public init(device: String, reason: String) {
      self.device = device
      self.reason = reason
    }
  }
}
