/// What a clerk wants of a caller keypad.
public enum KeypadKey: String, Sendable, CaseIterable {
  case callNext, recall, transfer, pause, askRating, skip, hold, resume, remindOfLine

  /// The keys of an FF 68 keypad, digits before "confirm" (protocols.md D.1).
  var ff68: [UInt8] {
    switch self {
    case .callNext: [0x0C]
    case .recall: [0x0D]
    case .transfer: [0x13]
    case .pause: [0x12]
    case .askRating: [0x0B]
    case .skip: [0x06, 0x0F]
    case .hold: [0x00, 0x0F]
    case .resume: [0x03, 0x0F]
    case .remindOfLine: [0x11]
    }
  }

  /// The key of a QP1 keypad as delivered: 1 to 9 in this order.
  var qp1: UInt8 { UInt8(1 + (Self.allCases.firstIndex(of: self) ?? 0)) }
}

/// The keypads and strips of a simulated hall.
public struct SimulatedStations: Sendable {
  /// A keypad as its clerk sees it.
  public struct KeypadView: Sendable, Equatable {
    public let id: String
    public let waiting: String
    public let ticket: String
    public let beeps: Int
    public let acknowledged: Int
    public let givenUp: Int
  }

  private enum Keypad {
    case ff68(SerialSimulator<FF68KeypadMachine>)
    case qp1(SerialSimulator<QP1Machine>)
  }

  private enum Strip {
    case onbon(SerialSimulator<OnbonMachine>)
    case qp1(SerialSimulator<QP1Machine>)
  }

  private let keypads: [(id: String, keypad: Keypad)]
  private let strips: [(id: String, strip: Strip)]

  init(_ plan: SimulatedHall.Plan, links: String) {
    func link(_ id: String) -> String { links + "/" + id }
    keypads =
      plan.keypads.map { number in
        let id = "keypad-\(number)"
        let machine = FF68KeypadMachine(address: number)
        return (id, .ff68(SerialSimulator(machine, link: link(id))))
      }
      + plan.qp1Keypads.map { number in
        let id = "keypad-\(number)"
        return (id, .qp1(SerialSimulator(QP1Machine(address: number), link: link(id))))
      }
    strips =
      plan.strips.map { number in
        let id = "strip-\(number)"
        let machine = OnbonMachine(
          screen: UInt16(number), characters: plan.printerProfile.charset)
        return (id, .onbon(SerialSimulator(machine, link: link(id))))
      }
      + plan.qp1Strips.map { number in
        let id = "strip-\(number)"
        return (id, .qp1(SerialSimulator(QP1Machine(address: number), link: link(id))))
      }
  }

  var devices: [(id: String, device: any SimulatedDevice)] {
    var devices: [(id: String, device: any SimulatedDevice)] = []
    for (id, keypad) in keypads {
      switch keypad {
      case .ff68(let simulator): devices.append((id, simulator))
      case .qp1(let simulator): devices.append((id, simulator))
      }
    }
    for (id, strip) in strips {
      switch strip {
      case .onbon(let simulator): devices.append((id, simulator))
      case .qp1(let simulator): devices.append((id, simulator))
      }
    }
    return devices
  }

  /// - Returns: false if there is no such keypad.
  func press(_ key: KeypadKey, on name: String) -> Bool {
    guard let found = keypads.first(where: { $0.id == name || $0.id == "keypad-" + name }) else {
      return false
    }
    switch found.keypad {
    case .ff68(let simulator): simulator.use { $0.press(key.ff68, at: .now) }
    case .qp1(let simulator): simulator.use { $0.pressKey(key.qp1, at: .now) }
    }
    return true
  }

  var keypadViews: [KeypadView] {
    keypads.map { id, keypad in
      switch keypad {
      case .ff68(let simulator):
        let face = simulator.use { $0.face }
        return KeypadView(
          id: id, waiting: face.waiting, ticket: face.ticket, beeps: face.beeps,
          acknowledged: face.acknowledged, givenUp: face.givenUp)
      case .qp1(let simulator):
        let (face, station) = simulator.use { ($0.face, $0.station) }
        return KeypadView(
          id: id, waiting: station.waiting.map { "\($0)" } ?? "", ticket: station.ticket ?? "",
          beeps: station.beeps, acknowledged: face.acknowledged, givenUp: face.givenUp)
      }
    }
  }

  /// The first line or area of each strip.
  var stripTexts: [(id: String, text: String)] {
    strips.map { id, strip in
      switch strip {
      case .onbon(let simulator): (id, simulator.use { $0.areas[0] } ?? "")
      case .qp1(let simulator): (id, simulator.use { $0.station.lines[0] } ?? "")
      }
    }
  }

  /// - Returns: false if there is no such strip.
  func silence(_ silent: Bool, strip name: String) -> Bool {
    guard let found = strips.first(where: { $0.id == name || $0.id == "strip-" + name }) else {
      return false
    }
    switch found.strip {
    case .onbon(let simulator): simulator.use { $0.faults.silent = silent }
    case .qp1(let simulator): simulator.use { $0.faults.silent = silent }
    }
    return true
  }
}
