public import DeviceKit
import Hall
public import StationProtocols

/// A rating pad that speaks QP1 (protocols.md D.5). 评价器
public actor QP1Pad: EvaluationPad, QP1Station {
  public static let descriptor = DriverDescriptor(
    name: "qp1-pad",
    kind: .evaluationPad,
    title: "Rating pads that speak QP1",
    schemes: [.serial, .tcp],
    baud: 9600,
    abilities: ["rating keys", "prompts with voice, text and lamps", "each rating exactly once"],
    options: QP1Timing.options + [
      DriverOption(
        "seconds", .integer(1...600, usual: 30), "How long the pad waits for a rating"),
      DriverOption("levels", .integer(2...5, usual: 5), "How many levels the pad offers"),
      DriverOption(
        "voice", .integer(0...255, usual: 1), "Number of the prompt that asks for a rating, 0 none"),
      DriverOption(
        "welcome", .integer(0...255, usual: 0), "Number of the prompt that welcomes, 0 none"),
      DriverOption(
        "line", .integer(0...255, usual: 0), "Number of the prompt of the one-metre line, 0 none"),
      DriverOption("thanks", .integer(0...255, usual: 0), "Number of the prompt of thanks, 0 none"),
      DriverOption("volume", .integer(0...255, usual: 128), "How loud those three are"),
      DriverOption("screen", .flag(usual: false), "It has two lines of text for prompt and clerk"),
      DriverOption("lamps", .flag(usual: false), "Its keys have lamps that the hall lights"),
    ],
    timeouts: QP1Timing.timeouts + [
      .init(
        "patience", QP1Evaluations.patience,
        "a press that the hall has not answered by then is handed to it again under its name")
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try QP1Pad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: QP1Session
  public let isPolled: Bool
  private let face: QP1PadFace
  private let bench: DeviceBench
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var numbers = PressNumbers()
  private var evaluations: QP1Evaluations

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let descriptor = Self.descriptor
    session = QP1Session(request, of: descriptor, bench: bench)
    isPolled = request.flag("poll", of: descriptor)
    face = QP1PadFace(request, of: descriptor)
    self.bench = bench
    evaluations = QP1Evaluations(recalling: bench.memory.recall(request.id) ?? [])
    supervision = try Supervision(descriptor, request, bench)
  }

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  public func finish() { queue.finish() }

  // MARK: Prompts

  public nonisolated func show(_ prompt: PadPrompt) async throws(DeviceFault) {
    if case .pleaseRate(let evaluation, let seconds) = prompt {
      return try await command("invite") { pad, link throws(DeviceFault) in
        try pad.invite(evaluation, seconds: seconds, on: link)
      }
    }
    try await command("prompt") { pad, link throws(DeviceFault) in
      // The one-metre line is for those behind: who sits there may still rate.
      if prompt != .standBack, pad.evaluations.isUnderWay(at: pad.bench.wallTime()) {
        try pad.order(.cancelEvaluation, on: link)
      }
      try pad.play(prompt, on: link)
    }
  }

  private func invite(
    _ name: String, seconds: Int, on link: any ByteLink
  ) throws(DeviceFault) {
    let time = min(seconds, face.seconds)
    var answer = try startEvaluation(name, seconds: time, on: link)
    if answer == .refused(.state) {
      // It still waits for the last citizen.
      try order(.cancelEvaluation, on: link)
      answer = try startEvaluation(name, seconds: time, on: link)
    }
    switch answer {
    case .frame: break
    case .refused(let reason):
      throw DeviceFault(.busy, "refuses an evaluation, reason \(reason.map { "\($0)" } ?? "?")")
    case .silence: throw DeviceFault(.silent, "no answer to an invitation")
    }
    try play(.pleaseRate(evaluation: name, seconds: time), on: link)
  }

  private func startEvaluation(
    _ name: String, seconds: Int, on link: any ByteLink
  ) throws(DeviceFault) -> QP1Session.Answer {
    while evaluations.uses(session.nextSequence) { session.skipSequence() }
    evaluations.started(
      .init(
        number: session.nextSequence, name: name, requestID: numbers.next(),
        ends: bench.wallTime().advanced(bySeconds: Int64(seconds))))
    // First kept, then asked: its answer may come after a restart.
    try bench.memory.keep(evaluations.bytes, of: id)
    return try ask(.startEvaluation, face.invitation(seconds: seconds), on: link)
  }

  private func play(_ prompt: PadPrompt, on link: any ByteLink) throws(DeviceFault) {
    for (code, data) in face.orders(for: prompt) {
      // A pad that has no such lamp or line says so; the rest of the prompt is still for it.
      guard case .silence = try ask(code, data, on: link) else { continue }
      throw DeviceFault(.silent, "no answer to a prompt")
    }
  }

  // MARK: Presses

  public func take(_ event: QP1.Frame) -> StationTaking {
    // Keys that are no rating have nobody here to ask for them; the pad is told that they arrived.
    guard let result = event.result else { return .taken }
    switch evaluations.hear(result, at: .now) {
    case .answered: return .taken
    case .nothing:
      // What comes later for this evaluation is no rating either.
      evaluations.close(result.evaluation)
      return .taken
    case .waits:
      evaluations.heardAgain(event, at: .now)
      return .waits
    case .level(let level, let evaluation):
      let requestID = evaluation.requestID
      let press = PadPress(
        pad: id, level: level, at: min(bench.wallTime(), evaluation.ends), requestID: requestID,
        evaluation: evaluation.name
      ) { [weak self] verdict in await self?.settle(requestID, verdict) }
      guard queue.offer(press) else { return .notKept }
      evaluations.handedOver(requestID, event, at: .now)
      guard bench.isRecorded else { return .waits }
      // There is no hall that would answer.
      evaluations.close(result.evaluation)
      return .taken
    }
  }

  /// The hall has answered a press.
  private func settle(_ requestID: String, _ verdict: PressVerdict) {
    let event = evaluations.settle(requestID, isKept: verdict != .notKept, at: .now)
    guard let event, let link else { return }
    do {
      try acknowledge(event, on: link)
    } catch {
      suspicion = error
    }
  }
}
