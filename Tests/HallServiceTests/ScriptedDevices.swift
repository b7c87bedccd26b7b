import DeviceKit
import Hall
import Synchronization

/// Devices at the border of HallService: what the real drivers do is proved in DeviceTests and
/// end to end; here a test says what a device answers.

actor ScriptedReader: IDCardReader {
  nonisolated let id = DeviceID("reader")
  nonisolated let kind = DeviceKind.idCardReader
  private var script: [Result<CardReading, DeviceFault>] = []
  private var staysSilent = false

  func willRead(_ steps: [CardReading], then fault: DeviceFault? = nil) {
    script = steps.map { .success($0) } + (fault.map { [.failure($0)] } ?? [])
    staysSilent = false
  }

  func willWaitForever() {
    script = [.success(.waiting)]
    staysSilent = true
  }

  func readCard() -> AsyncThrowingStream<CardReading, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: CardReading.self)
    for step in script {
      switch step {
      case .success(let reading): continuation.yield(reading)
      case .failure(let fault): continuation.finish(throwing: fault)
      }
    }
    if !staysSilent { continuation.finish() }
    return stream
  }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

actor ScriptedPrinter: TicketPrinter {
  nonisolated let id = DeviceID("printer")
  nonisolated let kind = DeviceKind.ticketPrinter
  private(set) var slips: [Slip] = []
  private var outcome = PrintOutcome.printed

  func will(_ outcome: PrintOutcome) { self.outcome = outcome }

  func print(_ slip: Slip, job: PrintJobID) -> PrintOutcome {
    slips.append(slip)
    return outcome
  }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

actor ScriptedDocumentPrinter: DocumentPrinter {
  nonisolated let id = DeviceID("a4")
  nonisolated let kind = DeviceKind.documentPrinter
  private let printed = AsyncStream.makeStream(of: PrintableDocument.self)
  private var outcome = PrintOutcome.printed
  private var isHung = false

  func will(_ outcome: PrintOutcome) { self.outcome = outcome }

  /// Never comes back with what it is given, until the hall closes.
  func willHang() { isHung = true }

  func print(_ document: PrintableDocument) async -> PrintOutcome {
    printed.continuation.yield(document)
    while isHung, !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return outcome
  }

  /// The next document that it is given.
  func nextDocument() async -> PrintableDocument? {
    for await document in printed.stream { return document }
    return nil
  }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

/// Draws nothing: a letter's "PDF" is its number, so that a test sees which one was printed.
actor ScriptedPress: LetterPress {
  private(set) var sheets: [LetterSheet] = []
  private var fault: LetterPressFault?

  func will(_ fault: LetterPressFault?) { self.fault = fault }

  func pdf(of sheet: LetterSheet) throws(LetterPressFault) -> [UInt8] {
    if let fault { throw fault }
    sheets.append(sheet)
    return Array(sheet.number.utf8)
  }

  func preview(of sheet: LetterSheet, page: Int) throws(LetterPressFault) -> LetterPreview {
    if let fault { throw fault }
    sheets.append(sheet)
    return LetterPreview(png: Array("picture \(page)".utf8), pages: 2)
  }
}

actor ScriptedPad: EvaluationPad {
  nonisolated let id = DeviceID("pad-1")
  nonisolated let kind = DeviceKind.evaluationPad
  private let keys = PressQueue<PadPress>(capacity: 64)
  private let prompts = AsyncStream.makeStream(of: PadPrompt.self)
  private let board = Broadcast<DeviceStatus>(backlog: 8)
  private var since = Moment(milliseconds: 0)
  private var count = 0

  /// Presses a key; gives what the hall made of it.
  func press(
    _ level: Int, at moment: Moment, as requestID: String? = nil, of evaluation: String? = nil
  ) async -> PressVerdict {
    count += 1
    let requestID = requestID ?? "press-\(count)"
    return await withCheckedContinuation { answered in
      _ = keys.offer(
        PadPress(
          pad: id, level: level, at: moment, requestID: requestID, evaluation: evaluation
        ) { answered.resume(returning: $0) })
    }
  }

  /// Its cable was out and is back.
  func comeBack(at moment: Moment) {
    since = moment
    board.send(status())
  }

  func presses() -> AsyncStream<PadPress> { keys.listen() }
  func show(_ prompt: PadPrompt) { prompts.continuation.yield(prompt) }

  /// The next prompt that asks for a rating: the hall's name for what is rated.
  @discardableResult
  func untilInvited(after earlier: String? = nil) async -> String {
    for await case .pleaseRate(let evaluation, _) in prompts.stream where evaluation != earlier {
      return evaluation
    }
    return ""
  }

  func untilShown(_ prompt: PadPrompt) async {
    for await shown in prompts.stream where shown == prompt { return }
  }

  func status() -> DeviceStatus {
    DeviceStatus(id: id, kind: kind, address: "test:", state: .ready, since: since)
  }
  func statuses() -> AsyncStream<DeviceStatus> { board.listen() }
  func run() {}
}

actor ScriptedKeypad: CallerKeypad {
  nonisolated let id = DeviceID("keypad-1")
  nonisolated let kind = DeviceKind.callerKeypad
  private let keys = PressQueue<KeypadPress>(capacity: 8)
  private let shown = AsyncStream.makeStream(of: String.self)

  func press(_ action: KeypadAction, at moment: Moment) {
    _ = keys.offer(KeypadPress(keypad: id, action: action, at: moment))
  }

  func presses() -> AsyncStream<KeypadPress> { keys.listen() }
  func show(waiting: Int, ticket: String?) {
    shown.continuation.yield("\(waiting) \(ticket ?? "-")")
  }
  func untilShown(_ text: String) async {
    for await line in shown.stream where line == text { return }
  }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

actor ScriptedStrip: LEDStrip {
  nonisolated let id = DeviceID("strip-1")
  nonisolated let kind = DeviceKind.ledStrip
  private let shown = AsyncStream.makeStream(of: String.self)
  private let board = Broadcast<DeviceStatus>(backlog: 8)
  private(set) var lines: [String] = []
  private var fault: DeviceFault?

  /// Refuses to show until it is ``ready()``.
  func will(_ fault: DeviceFault) { self.fault = fault }
  func ready() {
    fault = nil
    board.send(.ready(id, kind))
  }

  func show(_ text: String) throws(DeviceFault) {
    if let fault { throw fault }
    lines.append(text)
    shown.continuation.yield(text)
  }
  func untilShown(_ text: String) async {
    for await line in shown.stream where line == text { return }
  }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { board.listen() }
  func run() {}
}

actor ScriptedScanner: CodeScanner {
  nonisolated let id = DeviceID("scanner")
  nonisolated let kind = DeviceKind.scanner
  private let listeners = Broadcast<ScannedCode>(backlog: 8)
  private let awaited = AsyncStream.makeStream(of: Void.self)

  func scan(_ text: String) {
    listeners.send(
      ScannedCode(scanner: id, text: text, symbology: "Q1", at: Moment(milliseconds: 0)))
  }

  func codes() -> AsyncStream<ScannedCode> {
    defer { awaited.continuation.yield() }
    return listeners.listen()
  }
  func untilAwaited() async { for await _ in awaited.stream { return } }

  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

actor ScriptedCamera: Camera {
  nonisolated let id = DeviceID("camera")
  nonisolated let kind = DeviceKind.camera
  private var fault: DeviceFault?

  func will(_ fault: DeviceFault) { self.fault = fault }

  func snapshot() throws(DeviceFault) -> Picture {
    if let fault { throw fault }
    return Picture(jpeg: [0xFF, 0xD8, 0xFF], width: 4, height: 3, at: Moment(milliseconds: 0))
  }

  func frames() -> AsyncStream<Picture> { AsyncStream { $0.finish() } }
  func status() -> DeviceStatus { .ready(id, kind) }
  func statuses() -> AsyncStream<DeviceStatus> { AsyncStream { $0.finish() } }
  func run() {}
}

extension DeviceStatus {
  static func ready(_ id: DeviceID, _ kind: DeviceKind) -> DeviceStatus {
    DeviceStatus(
      id: id, kind: kind, address: "test:", state: .ready, since: Moment(milliseconds: 0))
  }
}

/// The time of day, moved by the test.
final class TestClock: Sendable {
  private let moment: Mutex<Moment>

  init(_ moment: Moment) { self.moment = Mutex(moment) }

  var now: Moment { moment.withLock { $0 } }
  func advance(seconds: Int64) { moment.withLock { $0 = $0.advanced(bySeconds: seconds) } }
}
