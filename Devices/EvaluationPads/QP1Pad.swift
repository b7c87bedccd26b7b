public import DeviceKit
public import StationProtocols

/// A rating pad that speaks QP1 (protocols.md D.5). 评价器
public actor QP1Pad: EvaluationPad, QP1Station {
  public static let descriptor = DriverDescriptor(
    name: "qp1-pad",
    kind: .evaluationPad,
    title: "Rating pads that speak QP1",
    schemes: [.serial, .tcp],
    baud: 9600,
    abilities: ["rating keys", "invitation with voice", "each rating exactly once"],
    options: QP1Timing.options + [
      DriverOption(
        "seconds", .integer(1...600, usual: 30), "How long the pad waits for a rating"),
      DriverOption("levels", .integer(2...5, usual: 5), "How many levels the pad offers"),
      DriverOption(
        "voice", .integer(0...255, usual: 1), "Number of the prompt that asks for a rating, 0 none"),
    ],
    timeouts: QP1Timing.timeouts)

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try QP1Pad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: QP1Session
  public let isPolled: Bool
  private let invitation: [UInt8]
  private let wallTime: WallTime
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var evaluations = QP1Evaluations()

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let descriptor = Self.descriptor
    session = QP1Session(request, of: descriptor, bench: bench)
    isPolled = request.flag("poll", of: descriptor)
    // START_EVAL counts in tenths of a second.
    let tenths = UInt16(clamping: 10 * request.integer("seconds", of: descriptor))
    invitation =
      QP1.little(tenths)
      + [
        UInt8(clamping: request.integer("levels", of: descriptor)),
        UInt8(clamping: request.integer("voice", of: descriptor)),
      ]
    wallTime = bench.wallTime
    supervision = try Supervision(descriptor, request, bench)
  }

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  public func finish() { queue.finish() }

  public nonisolated func invite() async throws(DeviceFault) {
    try await command("invite") { pad, link throws(DeviceFault) in
      var answer = try pad.startEvaluation(on: link)
      if answer == .refused(.state) {
        // It still waits for the last citizen.
        try pad.order(.cancelEvaluation, on: link)
        answer = try pad.startEvaluation(on: link)
      }
      switch answer {
      case .frame: return
      case .refused(let reason):
        throw DeviceFault(.busy, "refuses an evaluation, reason \(reason.map { "\($0)" } ?? "?")")
      case .silence: throw DeviceFault(.silent, "no answer to an invitation")
      }
    }
  }

  /// Withdraws an invitation.
  public nonisolated func cancel() async throws(DeviceFault) {
    try await command("cancel") { pad, link throws(DeviceFault) in
      try pad.order(.cancelEvaluation, on: link)
    }
  }

  private func startEvaluation(on link: any ByteLink) throws(DeviceFault) -> QP1Session.Answer {
    evaluations.started(session.nextSequence)
    return try ask(.startEvaluation, invitation, on: link)
  }

  public func take(_ event: QP1.Frame) -> Bool {
    // Keys that are no rating have nobody here to ask for them; the pad is told that they arrived.
    guard let result = event.result else { return true }
    if let level = evaluations.level(of: result) {
      guard queue.offer(PadPress(pad: id, level: level, at: wallTime())) else { return false }
    }
    evaluations.note(result.evaluation)
    return true
  }
}
