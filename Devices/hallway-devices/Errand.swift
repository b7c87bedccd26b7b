import ArgumentParser
import DeviceKit
import Drivers
import FoundationEssentials
import Glibc
import Hall
import LetterDrawing
import Logging
import Synchronization

/// What both recording and replaying need: a driver by name, its device, and the commands that a
/// technician can give it.
struct Errand {
  let driver: Driver
  private let jobs = TestJobs()

  /// - Throws: a sentence for the person who named no driver there is.
  init(driver name: String) throws {
    guard let driver = allDrivers.first(where: { $0.descriptor.name == name }) else {
      let known = allDrivers.map(\.descriptor.name).sorted().joined(separator: ", ")
      throw ValidationError("no driver is called \"\(name)\"; there are \(known)")
    }
    self.driver = driver
  }

  func bench(_ openLink: @escaping LinkOpener) -> DeviceBench {
    DeviceBench(
      wallTime: { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
      logger: Logger(label: "hallway-devices") { StreamLogHandler.standardError(label: $0) },
      openLink: openLink, isRecorded: true)
  }

  /// The commands that a family has here.
  private var commands: [String] {
    switch driver.descriptor.kind {
    case .idCardReader: ["readCard"]
    case .evaluationPad: ["invite"]
    case .callerKeypad, .ledStrip: ["show"]
    case .ticketPrinter, .documentPrinter: ["print"]
    case .camera: ["snapshot"]
    case .smartCardReader: ["answerToReset", "readSocialSecurityCard"]
    case .scanner: []
    }
  }

  /// Refuses a command before anything is opened.
  func require(_ command: String) throws {
    guard !commands.contains(command) else { return }
    let known = commands.isEmpty ? "none" : commands.joined(separator: ", ")
    throw ValidationError(
      "\(driver.descriptor.name) has no command \"\(command)\"; it has \(known)")
  }

  /// Gives a device one of its family's commands by the name that recordings have for it; what
  /// comes back is told without a citizen's data.
  func perform(_ command: String, on device: any Device) async throws -> String {
    switch (command, device) {
    case ("readCard", let reader as any IDCardReader):
      for try await step in await reader.readCard() {
        switch step {
        case .waiting: say("lay a card on the reader")
        case .reading: say("reading")
        case .retry(let why): say("try again: \(why.rawValue)")
        case .card(let card): return "a card of kind \(card.kind.rawValue)"
        }
      }
      return "no card"
    case ("invite", let pad as any EvaluationPad):
      try await pad.show(.pleaseRate(evaluation: "test", seconds: Self.testSeconds))
      return "invited"
    case ("show", let keypad as any CallerKeypad):
      try await keypad.show(waiting: 12, ticket: "A012")
      return "shown: 12 waiting, A012"
    case ("show", let strip as any LEDStrip):
      try await strip.show("A012")
      return "shown: A012"
    case ("print", let printer as any TicketPrinter):
      return "\(await printer.print(Self.testSlip, job: jobs.next()))"
    case ("print", let printer as any DocumentPrinter):
      let letter = LetterSheet.testPage(
        name: printer.id.name, address: await printer.status().address)
      let page = PrintableDocument(
        title: "Hallway test page", pdf: try await PangoPress().pdf(of: letter))
      return "\(await printer.print(page))"
    case ("snapshot", let camera as any Camera):
      let picture = try await camera.snapshot()
      return "\(picture.width) x \(picture.height), \(picture.jpeg.count) bytes"
    case ("answerToReset", let reader as any SmartCardReader):
      return try await reader.answerToReset().map(\.hex) ?? "no card"
    case ("readSocialSecurityCard", let reader as any SmartCardReader):
      return try await reader.readSocialSecurityCard() == nil ? "no such card" : "a card"
    default:
      throw ValidationError("\(driver.descriptor.name) has no command \"\(command)\"")
    }
  }

  /// Long enough for a technician to walk to the pad.
  private static let testSeconds = 30

  /// Nothing on it is anybody's.
  private static let testSlip = Slip([
    .line("Hallway", size: .double, bold: true, align: .centre), .rule,
    .line("测试小票 test slip"), .qr("HALLWAY TEST"), .feed(1),
  ])

  /// Prints each change of the device's state until it reaches the end of its run.
  func narrate(_ device: any Device) async {
    for await status in await device.statuses() {
      let why = (status.state.fault?.description ?? status.absence).map { ": \($0)" } ?? ""
      say("\(status.availability.rawValue) (\(Self.word(status.state)))\(why)")
    }
  }

  private static func word(_ state: DeviceState) -> String {
    switch state {
    case .absent: "absent"
    case .opening: "opening"
    case .ready: "ready"
    case .faulted: "faulted"
    case .backingOff: "backing off"
    }
  }
}

/// The same names in every run: the mark of a recorded job is then the mark of the replayed one.
private final class TestJobs: Sendable {
  private let count = Mutex(0)

  func next() -> PrintJobID {
    count.withLock { count in
      count += 1
      return PrintJobID("test \(count)")
    }
  }
}

/// Prints a line at once, also into a pipe: whoever records waits for it.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  write(STDOUT_FILENO, bytes, bytes.count)
}
