import Glibc
import Synchronization

/// Why something cannot be done with the simulated hardware.
public enum SimulatedHallError: Error, Sendable, Equatable {
  case noSuchDevice(String)
  case noSuchPerson(String)
  case badKey(Int)
  case noCard
  /// The scanner waits for a command before it looks for codes.
  case notLooking(String)
  case plugFailed(device: String, reason: String)
}

/// The hardware of a small hall: at most one reader, printer and scanner, and what stands at windows.
public final class SimulatedHall: Sendable {
  /// Which devices there are and where they are kept.
  public struct Plan: Sendable {
    /// Links go into `devices` below it, tickets into `tickets`.
    public var state: String
    /// Names of the devices, nil for none.
    public var reader: String?
    public var printer: String?
    public var scanner: String?
    /// Window numbers, which are also the devices' addresses on the wire: pads, keypads and strips
    /// of the FF 68 family and of Onbon, and those that speak QP1.
    public var pads: [UInt8] = []
    public var qp1Pads: [UInt8] = []
    public var keypads: [UInt8] = []
    public var qp1Keypads: [UInt8] = []
    public var strips: [UInt8] = []
    public var qp1Strips: [UInt8] = []
    /// 0 for a free TCP port.
    public var printerPort: UInt16 = 0
    /// The printer is on a pty like the other devices, not on TCP.
    public var isPrinterSerial = false
    public var printerProfile: PrinterProfile

    public init(state: String, printerProfile: PrinterProfile) {
      self.state = state
      self.printerProfile = printerProfile
    }
  }

  /// A device and whether its plug is in.
  public struct Connection: Sendable {
    public let id: String
    public let address: String
    public let isConnected: Bool
  }

  private let links: String
  private let tray: TicketTray
  private let reader: (id: String, simulator: ReaderSimulator)?
  private let printer: (id: String, simulator: PrinterSimulator)?
  let scanner: (id: String, simulator: ScannerSimulator)?
  private let pads: [(id: String, simulator: any PadSimulator)]
  let stations: SimulatedStations
  private let connected = Mutex<Set<String>>([])
  private let nextPerson = Mutex(0)

  /// Makes the devices; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - plan: which devices.
  ///   - complain: called when a ticket could not be written.
  /// - Throws: `SimulatorError` if a directory or the printer's port cannot be had.
  public init(
    _ plan: Plan, complain: @escaping @Sendable (SimulatorError) -> Void
  ) throws(SimulatorError) {
    let links = try FileTree.makeDirectory(plan.state + "/devices")
    let tray = try TicketTray(directory: plan.state + "/tickets")
    self.links = links
    self.tray = tray
    reader = plan.reader.map { id in
      (id, ReaderSimulator(ReaderMachine(), link: links + "/" + id))
    }
    if let id = plan.printer {
      printer = (
        id,
        try PrinterSimulator(
          profile: plan.printerProfile,
          front: plan.isPrinterSerial
            ? .serial(link: links + "/" + id) : .network(port: plan.printerPort),
          tray: tray, complain: complain)
      )
    } else {
      printer = nil
    }
    scanner = plan.scanner.map { id in
      (id, ScannerSimulator(ScannerMachine(), link: links + "/" + id))
    }
    func link(_ number: UInt8) -> String { links + "/pad-\(number)" }
    pads =
      plan.pads.map {
        ("pad-\($0)", SerialSimulator(PadMachine(address: $0), link: link($0)))
      }
      + plan.qp1Pads.map {
        ("pad-\($0)", SerialSimulator(QP1Machine(address: $0), link: link($0)))
      }
    stations = SimulatedStations(plan, links: links)
  }

  // MARK: - Plugs

  /// Every device, reader and printer first.
  public var devices: [Connection] {
    let connected = connected.withLock { $0 }
    return everything.map { id, device in
      Connection(id: id, address: device.address, isConnected: connected.contains(id))
    }
  }

  public func plug(_ id: String) throws(SimulatedHallError) {
    let device = try device(id)
    do {
      try device.plug()
    } catch {
      throw .plugFailed(device: id, reason: error.description)
    }
    connected.withLock { _ = $0.insert(id) }
  }

  public func unplug(_ id: String, keepsPower: Bool = false) async throws(SimulatedHallError) {
    let device = try device(id)
    await device.unplug(keepsPower: keepsPower)
    connected.withLock { _ = $0.remove(id) }
  }

  public func plugEverything() throws(SimulatedHallError) {
    for (id, _) in everything { try plug(id) }
  }

  /// Closes all lines and removes the links; the tickets stay.
  public func close() async {
    for (_, device) in everything { await device.unplug() }
    connected.withLock { $0.removeAll() }
    rmdir(links)
  }

  private var everything: [(id: String, device: any SimulatedDevice)] {
    var devices: [(id: String, device: any SimulatedDevice)] = []
    if let reader { devices.append((reader.id, reader.simulator)) }
    if let printer { devices.append((printer.id, printer.simulator)) }
    if let scanner { devices.append((scanner.id, scanner.simulator)) }
    return devices + pads.map { ($0.id, $0.simulator) } + stations.devices
  }

  private func device(_ id: String) throws(SimulatedHallError) -> any SimulatedDevice {
    guard let found = everything.first(where: { $0.id == id }) else { throw .noSuchDevice(id) }
    return found.device
  }

  // MARK: - Reader

  /// Lays a card on the reader: of the person named, or else of the next one in turn.
  public func placeCard(
    kind: CardKind? = nil, person name: String? = nil
  ) throws(SimulatedHallError) -> InventedPerson {
    let person: InventedPerson
    if let name {
      guard let named = InventedPerson.named(name), kind == nil || kind == named.face.kind else {
        throw .noSuchPerson(name)
      }
      person = named
    } else {
      person = nextInTurn(kind)
    }
    try useReader { $0.placeCard(person) }
    return person
  }

  public func removeCard() throws(SimulatedHallError) {
    let removed = try useReader { reader in
      defer { reader.removeCard() }
      return reader.card != nil
    }
    guard removed else { throw .noCard }
  }

  @discardableResult
  public func useReader<Result: Sendable>(
    _ body: (inout ReaderMachine) -> Result
  ) throws(SimulatedHallError) -> Result {
    guard let reader else { throw .noSuchDevice("reader") }
    return reader.simulator.use(body)
  }

  private func nextInTurn(_ kind: CardKind?) -> InventedPerson {
    nextPerson.withLock { next in
      let everybody = InventedPerson.everybody
      while let kind, everybody[next % everybody.count].face.kind != kind { next += 1 }
      defer { next = (next + 1) % everybody.count }
      return everybody[next % everybody.count]
    }
  }

  // MARK: - Printer

  public var tickets: [FinishedTicket] { tray.tickets }

  public func usePrinter(
    _ body: (inout PrinterMachine) -> Void
  ) throws(SimulatedHallError) {
    guard let printer else { throw .noSuchDevice("printer") }
    printer.simulator.use(body)
  }

  // MARK: - Pads

  /// What each pad shows.
  public var padFaces: [(id: String, face: PadFace)] {
    pads.map { ($0.id, $0.simulator.face) }
  }

  /// Presses a key, 1 to 5, of the pad with this device id or window number.
  public func press(_ key: Int, onPad name: String) throws(SimulatedHallError) {
    guard try pad(name).press(key) else { throw .badKey(key) }
  }

  public func changePad(
    _ name: String, _ faults: (inout PadFaults) -> Void
  ) throws(SimulatedHallError) {
    try pad(name).change(faults)
  }

  private func pad(_ name: String) throws(SimulatedHallError) -> any PadSimulator {
    guard let pad = pads.first(where: { $0.id == name || $0.id == "pad-" + name }) else {
      throw .noSuchDevice(name)
    }
    return pad.simulator
  }

  // MARK: - Keypads and strips

  public var keypads: [SimulatedStations.KeypadView] { stations.keypadViews }

  public var strips: [(id: String, text: String)] { stations.stripTexts }

  /// Presses what a clerk presses for an action, on the keypad with this id or window number.
  public func press(_ key: KeypadKey, onKeypad name: String) throws(SimulatedHallError) {
    guard stations.press(key, on: name) else { throw .noSuchDevice(name) }
  }

  /// Makes a strip answer nothing, or answer again.
  public func silence(_ silent: Bool, strip name: String) throws(SimulatedHallError) {
    guard stations.silence(silent, strip: name) else { throw .noSuchDevice(name) }
  }
}
