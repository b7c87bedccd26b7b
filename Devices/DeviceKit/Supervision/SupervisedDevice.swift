/// A driver actor under supervision: absent, opening, ready, faulted, backing off, and again.
///
/// The driver supplies ``probe(_:)`` and ``watch(_:)``; opening, recovery, back-off, status, logging
/// and the end are here, once for all drivers. The actor's executor is its ``DeviceThread``, so both
/// may block, with deadlines; between two calls of ``watch(_:)`` the actor serves its callers, who
/// come through ``command(within:_:)``. ``Device/run()`` is called once in a device's life.
public protocol SupervisedDevice: Actor, Device {
  nonisolated var supervision: Supervision { get }

  /// The open link, nil while there is none; only ``SupervisedDevice`` assigns it.
  var link: (any ByteLink)? { get set }

  /// What a command found wrong with the open link, until supervision has dealt with it; only
  /// ``SupervisedDevice`` assigns it.
  var suspicion: DeviceFault? { get set }

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
  public nonisolated func hardwareChanged() { supervision.thread.waker.hasten() }

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
    if let suspicion { throw suspicion }
    if let link { return link }
    if let fault = supervision.board.status.state.fault { throw fault }
    throw DeviceFault(.absent, "nothing answers at \(supervision.address)")
  }

  /// Closes the link after `fault`; supervision opens it again after a pause.
  public func lose(_ fault: DeviceFault) {
    link = nil
    suspicion = nil
    supervision.board.show(after: fault)
    lost(fault)
  }

  private func supervise() async {
    var backoff = supervision.backoff
    var ladder = RecoveryLadder()
    while !Task.isCancelled {
      // What was plugged in before this attempt is what this attempt finds.
      _ = supervision.thread.waker.takeHaste()
      do throws(DeviceFault) {
        try open(&ladder)
        let readySince = Deadline.now
        while let link {
          do throws(DeviceFault) {
            if let suspicion { throw suspicion }
            try watch(link)
          } catch {
            try mend(link, after: error, &ladder)
          }
          // Callers queued meanwhile have their turn here.
          await Task.yield()
          if Task.isCancelled { return }
        }
        // A device that flaps is not opened again at the first pace (trap 24).
        if readySince.duration(to: .now) > backoff.limit {
          backoff.reset()
          ladder.reset()
        }
      } catch {
        if supervision.thread.waker.isStopped { return }
        // Opening found nothing: the technician unplugged it, and what comes back may be mended.
        if error.code == .absent, ladder.isSpent {
          ladder.reset()
          supervision.board.forgetRecovery()
        }
        lose(error)
      }
      await rest(backoff.pause())
    }
  }

  private func open(_ ladder: inout RecoveryLadder) throws(DeviceFault) {
    let link = try supervision.openLink(supervision.request, supervision.thread.waker)
    // A device that is there and faulty stays faulty until its probe succeeds.
    if supervision.board.status.state == .absent { supervision.board.show(.opening) }
    do {
      try probe(link)
    } catch {
      try mend(link, after: error, &ladder)
    }
    self.link = link
  }

  /// Climbs the ladder while the link is still open; returns where that mended it, else throws what
  /// the link is to be closed for.
  private func mend(
    _ link: any ByteLink, after fault: DeviceFault, _ ladder: inout RecoveryLadder
  ) throws(DeviceFault) {
    suspicion = nil
    guard fault.isMisbehaviour, !supervision.thread.waker.isStopped else { throw fault }
    while true {
      let step = ladder.climb()
      switch step {
      case .reopen:
        supervision.board.show(step)
        throw fault
      case .callTechnician:
        supervision.board.show(step)
        // A halt outlives every reopening, and clearing it disturbs nobody: what is opened after
        // the pause has none, however high the ladder was climbed before.
        _ = try? link.recover(by: .clearHalt)
        throw fault
      case .clearHalt, .reset, .portPower:
        // A rung that fails is a rung that did not help; the fault stays the one to tell.
        guard (try? link.recover(by: step)) == true else { continue }
        supervision.board.show(step)
        // After a reset or a power cycle the device enumerates anew: the link is spent.
        guard step == .clearHalt else { throw fault }
        return try probe(link)
      }
    }
  }

  /// Waits on the device's own thread, turning to callers as they come.
  private func rest(_ pause: Duration) async {
    let deadline = Deadline.after(pause)
    let board = supervision.board
    if case .faulted(let fault) = board.status.state { board.show(.backingOff(fault)) }
    while !Task.isCancelled, Deadline.now < deadline {
      if supervision.thread.waker.takeHaste() { return }
      // The only fault of a wait without a descriptor is the end, which the loop checks itself.
      _ = try? supervision.thread.waker.wait(for: nil, until: deadline, idle: true)
      await Task.yield()
    }
  }
}
