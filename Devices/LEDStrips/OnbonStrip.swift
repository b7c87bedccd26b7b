public import DeviceKit
import StationProtocols

/// A window strip with an Onbon (仰邦) controller of generation 5K or 6K with a font card: one
/// dynamic area, one line of text (protocols.md D.6). 窗口屏
public actor OnbonStrip: LEDStrip, SupervisedDevice {
  /// Two hundred bytes at 9600 baud take 0.2 s; longer means a stuck line.
  static let writeDeadline: Duration = .seconds(1)
  /// D.6 names none. Controllers write the line into their memory first; 1 s of it is seen as the
  /// screen's slowness and no more.
  static let answerLimit: Duration = .seconds(1)
  /// One try more: a line that loses every second frame is a line to mend.
  static let tries = 2
  /// How often a controller that answers is asked whether it is there.
  static let pingPeriod: Duration = .seconds(30)

  /// The three opinions on whether a controller answers (D.6 does not say).
  enum Replies: String, CaseIterable { case required, optional, none }

  public static let descriptor = DriverDescriptor(
    name: "onbon",
    kind: .ledStrip,
    title: "Window strips with Onbon controllers 5K and 6K, by dynamic areas",
    schemes: [.tcp, .serial],
    baud: 9600,
    abilities: ["one line of GBK text", "effects"],
    options: [
      DriverOption(
        "screen", .integer(0...65_535, usual: 1), "The controller's number; 65534 reaches any one"),
      DriverOption("area", .integer(0...31, usual: 0), "Which dynamic area shows the line"),
      DriverOption(
        "width", .integer(16...2048, usual: 128), "Dots of the strip from left to right"),
      DriverOption("height", .integer(8...256, usual: 16), "Dots of the strip from top to bottom"),
      DriverOption("x", .integer(0...2047, usual: 0), "Dots left of the line"),
      DriverOption("y", .integer(0...255, usual: 0), "Dots above the line"),
      DriverOption(
        "font", .integer(8...64, usual: 16), "Dots of one Chinese character; half of it for a digit"
      ),
      DriverOption(
        "effect", .integer(0...255, usual: 1),
        "How the line comes: 1 stands, 2 at once, 3 moves left; others by the vendor's manual"),
      DriverOption("speed", .integer(0...255, usual: 4), "Of the effect, 0 the fastest"),
      DriverOption(
        "stay", .integer(0...255, usual: 10), "How long the line stands, in half seconds"),
      DriverOption(
        "device-type", .integer(0...255, usual: 0xFE), "The type byte; 254 is any controller"),
      DriverOption("version", .integer(0...255, usual: 2), "The protocol version byte"),
      DriverOption(
        "check", .flag(usual: true), "Whether frames carry a CRC; without it they say FFFF"),
      DriverOption(
        "replies", .choice(Replies.allCases.map(\.rawValue), usual: Replies.optional.rawValue),
        "Whether the controller answers: its silence is a fault, is none, or nobody waits"),
    ],
    timeouts: [
      .init("write", writeDeadline, "two hundred bytes take 0.2 s; longer means a stuck line"),
      .init("answer", answerLimit, "the controller stores the line before it answers; two tries"),
      .init("ping", pingPeriod, "a controller that must answer is asked whether it is there"),
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try OnbonStrip(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let frame: Onbon.Frame
  private let area: OnbonArea
  private let cells: Int
  private let isChecked: Bool
  private let replies: Replies
  private var scanner = FrameScanner<Onbon>()
  private var lastHeard = Deadline.now
  /// Dynamic areas live in memory: a controller that was without power has forgotten the line.
  private var shown: String?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    func byte(_ name: String) -> UInt8 {
      UInt8(clamping: request.integer(name, of: Self.descriptor))
    }
    func word(_ name: String) -> UInt16 {
      UInt16(clamping: request.integer(name, of: Self.descriptor))
    }
    frame = Onbon.Frame(
      destination: word("screen"), deviceType: byte("device-type"), version: byte("version"),
      data: [])
    area = OnbonArea(
      number: byte("area"), x: word("x"), y: word("y"), width: word("width"),
      height: word("height"), mode: byte("effect"), speed: byte("speed"), stay: byte("stay"))
    // A digit is half as wide as a Chinese character.
    let font = max(2, request.integer("font", of: Self.descriptor))
    cells = max(1, request.integer("width", of: Self.descriptor) * 2 / font)
    isChecked = request.flag("check", of: Self.descriptor)
    replies = Replies(rawValue: request.choice("replies", of: Self.descriptor)) ?? .optional
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    scanner = FrameScanner()
    lastHeard = .now
    if let shown {
      try order(line(shown), on: link)
    } else if replies == .required {
      try askWhetherThere(on: link)
    }
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let pingDue = lastHeard.advanced(by: Self.pingPeriod)
    if try link.waitForInput(until: pingDue) {
      // Late answers; what they say was given up.
      _ = try hear(on: link, until: .after(Self.answerLimit))
      while scanner.next() != nil {}
    } else if pingDue <= .now {
      if replies == .required { try askWhetherThere(on: link) }
      lastHeard = .now
    }
  }

  /// A refusal is an answer too: somebody is there.
  private func askWhetherThere(on link: any ByteLink) throws(DeviceFault) {
    do {
      try order(.ping, on: link)
    } catch {
      guard error.code == .busy else { throw error }
    }
  }

  // MARK: Showing

  public nonisolated func show(_ text: String) async throws(DeviceFault) {
    try await command("show") { strip, link throws(DeviceFault) in
      strip.shown = text
      try strip.order(strip.line(text), on: link)
    }
  }

  private func line(_ text: String) -> OnbonCommand {
    // A moving line may be longer than the strip; a standing one is cut.
    let isMoving = area.mode > 2
    let fitted = StripText.fitted(text, cells: isMoving ? Self.longestLine : cells)
    return .show(StripText.gbk(fitted), area)
  }

  /// Cells of the longest line that moves through.
  private static let longestLine = 200

  private func order(_ command: OnbonCommand, on link: any ByteLink) throws(DeviceFault) {
    let data = command.data(wantsReply: replies != .none)
    var question = frame
    question.data = data
    for _ in 0..<Self.tries {
      try link.write(
        question.bytes(isChecked: isChecked), deadline: .after(Self.writeDeadline))
      if replies == .none { return }
      switch try reply(to: data, on: link) {
      case true?: return
      case false?:
        throw DeviceFault(.busy, "the controller refuses \(Array(data.prefix(2)).hex)")
      case nil: if replies == .optional { return }
      }
    }
    throw DeviceFault(.silent, "the controller does not answer")
  }

  /// Whether the controller did what it was told; nil for silence.
  private func reply(to data: [UInt8], on link: any ByteLink) throws(DeviceFault) -> Bool? {
    let deadline = Deadline.after(Self.answerLimit)
    while try hear(on: link, until: deadline) {
      while let frame = scanner.next() {
        if let answer = frame.answers(data) { return answer }
      }
    }
    return nil
  }

  private func hear(on link: any ByteLink, until deadline: Deadline) throws(DeviceFault) -> Bool {
    do {
      scanner.append(try link.read(upTo: 512, deadline: deadline), at: .now)
      lastHeard = .now
      return true
    } catch {
      guard error.code == .silent else { throw error }
      scanner.settle(at: .now)
      return false
    }
  }
}
