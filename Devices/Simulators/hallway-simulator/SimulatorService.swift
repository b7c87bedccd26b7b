import DeviceSimulators
import SimulatorAPI
import Varlink

/// Answers `org.hallway.Simulator` with the simulated hardware.
struct SimulatorService {
  let hall: SimulatedHall

  func makeService() throws -> VarlinkService {
    var service = VarlinkService(
      vendor: "Hallway", product: "Hallway device simulator", version: "1.0",
      url: "https://hallway.example/")
    service.add(try Simulator.interface())
    addReader(to: &service)
    addPrinter(to: &service)
    addPads(to: &service)
    addScanner(to: &service)
    addStations(to: &service)
    addPlugs(to: &service)
    service.translateErrors { error, _ in (error as? SimulatedHallError)?.reply }
    return service
  }

  private func addReader(to service: inout VarlinkService) {
    service.handle(Simulator.PlaceCard.self) { [hall] parameters, _ in
      let kind = parameters.kind.flatMap { CardKind(rawValue: $0.rawValue) }
      let person = try hall.placeCard(kind: kind, person: parameters.person)
      return Simulator.PlaceCard.Reply(person: Simulator.Person(person))
    }
    service.handle(Simulator.RemoveCard.self) { [hall] _, _ in
      try hall.removeCard()
      return NoParameters()
    }
    service.handle(Simulator.People.self) { _, _ in
      Simulator.People.Reply(people: InventedPerson.everybody.map(Simulator.Person.init))
    }
    service.handle(Simulator.SetReader.self) { [hall] parameters, _ in
      let status = try parameters.status.map { status in
        guard let byte = UInt8(exactly: status) else {
          throw StandardError.invalidParameter("status")
        }
        return SamvStatus(rawValue: byte)
      }
      let delay = try parameters.delayMilliseconds.map { delay in
        // A minute is longer than any driver waits.
        guard (0...60_000).contains(delay) else {
          throw StandardError.invalidParameter("delayMilliseconds")
        }
        return Duration.milliseconds(delay)
      }
      try hall.useReader { reader in
        if let silent = parameters.silent { reader.faults.silent = silent }
        if let delay { reader.faults.delay = delay }
        if let torn = parameters.torn { reader.faults.tearing = Tearing(torn) }
        if let status { reader.faults.status = status == .success ? nil : status }
        if let wrong = parameters.wrongChecksum { reader.faults.wrongChecksum = wrong }
        if let rereads = parameters.rereadsWithoutFind {
          reader.faults.rereadsWithoutFind = rereads
        }
      }
      return NoParameters()
    }
  }

  private func addPrinter(to service: inout VarlinkService) {
    service.handle(Simulator.SetPrinter.self) { [hall] parameters, _ in
      if let rate = parameters.bytesPerSecond, rate < 0 {
        throw StandardError.invalidParameter("bytesPerSecond")
      }
      try hall.usePrinter { printer in
        // One assignment: the printer reports a change of several sensors once.
        var faults = printer.faults
        if let paper = parameters.paper.flatMap({ PaperSupply(rawValue: $0.rawValue) }) {
          faults.paper = paper
        }
        if let cover = parameters.cover { faults.coverOpen = cover == .open }
        if let silent = parameters.silent { faults.mute = silent }
        if let stuck = parameters.cutterStuck { faults.cutterStuck = stuck }
        if let offline = parameters.offline { faults.offline = offline }
        if let rate = parameters.bytesPerSecond { faults.bytesPerSecond = rate > 0 ? rate : nil }
        printer.faults = faults
      }
      return NoParameters()
    }
    service.handle(Simulator.Tickets.self) { [hall] _, _ in
      Simulator.Tickets.Reply(
        tickets: hall.tickets.map { ticket in
          Simulator.Ticket(number: ticket.number, text: ticket.text, png: ticket.png)
        })
    }
  }

  private func addPads(to service: inout VarlinkService) {
    service.handle(Simulator.PressPad.self) { [hall] parameters, _ in
      try hall.press(parameters.key, onPad: parameters.pad)
      return NoParameters()
    }
    service.handle(Simulator.SetPad.self) { [hall] parameters, _ in
      try hall.changePad(parameters.pad) { faults in
        if let silent = parameters.silent { faults.silent = silent }
        if let wrong = parameters.wrongSum { faults.wrongSum = wrong }
        if let torn = parameters.torn { faults.tearing = Tearing(torn) }
      }
      return NoParameters()
    }
    service.handle(Simulator.Pads.self) { [hall] _, _ in
      Simulator.Pads.Reply(
        pads: hall.padFaces.map { id, face in
          Simulator.Pad(
            id: id, asksForRating: face.asksForRating, stars: face.stars, beeps: face.beeps,
            acknowledged: face.acknowledged, givenUp: face.givenUp)
        })
    }
  }

  private func addScanner(to service: inout VarlinkService) {
    service.handle(Simulator.Scan.self) { [hall] parameters, _ in
      // A QR code holds no more.
      guard (1...2953).contains(parameters.text.utf8.count) else {
        throw StandardError.invalidParameter("text")
      }
      try hall.scan(parameters.text, onScanner: parameters.scanner)
      return NoParameters()
    }
    service.handle(Simulator.SetScanner.self) { [hall] parameters, _ in
      try hall.useScanner(parameters.scanner) { scanner in
        if let silent = parameters.silent { scanner.faults.silent = silent }
        if let wrong = parameters.wrongCheck { scanner.faults.wrongCheck = wrong }
        if let torn = parameters.torn { scanner.faults.tearing = Tearing(torn) }
        if let waits = parameters.waitsForCommand { scanner.waitsForCommand = waits }
      }
      return NoParameters()
    }
  }

  private func addStations(to service: inout VarlinkService) {
    service.handle(Simulator.PressKeypad.self) { [hall] parameters, _ in
      guard let key = KeypadKey(rawValue: parameters.key.rawValue) else {
        throw StandardError.invalidParameter("key")
      }
      try hall.press(key, onKeypad: parameters.keypad)
      return NoParameters()
    }
    service.handle(Simulator.SetStrip.self) { [hall] parameters, _ in
      try hall.silence(parameters.silent, strip: parameters.strip)
      return NoParameters()
    }
    service.handle(Simulator.Keypads.self) { [hall] _, _ in
      Simulator.Keypads.Reply(
        keypads: hall.keypads.map { view in
          Simulator.Keypad(
            id: view.id, waiting: view.waiting, ticket: view.ticket, beeps: view.beeps,
            acknowledged: view.acknowledged, givenUp: view.givenUp)
        })
    }
    service.handle(Simulator.Strips.self) { [hall] _, _ in
      Simulator.Strips.Reply(strips: hall.strips.map { Simulator.Strip(id: $0.id, text: $0.text) })
    }
  }

  private func addPlugs(to service: inout VarlinkService) {
    service.handle(Simulator.Plug.self) { [hall] parameters, _ in
      try hall.plug(parameters.device)
      return NoParameters()
    }
    service.handle(Simulator.Unplug.self) { [hall] parameters, _ in
      try await hall.unplug(parameters.device, keepsPower: parameters.keepsPower ?? false)
      return NoParameters()
    }
    service.handle(Simulator.Devices.self) { [hall] _, _ in
      Simulator.Devices.Reply(
        devices: hall.devices.map { device in
          Simulator.Device(
            id: device.id, address: device.address, connected: device.isConnected)
        })
    }
  }
}

extension Simulator.Person {
  fileprivate init(_ person: InventedPerson) {
    let kind: Simulator.CardKind =
      switch person.face.kind {
      case .resident: .resident
      case .permit: .permit
      case .foreigner: .foreigner
      case .foreigner2023: .foreigner2023
      }
    self.init(id: person.id, kind: kind, name: person.name)
  }
}

extension Tearing {
  fileprivate init(_ tearing: Simulator.Tearing) {
    self =
      switch tearing {
      case .whole: .whole
      case .singleBytes: .singleBytes
      case .leadingGarbage: .leadingGarbage
      case .lostFirstByte: .lostFirstByte
      }
  }
}

extension SimulatedHallError {
  fileprivate var reply: any VarlinkErrorReply {
    switch self {
    case .noSuchDevice(let device): Simulator.NoSuchDevice(device: device)
    case .noSuchPerson(let person): Simulator.NoSuchPerson(person: person)
    case .badKey(let key): Simulator.BadKey(key: key)
    case .noCard: Simulator.NoCard()
    case .notLooking(let scanner): Simulator.NotLooking(scanner: scanner)
    case .plugFailed(let device, let reason):
      Simulator.PlugFailed(device: device, reason: reason)
    }
  }
}
