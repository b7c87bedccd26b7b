public import Logging

/// Everything that supervision of one device needs besides its driver.
public struct Supervision: Sendable {
  public let id: DeviceID
  public let kind: DeviceKind
  public let address: DeviceAddress
  public let thread: DeviceThread
  public let board: StatusBoard
  public let logger: Logger
  let backoff: Backoff
  let openLink: LinkOpener

  /// - Throws: ``DeviceFault`` when the machine has no thread or descriptor left, or `protocolError`
  ///   when the driver does not speak over such an address.
  public init(
    _ descriptor: DriverDescriptor, id: DeviceID, address: DeviceAddress,
    wallTime: @escaping WallTime, logger: Logger, backoff: Backoff, openLink: @escaping LinkOpener
  ) throws(DeviceFault) {
    guard descriptor.schemes.contains(address.scheme) else {
      throw DeviceFault(
        .protocolError, "\(descriptor.name) does not speak over \(address.scheme.rawValue)")
    }
    self.id = id
    kind = descriptor.kind
    let address = address.assuming(baud: descriptor.baud)
    self.address = address
    self.logger = logger
    self.backoff = backoff
    self.openLink = openLink
    thread = try DeviceThread(name: id.name)
    board = StatusBoard(
      id: id, kind: descriptor.kind, address: address,
      paper: descriptor.kind == .ticketPrinter ? .unknown : nil, wallTime: wallTime, logger: logger)
  }
}

/// A driver actor under supervision: absent, opening, ready, faulted, and again after a pause.
///
/// The driver supplies ``probe(_:)`` and ``watch(_:)``; opening, back-off, status, logging and the
/// end are here, once for all drivers. The actor's executor is its ``DeviceThread``, so both may
/// block, with deadlines; between two calls of ``watch(_:)`` the actor serves its callers.
/// ``Device/run()`` is called once in a device's life.
public protocol SupervisedDevice: Actor, Device {
  nonisolated var supervision: Supervision { get }

  /// The open link, nil while there is none; only ``SupervisedDevice`` assigns it.
  var link: (any ByteLink)? { get set }

  /// Brings a freshly opened device to where it can serve and shows that on the board, or throws
  /// why it can not.
  func probe(_ link: any ByteLink) throws(DeviceFault)

  /// One idle period: what a device says unasked, and whether it is still there. Returns early
  /// when ``ByteLink/waitForInput(until:)`` does.
  func watch(_ link: any ByteLink) throws(DeviceFault)

  /// The link was closed after `fault`: what depends on it ends now.
  func lost(_ fault: DeviceFault)

  /// ``Device/run()`` is over: streams that the driver itself feeds end here.
  func finish()
}

extension SupervisedDevice {
  public nonisolated var id: DeviceID { supervision.id }
  public nonisolated var kind: DeviceKind { supervision.kind }
  public nonisolated func status() async -> DeviceStatus { supervision.board.status }
  public nonisolated func statuses() async -> AsyncStream<DeviceStatus> {
    supervision.board.statuses()
  }

  public func lost(_ fault: DeviceFault) {}

  public func finish() {}

  public func run() async {
    await withTaskCancellationHandler {
      await supervise()
    } onCancel: {
      supervision.thread.waker.stop()
    }
    lose(.stopping)
    supervision.board.finish()
    finish()
  }

  /// The open link, or the fault to tell a caller who came while there is none.
  public func requireLink() throws(DeviceFault) -> any ByteLink {
    if supervision.thread.waker.isStopped { throw .stopping }
    if let link { return link }
    switch supervision.board.status.state {
    case .faulted(let fault): throw fault
    case .absent, .opening, .ready:
      throw DeviceFault(.absent, "nothing answers at \(supervision.address)")
    }
  }

  /// Closes the link after `fault`; supervision opens it again after a pause.
  public func lose(_ fault: DeviceFault) {
    link = nil
    supervision.board.show(DeviceState(after: fault))
    lost(fault)
  }

  private func supervise() async {
    var backoff = supervision.backoff
    while !Task.isCancelled {
      do {
        try open()
        let readySince = Deadline.now
        while let link {
          try watch(link)
          // Callers queued meanwhile have their turn here.
          await Task.yield()
          if Task.isCancelled { return }
        }
        // A device that flaps is not opened again at the first pace (trap 24).
        if readySince.duration(to: .now) > backoff.limit { backoff.reset() }
      } catch {
        if supervision.thread.waker.isStopped { return }
        lose(error)
      }
      await rest(backoff.pause())
    }
  }

  private func open() throws(DeviceFault) {
    let link = try supervision.openLink(supervision.address, supervision.thread.waker)
    // A device that is there and faulty stays faulty until its probe succeeds.
    if supervision.board.status.state == .absent { supervision.board.show(.opening) }
    try probe(link)
    self.link = link
  }

  /// Waits on the device's own thread, turning to callers as they come.
  private func rest(_ pause: Duration) async {
    let deadline = Deadline.after(pause)
    while !Task.isCancelled, Deadline.now < deadline {
      // The only fault of a wait without a descriptor is the end, which the loop checks itself.
      _ = try? supervision.thread.waker.wait(for: nil, until: deadline, idle: true)
      await Task.yield()
    }
  }
}
