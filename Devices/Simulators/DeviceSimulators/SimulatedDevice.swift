/// A simulated device on a line that can be unplugged and plugged in again.
public protocol SimulatedDevice: Sendable {
  /// Where a driver finds it: `serial:/path` or `tcp:127.0.0.1:9100`. Stays the same over unplug.
  var address: String { get }

  /// Connects the device; nothing happens if it is connected.
  func plug() throws(SimulatorError)

  /// Pulls the plug: the line closes; the device loses its power unless it has some of its own.
  func unplug(keepsPower: Bool) async
}

extension SimulatedDevice {
  /// Pulls the plug of a device that has its power from there.
  public func unplug() async { await unplug(keepsPower: false) }
}

/// A device on a pty, reachable through a link that outlives the pty.
public final class SerialSimulator<Machine: WireMachine>: SimulatedDevice {
  private let link: String
  private let end: WireEnd<Machine>
  private let plugged = PlugState()

  /// - Parameters:
  ///   - machine: the device.
  ///   - link: absolute path of the link to make; its directory exists.
  public init(_ machine: Machine, link: String) {
    self.link = link
    end = WireEnd(machine)
  }

  public var address: String { "serial:" + link }

  public func plug() throws(SimulatorError) {
    try plugged.plug { () throws(SimulatorError) in
      let (port, path) = try WirePort.openSerial()
      try FileTree.link(link, to: path)
      try end.start(port)
    }
  }

  public func unplug(keepsPower: Bool) async {
    guard plugged.unplug() else { return }
    FileTree.remove(link)
    await end.stop(keepsPower: keepsPower)
  }

  /// Looks at the machine or turns a knob.
  public func use<Result: Sendable>(_ body: (inout Machine) -> Result) -> Result { end.use(body) }
}

/// An ID card reader (读卡器) on a pty.
public typealias ReaderSimulator = SerialSimulator<ReaderMachine>

/// An evaluation pad (评价器) on a pty, whatever it speaks.
protocol PadSimulator: SimulatedDevice {
  var face: PadFace { get }
  func press(_ key: Int) -> Bool
  func change(_ faults: (inout PadFaults) -> Void)
}

extension SerialSimulator: PadSimulator where Machine: RatingPad {
  var face: PadFace { use { $0.face } }

  func press(_ key: Int) -> Bool { use { $0.press(key, at: .now) } }

  func change(_ faults: (inout PadFaults) -> Void) { use { faults(&$0.faults) } }
}

/// A ticket printer (取号机打印头) on TCP or on a pty.
public final class PrinterSimulator: SimulatedDevice {
  /// Where its cable ends.
  public enum Front: Sendable {
    /// A TCP port on 127.0.0.1, 0 for a free one.
    case network(port: UInt16)
    /// A pty reached by this link, an absolute path in a directory that exists.
    case serial(link: String)
  }

  private enum Place {
    /// The port was taken when the printer was made, so that its address is known before.
    case network(number: UInt16, first: PlugState.Reserved)
    case serial(link: String)
  }

  private let place: Place
  private let end: WireEnd<PrinterMachine>
  private let plugged = PlugState()

  /// - Parameters:
  ///   - profile: what the printer is able to do.
  ///   - front: where its cable ends.
  ///   - tray: where the tickets go.
  ///   - complain: called on the printer's thread when a ticket could not be written.
  /// - Throws: `SimulatorError` if the port is taken.
  public init(
    profile: PrinterProfile, front: Front = .network(port: 0), tray: TicketTray,
    complain: @escaping @Sendable (SimulatorError) -> Void
  ) throws(SimulatorError) {
    switch front {
    case .network(let port):
      let (listener, number) = try WirePort.listen(on: port)
      place = .network(number: number, first: PlugState.Reserved(listener))
    case .serial(let link): place = .serial(link: link)
    }
    end = WireEnd(PrinterMachine(profile: profile)) { end in
      // Written before the answers leave: who hears "printed" finds the picture.
      for ticket in end.take({ $0.takeTickets() }) {
        do throws(SimulatorError) { try tray.drop(ticket) } catch { complain(error) }
      }
    }
  }

  public var address: String {
    switch place {
    case .network(let number, _): "tcp:127.0.0.1:\(number)"
    case .serial(let link): "serial:" + link
    }
  }

  public func plug() throws(SimulatorError) {
    try plugged.plug { () throws(SimulatorError) in
      switch place {
      case .network(let number, let first):
        if let port = first.take() { return try end.start(port) }
        try end.start(WirePort.listen(on: number).port)
      case .serial(let link):
        let (port, path) = try WirePort.openSerial()
        try FileTree.link(link, to: path)
        try end.start(port)
      }
    }
  }

  public func unplug(keepsPower: Bool) async {
    guard plugged.unplug() else { return }
    if case .serial(let link) = place { FileTree.remove(link) }
    await end.stop(keepsPower: keepsPower)
  }

  /// Looks at the machine or turns a knob.
  public func use<Result: Sendable>(_ body: (inout PrinterMachine) -> Result) -> Result {
    end.use(body)
  }
}
