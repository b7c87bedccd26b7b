public import Logging
import Synchronization

/// Everything that supervision of one device needs besides its driver.
public struct Supervision: Sendable {
  public let id: DeviceID
  public let kind: DeviceKind
  public let address: DeviceAddress
  public let thread: DeviceThread
  public let board: StatusBoard
  public let logger: Logger
  let turns: Turnstile
  let backoff: Backoff
  let request: LinkRequest
  let openLink: LinkOpener

  /// `ownLink` is the way to devices that only the driver's family has, see
  /// ``LinkRequest/ownLink``.
  ///
  /// - Throws: ``DeviceFault`` when the machine has no thread or descriptor left, or `protocolError`
  ///   when the driver does not speak over such an address or objects to the device.
  public init(
    _ descriptor: DriverDescriptor, _ device: DeviceRequest, _ bench: DeviceBench,
    ownLink: LinkOpener? = nil
  ) throws(DeviceFault) {
    guard descriptor.schemes.contains(device.address.scheme) else {
      throw DeviceFault(
        .protocolError,
        "\(descriptor.name) does not speak over \(device.address.scheme.rawValue)")
    }
    if let objection = descriptor.objection(device) {
      throw DeviceFault(.protocolError, objection.message)
    }
    id = device.id
    kind = descriptor.kind
    let address = device.address.assuming(baud: descriptor.baud)
    self.address = address
    logger = bench.logger
    backoff = bench.backoff
    request = LinkRequest(
      address, matches: descriptor.matches, split: descriptor.split, ownLink: ownLink)
    openLink = bench.openLink
    thread = try DeviceThread(name: id.name)
    let board = StatusBoard(
      id: id, kind: descriptor.kind, address: address, parts: descriptor.parts,
      wallTime: bench.wallTime, logger: bench.logger)
    self.board = board
    turns = Turnstile { board.show(isBusy: $0) }
  }

  /// Whether the hall is ending or the command under way was given up: for waits that do not go
  /// through a link, such as a C library's own.
  public var isInterrupted: Bool { thread.waker.isInterrupted }
}

/// The commands that wait for one device or are under way: a bounded queue.
final class Turnstile: Sendable {
  /// Nobody waits behind so many; the next is told at once.
  static let limit = 32

  /// A command of the queue, given its number. Runs on the device's thread and returns what tells
  /// its caller how it ended.
  typealias Command = @Sendable (UInt64) -> @Sendable () -> Void

  private struct State {
    /// Waiting and under way.
    var admitted = 0
    var nextNumber: UInt64 = 0
    var waiting: [(number: UInt64, command: Command)] = []
  }

  private let state = Mutex(State())
  private let busy: @Sendable (Bool) -> Void

  init(busy: @escaping @Sendable (Bool) -> Void) { self.busy = busy }

  /// The number of an admitted command; nil where too many wait already.
  func admit(_ command: @escaping Command) -> UInt64? {
    state.withLock { state in
      guard state.admitted < Self.limit else { return nil }
      state.admitted += 1
      state.nextNumber += 1
      state.waiting.append((state.nextNumber, command))
      // Under the lock, so that "busy" and "free" cannot overtake each other.
      if state.admitted == 1 { busy(true) }
      return state.nextNumber
    }
  }

  /// Carries out the command that has waited longest; to be called once for each that was admitted.
  func serveNext() {
    guard let (number, command) = next() else { return }
    let tell = command(number)
    state.withLock { state in
      state.admitted -= 1
      if state.admitted == 0 { busy(false) }
    }
    // Only now: whoever was answered and comes again at once does not find itself in the way.
    tell()
  }

  private func next() -> (UInt64, Command)? {
    state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }
}
