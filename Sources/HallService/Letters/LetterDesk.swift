import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Writes the papers that citizens take home. 文书
struct LetterDesk: Sendable {
  let hall: HallParts
  let counter: CounterDesk
  let printing: LetterPrinting
  /// What proves at a kiosk that somebody holds a case.
  let handles: CaseHandles

  var policy: LetterPolicy { hall.rulebook.edition.letters }

  func serve(_ service: inout VarlinkService) {
    service.handle(LettersInterface.Kinds.self) { _, _ in kinds() }
    service.handle(LettersInterface.Preview.self) { question, _ in try await preview(question) }
    service.handle(LettersInterface.Issue.self) { wish, call in try await issue(wish, call) }
    service.handle(LettersInterface.Reprint.self) { wish, call in try await reprint(wish, call) }
    service.handle(LettersInterface.Get.self) { question, _ in try await get(question) }
    service.handle(LettersInterface.List.self) { question, _ in try await list(question) }
    service.handle(LettersInterface.OfCase.self) { question, call in
      try await ofCase(question, call)
    }
    service.handle(LettersInterface.PrintOwn.self) { wish, call in
      try await printOwn(wish, call)
    }
  }

  private func kinds() -> LettersInterface.Kinds.Reply {
    .init(
      kinds: LetterKind.allCases.map { kind in
        .init(
          kind: kind, code: kind.code, title: LetterPhrases.title(kind), copies: kind.copies,
          edition: policy.templates[kind]?.edition,
          fields: kind.fields.map { field in
            .init(
              name: field.rawValue, label: LetterPhrases.name(of: field),
              shape: Self.shape(field.shape), needed: kind.needed.contains(field))
          })
      })
  }

  private static func shape(_ shape: LetterField.Shape) -> LettersInterface.Shape {
    switch shape {
    case .line: .line
    case .list: .list
    case .day: .day
    }
  }

  // MARK: Writing

  private func preview(_ question: LettersInterface.Preview.Parameters) async throws
    -> LettersInterface.Preview.Reply
  {
    let template = try template(question.kind)
    let isSample = question.sample ?? false
    let given =
      isSample
      ? question.kind.sampleFacts(on: hall.today)
      : try await fields(
        question.kind, receipt: question.receipt, guide: question.guide, question.fields)
    var sheet = template.sheet(
      of: try facts(question.kind, given), head: head, window: nil, day: hall.today)
    sheet.isSample = sheet.isSample || isSample
    let number = LetterNumber.provisional(question.kind, hall.today)
    let page = question.page ?? 1
    do throws(LetterPressFault) {
      let preview = try await hall.press.preview(of: sheet.numbered(number), page: page)
      return .init(png: Data(preview.png).base64EncodedString(), pages: preview.pages)
    } catch {
      throw refusal(error)
    }
  }

  private func issue(_ wish: LettersInterface.Issue.Parameters, _ call: CallContext) async throws
    -> LettersInterface.LetterReply
  {
    guard CallerText.isIdentifier(wish.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    if let earlier = try await answerGivenBefore(wish) { return earlier }
    let template = try template(wish.kind)
    let given = try await fields(
      wish.kind, receipt: wish.receipt, guide: wish.guide, wish.fields)
    let facts = try facts(wish.kind, given)
    let why = try wish.why.map(counter.reason)
    try await refuseSecond(facts, why)
    let form = try form(wish.form)
    let sheet = template.sheet(of: facts, head: head, window: wish.window, day: hall.today)
    // What cannot be drawn gets no number: no number is ever missing from the row.
    try await draw(sheet.numbered(LetterNumber.provisional(wish.kind, hall.today)))
    let draft = LetterDraft(
      kind: wish.kind, receipt: facts.receipt, dueDay: facts.dueDay, requestID: wish.requestId,
      why: why, sealed: try hall.people.seal(letter: sheet))
    let job = PrintJobID.fresh().text
    let letter: IssuedLetter
    do {
      letter = try await counter.perform(wish.window, by: .peer(call.place)) {
        engine, author, now throws(QueueRefusal) in
        try engine.issueLetter(
          draft, printing: form, job: job, at: wish.window, by: author, at: now)
      }
    } catch let failure as StoreFailure where failure.code == .storage {
      // Two copies of one request came together, and the other was written.
      guard let earlier = try await answerGivenBefore(wish) else { throw failure }
      return earlier
    }
    if let form {
      printing.printSoon(
        sheet,
        LetterPrint(
          letter: letter.number, job: job, form: form, at: letter.at, who: letter.author.who))
    }
    return .init(letter: try await view(letter.number))
  }

  private func answerGivenBefore(_ wish: LettersInterface.Issue.Parameters) async throws
    -> LettersInterface.LetterReply?
  {
    guard let earlier = try await hall.store.letter(requestID: wish.requestId) else { return nil }
    guard earlier.letter.number.series.kind == wish.kind else {
      throw LettersInterface.RequestMismatch(requestId: wish.requestId)
    }
    return .init(letter: Self.view(earlier))
  }

  /// All gaps are told at once (clause 5.2.3.2b): another notice needs a reason, which stays with it.
  private func refuseSecond(_ facts: LetterFacts, _ why: String?) async throws {
    guard facts.kind.isOnceOnly, let receipt = facts.receipt, why?.isEmpty ?? true else { return }
    let earlier = try await hall.store.letters(ofCase: receipt)
      .last { $0.letter.number.series.kind == facts.kind }
    if let earlier {
      throw LettersInterface.AlreadyNotified(number: earlier.letter.number.description)
    }
  }

  private func form(_ wish: LettersInterface.Issue.Form?) throws -> LetterForm? {
    switch wish ?? .a4 {
    case .none: nil
    case .a4: try printing.available(.a4)
    case .slip: try printing.available(.slip)
    }
  }

  private func reprint(_ wish: LettersInterface.Reprint.Parameters, _ call: CallContext)
    async throws
    -> LettersInterface.LetterReply
  {
    let kept = try await find(wish.number)
    let form = try printing.available(wish.form ?? .a4)
    let sheet = try open(kept)
    let job = PrintJobID.fresh().text
    let print = try await counter.perform(wish.window, by: .peer(call.place)) {
      engine, author, now throws(QueueRefusal) in
      try engine.reprintLetter(
        kept.letter.number, form, job: job, at: wish.window, by: author, at: now)
    }
    printing.printSoon(sheet, print, isReprint: kept.prints.contains { $0.paper != .failed })
    return .init(letter: try await view(kept.letter.number))
  }

  // MARK: Looking

  private func get(_ question: LettersInterface.Get.Parameters) async throws
    -> LettersInterface.Get.Reply
  {
    let kept = try await find(question.number)
    return .init(letter: Self.view(kept), text: try open(kept).lines)
  }

  private func list(_ question: LettersInterface.List.Parameters) async throws
    -> LettersInterface.List.Reply
  {
    if let receipt = question.receipt {
      guard CallerText.isIdentifier(receipt) else {
        throw StandardError.invalidParameter("receipt")
      }
      return .init(letters: try await hall.store.letters(ofCase: receipt).map(Self.view))
    }
    var day = hall.today
    if let text = question.day {
      guard let asked = LocalDay(text) else { throw StandardError.invalidParameter("day") }
      day = asked
    }
    return .init(letters: try await hall.store.letters(from: day, through: day).map(Self.view))
  }

  func find(_ text: String) async throws -> KeptLetter {
    guard let number = LetterNumber(text), let kept = try await hall.store.letter(number) else {
      throw LettersInterface.NoSuchLetter(number: String(text.prefix(CallerText.longest)))
    }
    return kept
  }

  private func view(_ number: LetterNumber) async throws -> LettersInterface.Letter {
    Self.view(try await find(number.description))
  }

  func open(_ kept: KeptLetter) throws -> LetterSheet {
    let number = kept.letter.number.description
    guard let sealed = kept.letter.sealed, let sheet = hall.people.openLetter(sealed) else {
      throw LettersInterface.Forgotten(number: number)
    }
    return sheet.numbered(number)
  }

  private static func view(_ kept: KeptLetter) -> LettersInterface.Letter {
    let letter = kept.letter
    return .init(
      number: letter.number.description, kind: letter.number.series.kind,
      title: LetterPhrases.title(letter.number.series.kind), day: letter.day.description,
      at: WallClock(letter.at).iso8601, window: letter.window, ticket: letter.ticket,
      by: letter.author.who, receipt: letter.receipt, dueDay: letter.dueDay?.description,
      earlier: kept.earlier?.description, why: letter.why, forgotten: letter.sealed == nil,
      prints: kept.prints.map {
        .init(
          form: $0.form, at: WallClock($0.at).iso8601, by: $0.who, paper: $0.paper,
          fault: $0.fault)
      })
  }
}
