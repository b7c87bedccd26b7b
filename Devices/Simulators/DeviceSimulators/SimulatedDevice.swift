/// A simulated device on a line that can be unplugged and plugged in again.
public protocol SimulatedDevice: Sendable {
  /// Where a driver finds it: `serial:/path` or `tcp:127.0.0.1:9100`. Stays the same over unplug.
  var address: String { get }

  /// Connects the device; nothing happens if it is connected.
  func plug() throws(SimulatorError)

  /// Pulls the plug: the line closes, the device loses its power.
  func unplug() async
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

  public func unplug() async {
    guard plugged.unplug() else { return }
    FileTree.remove(link)
    await end.stop()
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

/// A ticket printer (取号机打印头) on TCP.
public final class PrinterSimulator: SimulatedDevice {
  private let number: UInt16
  private let firstPort: PlugState.Reserved
  private let end: WireEnd<PrinterMachine>
  private let plugged = PlugState()

  /// - Parameters:
  ///   - profile: what the printer is able to do.
  ///   - port: the TCP port on 127.0.0.1, 0 for a free one.
  ///   - tray: where the tickets go.
  ///   - complain: called on the printer's thread when a ticket could not be written.
  /// - Throws: `SimulatorError` if the port is taken.
  public init(
    profile: PrinterProfile, port: UInt16 = 0, tray: TicketTray,
    complain: @escaping @Sendable (SimulatorError) -> Void
  ) throws(SimulatorError) {
    let (listener, number) = try WirePort.listen(on: port)
    self.number = number
    firstPort = PlugState.Reserved(listener)
    end = WireEnd(PrinterMachine(profile: profile)) { end in
      // Written before the answers leave: who hears "printed" finds the picture.
      for ticket in end.take({ $0.takeTickets() }) {
        do throws(SimulatorError) { try tray.drop(ticket) } catch { complain(error) }
      }
    }
  }

  public var address: String { "tcp:127.0.0.1:\(number)" }

  public func plug() throws(SimulatorError) {
    try plugged.plug { () throws(SimulatorError) in
      // The port was taken when the printer was made, so that its address is known before.
      if let port = firstPort.take() { return try end.start(port) }
      try end.start(WirePort.listen(on: number).port)
    }
  }

  public func unplug() async {
    guard plugged.unplug() else { return }
    await end.stop()
  }

  /// Looks at the machine or turns a knob.
  public func use<Result: Sendable>(_ body: (inout PrinterMachine) -> Result) -> Result {
    end.use(body)
  }
}
