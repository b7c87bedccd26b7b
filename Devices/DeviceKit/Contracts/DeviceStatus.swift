public import Hall

/// Where supervision stands with a device.
public enum DeviceState: Sendable, Equatable {
  /// Nothing is at the address: unplugged, or not plugged in yet.
  case absent
  case opening
  case ready
  /// It is there and does not do what it should; the fault says why.
  case faulted(DeviceFault)
  /// The same, its line closed; it is opened again after a pause.
  case backingOff(DeviceFault)

  /// Why the device cannot serve now; nil where it can, or where there is none.
  public var fault: DeviceFault? {
    switch self {
    case .faulted(let fault), .backingOff(let fault): fault
    case .absent, .opening, .ready: nil
    }
  }
}

/// What a front needs to know of a device, in the words of XFS (device-daemons.md section 1).
public enum Availability: String, Sendable, Codable, CaseIterable {
  case online
  /// There was one, and it does not answer now.
  case offline
  case noDevice
  /// A technician is needed.
  case hardwareError
  /// Somebody at the machine can mend it: paper, cover, card.
  case userError
  case busy
}

public enum PaperSupply: String, Sendable, Codable, CaseIterable {
  case full, low, out, jammed, unknown
}

/// A ticket in the outlet of a presenter, a card on a reader.
public enum MediaState: String, Sendable, Codable, CaseIterable {
  case present, notPresent, jammed, unknown
}

public enum CoverState: String, Sendable, Codable, CaseIterable { case closed, open, unknown }

public enum CutterState: String, Sendable, Codable, CaseIterable { case fine, jammed, unknown }

/// What a device tells of its parts; nil where it has no such part or no sensor for it.
public struct DeviceParts: Sendable, Equatable {
  public var paper: PaperSupply?
  public var media: MediaState?
  public var cover: CoverState?
  public var cutter: CutterState?

  public init(
    paper: PaperSupply? = nil, media: MediaState? = nil, cover: CoverState? = nil,
    cutter: CutterState? = nil
  ) {
    self.paper = paper
    self.media = media
    self.cover = cover
    self.cutter = cutter
  }

  /// The same parts after nobody answered: what was known of them may be long past.
  var forgotten: DeviceParts {
    DeviceParts(
      paper: paper.map { _ in .unknown }, media: media.map { _ in .unknown },
      cover: cover.map { _ in .unknown }, cutter: cutter.map { _ in .unknown })
  }
}

/// The rungs of recovery, tried in this order until one helps (trap 20).
public enum RecoveryStep: String, Sendable, Codable, CaseIterable {
  /// CLEAR_FEATURE(ENDPOINT_HALT) on every endpoint, the line stays open.
  case clearHalt
  /// A USB port reset.
  case reset
  /// Closed and opened again.
  case reopen
  /// The hub switches the port off and on.
  case portPower
  /// Software can do no more; attempts go on at the slowest pace.
  case callTechnician
}

/// What a device looks like right now; stale status is never served as fresh.
public struct DeviceStatus: Sendable, Equatable {
  public let id: DeviceID
  public let kind: DeviceKind
  /// The URI it is reached at, as configured.
  public let address: String
  public var state: DeviceState
  public var since: Moment
  public var parts: DeviceParts
  /// The last rung of recovery since it was last ready; nil while it is well.
  public var recovery: RecoveryStep?
  /// Why nothing is there, for a technician; nil unless it is absent.
  public var absence: String?
  /// A command is under way or waits.
  public var isBusy = false

  public init(
    id: DeviceID, kind: DeviceKind, address: String, state: DeviceState, since: Moment,
    parts: DeviceParts = DeviceParts(), recovery: RecoveryStep? = nil
  ) {
    self.id = id
    self.kind = kind
    self.address = address
    self.state = state
    self.since = since
    self.parts = parts
    self.recovery = recovery
  }

  public var paper: PaperSupply? { parts.paper }

  public var availability: Availability {
    switch state {
    case .absent: .noDevice
    case .opening: .offline
    case .ready: isBusy ? .busy : .online
    case .faulted(let fault), .backingOff(let fault):
      switch fault.code {
      case .paperOut, .coverOpen: .userError
      case .busy, .overloaded: .busy
      case .absent, .unplugged, .silent, .cancelled: .offline
      case .permissionDenied, .protocolError, .hardwareError, .cutterError: .hardwareError
      }
    }
  }
}
