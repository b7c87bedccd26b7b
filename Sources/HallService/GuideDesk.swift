import DeviceKit
import Hall
import HallAPI
import HallStore
import Varlink

/// Lets people read what an item needs, and look through their papers. 办事指南
struct GuideDesk: Sendable {
  /// A catalogue on one page; whoever wants more asks more narrowly.
  static let longestAnswer = 200
  static let usualAnswer = 20
  /// A search is typed by hand; 32 keys of it count.
  static let longestText = 200
  static let mostTopQuestions = 100
  static let usualTopQuestions = 10
  /// What was asked a season ago is no top question of today.
  static let topDays = 30

  let hall: HallParts

  private var index: GuideIndex { hall.rulebook.edition.guides }
  private var book: GuideBook { index.book }

  func serve(_ service: inout VarlinkService) {
    service.handle(GuidesInterface.Contents.self) { _, _ in contents() }
    service.handle(GuidesInterface.Search.self) { question, _ in try search(question) }
    service.handle(GuidesInterface.Get.self) { question, _ in try get(question) }
    service.handle(GuidesInterface.Asked.self) { question, _ in
      try await asked(question)
      return NoParameters()
    }
    service.handle(GuidesInterface.TopQuestions.self) { question, _ in
      try await topQuestions(question)
    }
    service.handle(GuidesInterface.Notices.self) { _, _ in
      .init(notices: book.notices(on: hall.today).map(GuidesInterface.Notice.init))
    }
    service.handle(GuidesInterface.Print.self) { wish, _ in
      try await print(wish)
      return NoParameters()
    }
  }

  private func contents() -> GuidesInterface.Contents.Reply {
    let book = book
    return .init(
      edition: book.edition, source: book.source, count: book.guides.count,
      departments: book.departments, themes: book.themes)
  }

  private func search(_ question: GuidesInterface.Search.Parameters) throws
    -> GuidesInterface.Search.Reply
  {
    let limit = question.limit ?? Self.usualAnswer
    guard (1...Self.longestAnswer).contains(limit) else {
      throw StandardError.invalidParameter("limit")
    }
    let index = index
    let filter = GuideFilter(
      department: question.department, theme: question.theme, scope: question.scope)
    let found = index.search(
      String(question.text.prefix(Self.longestText)), in: filter, limit: limit)
    return .init(
      hits: found.hits.map { hit in
        let guide = index.book.guides[hit.guide]
        return .init(
          id: guide.id, name: guide.name, department: guide.department.name,
          service: guide.service, closeness: Self.word(hit.closeness))
      }, count: found.count)
  }

  private static func word(_ closeness: GuideHits.Closeness) -> GuidesInterface.Closeness {
    switch closeness {
    case .exact: .exact
    case .sound: .sound
    case .slip: .slip
    }
  }

  private func get(_ question: GuidesInterface.Get.Parameters) throws
    -> GuidesInterface.Get.Reply
  {
    let book = book
    let found =
      if let id = question.id {
        book.guide(id)
      } else {
        question.service.flatMap { book.guide(forService: $0) }
      }
    guard let guide = found
    else { throw GuidesInterface.NoSuchGuide(id: question.id ?? question.service ?? "") }
    return .init(
      guide: GuidesInterface.Guide(guide),
      notices: book.notices(about: guide.id, on: hall.today).map(GuidesInterface.Notice.init))
  }

  // MARK: - Questions

  /// Counts only what the guides ask, so that the ledger holds no text of a caller's.
  private func asked(_ question: GuidesInterface.Asked.Parameters) async throws {
    guard let guide = book.guide(question.guide),
      guide.frequentQuestions.contains(where: { $0.id == question.question })
    else { throw GuidesInterface.NoSuchGuide(id: question.guide) }
    try await hall.store.countQuestion(question.question, of: guide.id, on: hall.today)
  }

  /// Those that were asked, then the others in the order of the book.
  private func topQuestions(_ question: GuidesInterface.TopQuestions.Parameters) async throws
    -> GuidesInterface.TopQuestions.Reply
  {
    let limit = question.limit ?? Self.usualTopQuestions
    guard (1...Self.mostTopQuestions).contains(limit) else {
      throw StandardError.invalidParameter("limit")
    }
    let since = hall.today.adding(days: 1 - Self.topDays) ?? hall.today
    let counts = try await hall.store.questionCounts(since: since, limit: Self.mostTopQuestions)
    let all = book.guides.flatMap { guide in
      guide.frequentQuestions.map { question in
        GuidesInterface.TopQuestion(
          guide: guide.id, name: guide.name, id: question.id, question: question.question,
          answer: question.answer,
          asked: counts.first { $0.guide == guide.id && $0.question == question.id }?.count ?? 0)
      }
    }
    return .init(
      questions: Array(
        all.enumerated().sorted { ($1.element.asked, $0.offset) < ($0.element.asked, $1.offset) }
          .map(\.element).prefix(limit)))
  }

  // MARK: - Paper

  private func print(_ wish: GuidesInterface.Print.Parameters) async throws {
    guard let guide = book.guide(wish.guide) else {
      throw GuidesInterface.NoSuchGuide(id: wish.guide)
    }
    let slip = try slip(of: guide, wish)
    guard let printer = hall.printer else {
      throw GuidesInterface.PrinterUnavailable(reason: DeviceFault.Code.absent.rawValue)
    }
    if let fault = await printer.print(slip, job: .fresh()).fault {
      throw GuidesInterface.PrinterUnavailable(reason: fault.code.rawValue)
    }
  }

  private func slip(of guide: Guide, _ wish: GuidesInterface.Print.Parameters) throws -> Slip {
    let language = wish.language ?? .zh
    let answers = Dictionary(
      (wish.answers ?? []).map { ($0.question, $0.choice) }, uniquingKeysWith: { _, last in last })
    if let have = wish.have {
      let missing = guide.materials(for: answers).filter { !have.contains($0.id) }
      guard !missing.isEmpty else { throw StandardError.invalidParameter("have") }
      return FetchFirstSlip(
        hallName: hall.info.name, phone: hall.info.phone, sample: hall.info.sample,
        language: language, guide: guide, missing: missing
      ).slip
    }
    let parts = guide.fiveParts(answers: answers)
    guard parts.missing.isEmpty else { throw GuidesInterface.IncompleteGuide(parts: parts.missing) }
    return GuideSlip(
      hallName: hall.info.name, phone: hall.info.phone, sample: hall.info.sample,
      language: language, parts: parts
    ).slip
  }

  // MARK: - Ticks

  /// More than any list of papers has.
  static let mostTicks = 64

  /// What a guide's file allows as an id; the ledger parts them with spaces.
  private static func isID(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "-")
          || ("0"..."9").contains(scalar)
      }
  }

  /// What a caller says of its papers, if it is of the kind the ledger keeps.
  static func checked(_ ticks: PaperTicks) throws -> PaperTicks {
    let words = [ticks.guide] + ticks.present + ticks.missing
    guard words.count <= mostTicks, words.allSatisfy(isID),
      ticks.edition.count <= 64
    else { throw StandardError.invalidParameter("papers") }
    return PaperTicks(
      guide: ticks.guide, edition: Sanitiser.line(ticks.edition, limit: 64),
      present: ticks.present, missing: ticks.missing)
  }

  /// What a ticket's holder ticked, in words; nil where nothing was, or the guide is gone.
  static func papers(of ticket: Ticket, in hall: HallParts) async -> CounterInterface.Papers? {
    // A number is called whether or not the disk says what was ticked.
    guard let ticks = try? await hall.store.ticks(of: ticket.id),
      let guide = hall.rulebook.edition.guides.book.guide(ticks.guide)
    else { return nil }
    func names(_ ids: [String]) -> [Bilingual] {
      ids.map { guide.material($0)?.name ?? Bilingual(zh: $0, en: $0) }
    }
    let lacksMain = ticks.missing.contains { guide.material($0)?.isMain ?? true }
    let verdict: PaperVerdict =
      ticks.missing.isEmpty
      ? .complete : guide.scopes.contains(.tolerant) && !lacksMain ? .tolerable : .incomplete
    return .init(
      guide: guide.name, edition: ticks.edition, verdict: verdict,
      present: names(ticks.present), missing: names(ticks.missing))
  }
}
