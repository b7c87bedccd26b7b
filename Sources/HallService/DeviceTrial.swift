import DeviceKit
import Foundation
import Hall
import HallAPI

/// One device's test through its driver: what it does by itself and, with hands, what a person does
/// with it. 设备测试
///
/// Nothing of it tells whose card or code it was: numbers and names are masked, a code is counted.
struct DeviceTrial: Sendable {
  typealias Step = DevicesInterface.TestStep
  typealias Result = DevicesInterface.TestResult

  /// What a person takes part with.
  struct Hands: Sendable {
    /// How long each thing that is asked of a person may take.
    let time: Duration
    /// How long something stays to be seen.
    let look: Duration
    /// How many keys the pad has.
    let keys: Int
  }

  /// Why a test did not pass.
  private struct Failure: Error { let why: String }

  /// A device that is ready answers its driver's deadlines, all of them shorter: this ends what no
  /// driver ended.
  static let answerTime: Duration = .seconds(30)
  /// A cold laser printer warms up for a minute before its first page.
  static let paperTime: Duration = .seconds(120)
  /// Smart cards are asked for once in this: a person puts one in within seconds.
  static let cardPause: Duration = .milliseconds(500)
  /// What a test asks a pad to rate; the hall never names an evaluation like this.
  static let evaluations = "test "
  /// The keys a caller keypad has for itself; the others are a digit before one of these.
  static let keypadKeys: [KeypadAction] = [.callNext, .recall, .transfer, .pause, .askRating]

  let device: any Device
  /// nil for what can be proved without anybody.
  let hands: Hands?
  /// What a ticket printer prints.
  let sheet: Slip
  let press: any LetterPress
  let tell: @Sendable (Step) async throws -> Void

  /// - Returns: how it passed.
  /// - Throws: only what ``tell`` throws, and `CancellationError`: whoever asked is gone.
  func run() async throws -> Result {
    let status = await device.status()
    guard status.state == .ready else {
      let why = status.state.fault.map(\.description) ?? status.absence ?? "not there yet"
      try await say("state", .failed, detail: why)
      return result(.failed, why)
    }
    try await say("state", .passed, detail: Self.parts(status.parts))
    do {
      return result(.passed, try await perform())
    } catch let failure as Failure {
      return result(.failed, failure.why)
    } catch let fault as DeviceFault where !Task.isCancelled {
      return result(.failed, fault.description)
    }
  }

  /// Whether a pad's press is one that a test asked for, and no citizen's rating.
  static func isOwn(_ press: PadPress) -> Bool {
    press.evaluation?.hasPrefix(evaluations) ?? true
  }

  private func perform() async throws -> String {
    switch device {
    case let reader as any IDCardReader: try await read(reader)
    case let printer as any TicketPrinter: try await print(printer)
    case let printer as any DocumentPrinter: try await print(printer)
    case let pad as any EvaluationPad: try await pressKeys(pad)
    case let keypad as any CallerKeypad: try await pressKeys(keypad)
    case let strip as any LEDStrip: try await show(strip)
    case let scanner as any CodeScanner: try await scan(scanner)
    case let camera as any Camera: try await look(camera)
    case let reader as any SmartCardReader: try await reset(reader)
    default: throw Failure(why: "this hall knows no test for such a device")
    }
  }

  // MARK: Cards

  private func read(_ reader: any IDCardReader) async throws -> String {
    guard let hands else {
      let identity = try await limited("answer", Self.answerTime) { await reader.identity() ?? "" }
      return identity.isEmpty ? "answers" : "answers: \(identity)"
    }
    try await ask("readCard", "lay the test card on the reader", hands)
    let card: String? = try await Asking.within(hands.time) {
      for try await step in await reader.readCard() {
        switch step {
        case .waiting: continue
        case .reading: try await say("readCard", .doing, detail: "reading")
        case .retry(let why): try await say("readCard", .doing, detail: "again: \(why.rawValue)")
        case .card(let card):
          return "\(card.kind.rawValue), \(Masking.name(card.name)), \(card.number.masked)"
        }
      }
      return nil
    }
    return try await settle("readCard", card, else: "no card was read")
  }

  private func reset(_ reader: any SmartCardReader) async throws -> String {
    guard let hands else {
      let answer = try await limited("answer", Self.answerTime) {
        try await reader.answerToReset() ?? []
      }
      return answer.isEmpty ? "answers; no card in it" : "answers; a card is in it"
    }
    try await ask("readCard", "put a card with a chip into the reader", hands)
    let answer: String? = try await Asking.within(hands.time) {
      while true {
        if let answer = try await reader.answerToReset() {
          return "a card answers, \(answer.count) bytes"
        }
        try await Task.sleep(for: Self.cardPause)
      }
    }
    return try await settle("readCard", answer, else: "no card answered")
  }

  // MARK: Paper

  private func print(_ printer: any TicketPrinter) async throws -> String {
    try await say("print", .doing, detail: "one sheet")
    let outcome = try await limited("print", Self.paperTime) {
      await printer.print(sheet, job: .fresh())
    }
    return try await paper(outcome, "is the sheet whole, the letters clear, and is it cut off?")
  }

  private func print(_ printer: any DocumentPrinter) async throws -> String {
    try await say("print", .doing, detail: "one page")
    let address = await printer.status().address
    let pdf: [UInt8]
    do {
      pdf = try await press.pdf(of: .testPage(name: printer.id.name, address: address))
    } catch {
      throw Failure(why: "the test page cannot be drawn: \(error)")
    }
    let outcome = try await limited("print", Self.paperTime) {
      await printer.print(PrintableDocument(title: "Hallway test page", pdf: pdf))
    }
    return try await paper(outcome, "is the page whole, with every Chinese letter?")
  }

  private func paper(_ outcome: PrintOutcome, _ question: String) async throws -> String {
    switch outcome {
    case .printed:
      let parts = Self.parts(await device.status().parts)
      try await say("print", .passed, detail: parts.map { "printed; \($0)" } ?? "printed")
      try await show("print", question)
      return "printed"
    case .failed(let fault):
      try await say("print", .failed, detail: fault.description)
      throw Failure(why: "nothing came out: \(fault)")
    case .unknown(let fault):
      try await say("print", .failed, detail: fault.description)
      throw Failure(why: "nobody knows whether it came out: \(fault)")
    }
  }

  // MARK: Keys

  private func pressKeys(_ pad: any EvaluationPad) async throws -> String {
    guard let hands else {
      try await limited("answer", Self.answerTime) { try await pad.show(.idle) }
      return "takes prompts"
    }
    let presses = await pad.presses()
    for key in 1...hands.keys {
      // One evaluation takes one press.
      try await pad.show(
        .pleaseRate(evaluation: "\(Self.evaluations)\(key)", seconds: Int(hands.time / .seconds(1)))
      )
      let step = "key \(key)"
      try await ask(step, "press the key of level \(key) (1 is the worst)", hands)
      let came: Bool? = try await Asking.within(hands.time) {
        for await press in presses where Self.isOwn(press) && press.claim() {
          // To the pad: it has arrived, and its lamp may say so. It is in no ledger.
          await press.answer(.stored)
          if press.level == key { return true }
          try await say(step, .doing, detail: "that was level \(press.level)")
        }
        return nil
      }
      _ = try await settle(
        step, came.map { _ in "came" }, else: "the key of level \(key) never came")
    }
    try await pad.show(.thanks)
    try await show("lamps", "do the pad's lamps or its screen thank, if it has them?")
    return "\(hands.keys) keys"
  }

  private func pressKeys(_ keypad: any CallerKeypad) async throws -> String {
    guard let hands else {
      try await limited("answer", Self.answerTime) {
        try await keypad.show(waiting: 0, ticket: nil)
      }
      return "takes what it shows"
    }
    let presses = await keypad.presses()
    try await keypad.show(waiting: 88, ticket: "A888")
    try await show("display", "does the display show 88 waiting and number 888?")
    for key in Self.keypadKeys {
      let step = "key \(key.rawValue)"
      try await ask(step, "press the key for \(key.rawValue)", hands)
      let came: Bool? = try await Asking.within(hands.time) {
        for await press in presses {
          if press.action == key { return true }
          try await say(step, .doing, detail: "that was \(press.action.rawValue)")
        }
        return nil
      }
      _ = try await settle(
        step, came.map { _ in "came" }, else: "the key for \(key.rawValue) never came")
    }
    return "\(Self.keypadKeys.count) keys"
  }

  // MARK: Signs, codes, pictures

  private func show(_ strip: any LEDStrip) async throws -> String {
    try await limited("show", Self.answerTime) { try await strip.show("测试 Test 8") }
    try await say("show", .passed, detail: "taken")
    try await show("show", "does the strip show 测试 Test 8, with every dot?")
    return "takes what it shows"
  }

  private func scan(_ scanner: any CodeScanner) async throws -> String {
    // An idle scanner says nothing and cannot be asked: that its node is open is all there is.
    guard let hands else { return "its line is open" }
    let codes = await scanner.codes()
    try await ask("scan", "hold any code before the scanner", hands)
    let code = try await Asking.within(hands.time) { await codes.first { _ in true } }
    let told = code.map { "\($0.text.count) characters\($0.symbology.map { ", \($0)" } ?? "")" }
    return try await settle("scan", told, else: "no code was read")
  }

  private func look(_ camera: any Camera) async throws -> String {
    try await say("picture", .doing, detail: "one picture")
    let picture = try await limited("picture", Self.answerTime) { try await camera.snapshot() }
    let told = "\(picture.width) x \(picture.height), \(picture.jpeg.count) bytes"
    // To a technician at the terminal only; a self-test looks at nobody.
    let jpeg = hands == nil ? nil : Data(picture.jpeg).base64EncodedString()
    try await say("picture", .passed, detail: told, jpeg: jpeg)
    try await show("picture", "is the picture sharp, bright and of the right place?")
    return told
  }

  // MARK: Telling and waiting

  private func say(
    _ step: String, _ state: DevicesInterface.TestStep.State, detail: String? = nil,
    jpeg: String? = nil
  ) async throws {
    try await tell(
      Step(device: device.id.name, step: step, state: state, detail: detail, jpeg: jpeg))
  }

  private func ask(_ step: String, _ what: String, _ hands: Hands) async throws {
    try await tell(
      Step(
        device: device.id.name, step: step, state: .person, ask: what,
        seconds: Int(hands.time / .seconds(1))))
  }

  /// Leaves something to be seen for as long as somebody looks.
  private func show(_ step: String, _ question: String) async throws {
    guard let hands else { return }
    try await tell(
      Step(
        device: device.id.name, step: step, state: .look, ask: question,
        seconds: Int(hands.look / .seconds(1))))
    try await Task.sleep(for: hands.look)
  }

  /// What a person was waited for; nil is nobody in time.
  private func settle(_ step: String, _ came: String?, else why: String) async throws -> String {
    guard let came else {
      try Task.checkCancellation()
      let time = hands.map { " within \(Int($0.time / .seconds(1))) s" } ?? ""
      try await say(step, .failed, detail: why + time)
      throw Failure(why: why + time)
    }
    try await say(step, .passed, detail: came)
    return came
  }

  private func limited<Answer: Sendable>(
    _ step: String, _ time: Duration, _ answer: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    do {
      if let came = try await Asking.within(time, { try await answer() }) { return came }
    } catch let fault as DeviceFault where !Task.isCancelled {
      try await say(step, .failed, detail: fault.description)
      throw fault
    }
    try Task.checkCancellation()
    let why = "no end within \(Int(time / .seconds(1))) s"
    try await say(step, .failed, detail: why)
    throw Failure(why: why)
  }

  private func result(_ outcome: Result.Outcome, _ detail: String) -> Result {
    Result(
      subject: device.id.name, kind: device.kind.rawValue, outcome: outcome, detail: detail)
  }

  private static func parts(_ parts: DeviceParts) -> String? {
    let told = [
      parts.paper.map { "paper \($0.rawValue)" }, parts.media.map { "media \($0.rawValue)" },
      parts.cover.map { "cover \($0.rawValue)" }, parts.cutter.map { "cutter \($0.rawValue)" },
    ].compactMap(\.self)
    return told.isEmpty ? nil : told.joined(separator: ", ")
  }
}
