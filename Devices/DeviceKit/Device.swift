public import Hall

/// The name a hall gives one device in its configuration, such as `reader` or `pad-3`.
public struct DeviceID: Hashable, Sendable, Codable, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public var description: String { name }
}

/// The families the hall knows.
public enum DeviceKind: String, Sendable, Codable, CaseIterable {
  case idCardReader
  case ticketPrinter
  case evaluationPad
}

/// Where supervision stands with a device; the words follow XFS (device-daemons.md section 1).
public enum DeviceState: Sendable, Equatable {
  /// Nothing is at the address: unplugged, or not plugged in yet.
  case absent
  case opening
  case ready
  /// It is there and does not do what it should; the fault says why.
  case faulted(DeviceFault)
}

/// A fault that is the device's, never the person's.
public struct DeviceFault: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, Codable {
    /// No such node, or the peer refuses the connection.
    case absent
    case permissionDenied
    case busy
    /// It vanished while in use.
    case unplugged
    /// No answer within the deadline.
    case silent
    /// It answered what its protocol does not allow.
    case protocolError
    /// It reports a fault of its own.
    case hardwareError
    case paperOut
    case coverOpen
    case cutterError
    /// Too many jobs wait for it already.
    case overloaded
  }

  public let code: Code
  /// For a technician, in English; never citizen data.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }
}

public enum PaperSupply: String, Sendable, Codable { case full, low, out, unknown }

/// What a device looks like right now; stale status is never served as fresh.
public struct DeviceStatus: Sendable, Equatable {
  public let id: DeviceID
  public let kind: DeviceKind
  /// The URI it is reached at.
  public let address: String
  public var state: DeviceState
  public var since: Moment
  /// Printers only.
  public var paper: PaperSupply?

  public init(
    id: DeviceID, kind: DeviceKind, address: String, state: DeviceState, since: Moment,
    paper: PaperSupply? = nil
  ) {
    self.id = id
    self.kind = kind
    self.address = address
    self.state = state
    self.since = since
    self.paper = paper
  }
}

/// What every supervised device offers the hall.
public protocol Device: Sendable {
  var id: DeviceID { get }
  var kind: DeviceKind { get }
  func status() async -> DeviceStatus
  /// The present status first, then every change; ends when the device's ``run()`` ends.
  func statuses() async -> AsyncStream<DeviceStatus>
  /// Opens, watches and reopens the device until the task is cancelled; never throws and never
  /// gives up (a hall does not stop because one cable was pulled).
  func run() async
}

/// One step of a card being read.
public enum CardReading: Sendable, Equatable {
  /// Lay a card on the reader.
  case waiting
  case reading
  /// The person must try again.
  case retry(CardRetry)
  case card(IdentityCard)
}

/// Why the person must lay the card down again.
public enum CardRetry: String, Sendable, Codable {
  /// Lifted or moved too early (SW3 41).
  case movedTooEarly
  /// Card and reader could not authenticate each other (SW3 31, 32).
  case notAuthenticated
  /// Damaged or unknown kind of card (SW3 33, 3F, 40).
  case unreadable
}

public protocol IDCardReader: Device {
  /// Reads one card: `waiting`, then any number of steps, `card` last; the stream ends after it.
  ///
  /// A fault ends it with ``DeviceFault``. Cancelling the consumer stops polling. One reading at a
  /// time: a second caller gets `busy`.
  func readCard() async -> AsyncThrowingStream<CardReading, any Error>
}

/// How a print job ended. Only `printed` says that paper came out.
public enum PrintOutcome: Sendable, Equatable {
  /// The printer itself confirmed that everything before the mark is on paper.
  case printed
  /// Nothing came out, surely.
  case failed(DeviceFault)
  /// Bytes were sent and nobody knows: never reprinted by a machine.
  case unknown(DeviceFault)
}

public protocol TicketPrinter: Device {
  /// Prints one slip and waits, within the driver's deadline, for the printer's own completion.
  func print(_ slip: Slip) async -> PrintOutcome
}

/// A key a citizen pressed on a pad, already as a level 1...5.
public struct PadPress: Sendable, Equatable {
  public let pad: DeviceID
  public let level: Int
  public let at: Moment

  public init(pad: DeviceID, level: Int, at: Moment) {
    self.pad = pad
    self.level = level
    self.at = at
  }
}

public protocol EvaluationPad: Device {
  /// Every press, accepted or not: whether it counts is the hall's rule, not the pad's.
  func presses() async -> AsyncStream<PadPress>
  /// "Please rate": lamps and voice on. 请评价
  func invite() async throws(DeviceFault)
}
