public import DeviceKit
import Synchronization

/// A thermal ticket printer that speaks ESC/POS. 排队号小票打印机
///
/// Here: what it is, and its life under supervision. Jobs and questions have files of their own.
public actor ESCPOSPrinter: TicketPrinter, SupervisedDevice {
  /// A real-time answer is one byte, sent from the receive interrupt; half a second also covers
  /// 500 bytes still in front of the question on a 9600 baud line.
  static let answerDeadline: Duration = .milliseconds(500)
  /// Each question is asked again once before the printer counts as silent.
  static let attempts = 2
  /// 15 cm of paper take 2 s on a slow head, a cut 1 s, a hot head some seconds to cool.
  public static let jobDeadline: Duration = .seconds(15)
  /// A person in front of the machine does not wait longer for a ticket to begin.
  static let queueDeadline: Duration = .seconds(60)
  /// A job's own deadline and the line's time for its bytes: 10 kB of pictures at 1200 baud.
  static let longestJob: Duration = .seconds(120)
  /// With two questions of half a second a dead printer shows within 4 s.
  static let statusInterval: Duration = .seconds(3)
  /// While a job prints, printers without automatic status are asked this often.
  static let progressInterval: Duration = .milliseconds(500)
  /// How long the kernel may keep three bytes of a command to give up a job.
  static let clearDeadline: Duration = .milliseconds(200)
  /// A presenter's motors move a ticket out of the outlet in about a second.
  static let outletDeadline: Duration = .seconds(3)

  public static let descriptor = DriverDescriptor(
    name: "esc-pos",
    kind: .ticketPrinter,
    title: "Thermal ticket printers that speak ESC/POS",
    matches: [
      DeviceMatch(.usbInterface(class: 7, subclass: 1, protocol: 2), "two-way USB printers"),
      DeviceMatch(
        .usbInterface(class: 7, subclass: 1, protocol: 1), "one-way USB printers",
        quirks: [.oneWay]),
    ],
    schemes: [.serial, .tcp, .usb, .usblp, .cups],
    // as most 80 mm printers leave the factory; their DIP switches also offer 9600 to 38400.
    baud: 115_200,
    abilities: [
      "GB18030 text, rare characters drawn", "QR code", "cut, presenters",
      "paper low and out, cover, cutter", "confirmed printing",
    ],
    options: [
      DriverOption(
        "profile",
        .choice(TicketPrinterProfile.all.map(\.name), usual: TicketPrinterProfile.generic80.name),
        "The model, or the class of models that comes closest"),
      DriverOption(
        "columns", .integer(0...160, usual: 0),
        "Characters of the small font in one line; 0 for what the profile says"),
    ],
    parts: DeviceParts(paper: .unknown, cover: .unknown, cutter: .unknown),
    timeouts: [
      .init("answer", answerDeadline, "one byte from the printer's interrupt"),
      .init("job", jobDeadline, "2 s of paper, 1 s of cutting, some seconds of cooling"),
      .init("queue", queueDeadline, "nobody waits longer for a ticket to begin"),
      .init("status", statusInterval, "a dead printer shows within 4 s"),
      .init("progress", progressInterval, "questions during a job, where status is not automatic"),
      .init("clear", clearDeadline, "three bytes"),
      .init("outlet", outletDeadline, "a presenter moves an old ticket away in about a second"),
    ],
    objection: objection)

  private static func objection(_ request: DeviceRequest) -> DriverObjection? {
    let name = request.choice("profile", of: descriptor)
    guard let profile = TicketPrinterProfile.named(name) else {
      return DriverObjection("profile", "there is no printer profile \(name)")
    }
    guard case .cups = request.address, profile.status != .none || profile.completion != .none
    else { return nil }
    return DriverObjection(
      "profile", "a queue has no way back: \(request.address) needs a one-way profile")
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  let profile: TicketPrinterProfile
  let encoder: ESCPOSEncoder
  let jobDeadline: Duration
  var decoder: ESCPOS.Decoder
  var condition = ESCPOS.Condition()
  var lastAsked = Deadline.now
  var heard = Heard()
  /// Part of a job that was given up may hang from the head.
  var hasRemains = false
  /// Asked also while the printer is away.
  nonisolated let printedJobs = Mutex(PrintedJobs())

  /// The newest answers nobody took yet.
  struct Heard {
    var realTime: UInt8?
    var buffered: UInt8?
    var presenter: ESCPOS.PresenterReport?
    /// The newest mark that came back.
    var mark: [UInt8]?
  }

  /// `jobDeadline` is how long the printer may take to tell of a job's end.
  ///
  /// - Throws: ``DeviceFault`` where the address does not suit, no thread can be had, or this
  ///   machine can not encode or draw Chinese.
  public init(
    _ request: DeviceRequest, bench: DeviceBench,
    jobDeadline: Duration = ESCPOSPrinter.jobDeadline
  ) throws(DeviceFault) {
    supervision = try Supervision(
      Self.descriptor, request, bench, ownLink: RawQueueLink.opener)
    let name = request.choice("profile", of: Self.descriptor)
    // No other name gets past the objection.
    var profile = TicketPrinterProfile.named(name) ?? .generic80
    let columns = request.integer("columns", of: Self.descriptor)
    if columns > 0 { profile.dotsPerLine = columns * TicketPrinterProfile.dotsPerColumn }
    self.profile = profile
    self.jobDeadline = jobDeadline
    encoder = try ESCPOSEncoder(profile)
    decoder = ESCPOS.Decoder(profile)
  }

  public static let driver = Driver(descriptor, redactor: { _ in TicketRedactor() }) {
    request, bench throws(DeviceFault) in
    try ESCPOSPrinter(request, bench: bench)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    decoder = ESCPOS.Decoder(profile)
    condition = ESCPOS.Condition()
    heard = Heard()
    // What an interrupted job left in the print buffer goes; what waits in the receive buffer of
    // an offline printer does not (README, Behaviour). Without a way back there is nothing to set
    // up, and each job begins so itself.
    if profile.status != .none {
      try link.write(encoder.opening, deadline: .after(Self.answerDeadline))
    }
    try askEverything(link)
    showCondition()
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let check = lastAsked.advanced(by: Self.statusInterval)
    if try link.waitForInput(until: check) { try hear(link, until: .now) }
    if Deadline.now >= check { try askEverything(link) }
    showCondition()
  }

  func showCondition() {
    let state: DeviceState = condition.fault.map { .faulted($0) } ?? .ready
    supervision.board.show(state, parts: condition.parts(of: profile))
  }
}
