import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// What managers watch over: late cases, and promises of tolerant intake that were not kept.
/// 超期办件、容缺逾期
struct CaseReviewDesk: Sendable {
  let hall: HallParts
  let views: CaseViews

  func show(_ question: CasesInterface.Show.Parameters) async throws -> CasesInterface.Show.Reply {
    guard CallerText.isIdentifier(question.receipt) else { throw CasesInterface.NoSuchCase() }
    var standings: [CaseStanding] = []
    for key in try await hall.cases.keys(ofReceipt: question.receipt) {
      if let standing = try await hall.cases.caseStanding(key.identity) {
        standings.append(standing)
      }
    }
    guard !standings.isEmpty else { throw CasesInterface.NoSuchCase() }
    return .init(cases: try await views.views(standings))
  }

  // MARK: Late cases

  /// Cases looked through for a page; most of them are late.
  static let pageSize = 200

  func late(_ question: CasesInterface.Late.Parameters) async throws -> CasesInterface.Late.Reply {
    var cursor: CasePage.Cursor?
    if let text = question.after {
      guard let read = Self.cursor(text) else { throw StandardError.invalidParameter("after") }
      cursor = read
    }
    // Over is what ended yesterday; what ends today ends within 0 days.
    var last = hall.today.adding(days: -1) ?? hall.today
    if let days = question.within {
      guard Self.foreseen.contains(days), let day = hall.today.adding(days: days) else {
        throw StandardError.invalidParameter("within")
      }
      last = day
    }
    let page = try await hall.cases.casesDue(by: last, after: cursor, limit: Self.pageSize)
    var cases: [CasesInterface.LateCase] = []
    for standing in page.cases {
      if let late = try await late(standing, kind: question.kind, by: last) { cases.append(late) }
    }
    return .init(cases: cases, next: page.next.map { "\($0.day).\($0.id)" })
  }

  /// Whom a manager reminds today; two months are every case there is.
  private static let foreseen = 0...60

  private static func cursor(_ text: String) -> CasePage.Cursor? {
    let parts = text.split(separator: ".").map { Int64($0) }
    guard parts.count == 2, let day = parts[0], let id = parts[1] else { return nil }
    return CasePage.Cursor(day: day, id: id)
  }

  /// nil where no day of the kind ends by `last`.
  private func late(_ standing: CaseStanding, kind: CaseDeadline.Kind?, by last: LocalDay)
    async throws -> CasesInterface.LateCase?
  {
    let answer = views.answer(standing)
    let late = answer.deadlines.filter { deadline in
      guard let day = deadline.due.day, kind == nil || deadline.kind == kind else { return false }
      return day <= last
    }
    // An application that nobody answered has no open day any more: the law answered it.
    let isUnanswered = answer.byLaw != nil && (kind == nil || kind == .intake)
    guard !late.isEmpty || (isUnanswered && !standing.state.isOver) else { return nil }
    let facts = standing.facts
    return CasesInterface.LateCase(
      source: standing.identity.source, serial: standing.identity.serial,
      receipt: facts.receipt?.number, item: CaseViews.item(standing), applicant: facts.applicant,
      stateText: CasePhrases.text(standing.state), firstHandler: standing.firstHandler,
      department: facts.department, deadlines: late.map(CaseViews.view), byLaw: answer.byLaw,
      credit: try await hall.store.hasCredit(of: facts.person, facts.organisation))
  }

  // MARK: Broken promises

  /// A sentence, as everywhere a person says why.
  private static let longestReason = 300

  private func reason(_ text: String) throws -> String {
    let reason = Sanitiser.line(text)
    guard !reason.isEmpty, reason.count <= Self.longestReason else {
      throw StandardError.invalidParameter("reason")
    }
    return reason
  }

  /// Never by itself: a person looked at the case and says why.
  func enter(_ question: CasesInterface.EnterCredit.Parameters, _ call: CallContext) async throws
    -> CasesInterface.CreditReply
  {
    let why = try reason(question.reason)
    let identity = CaseIdentity(source: question.source, serial: question.serial)
    guard CallerText.isIdentifier(identity.source), CallerText.isIdentifier(identity.serial),
      let standing = try await hall.cases.caseStanding(identity)
    else { throw CasesInterface.NoSuchCase() }
    guard let promise = standing.openTolerance else {
      throw CasesInterface.NotPossible(state: standing.tolerance == nil ? "noPromise" : "kept")
    }
    guard promise.until < hall.today else { throw CasesInterface.NotPossible(state: "notOver") }
    let facts = standing.facts
    let entry = CreditEntry(
      identity: identity, person: facts.person, organisation: facts.organisation,
      applicant: facts.applicant, at: hall.wallTime(), author: call.place, reason: why)
    guard let entered = try await hall.store.enterCredit(entry) else {
      throw CasesInterface.NotPossible(state: "entered")
    }
    hall.logger.notice("broken promise entered", metadata: ["entry": "\(entered.id)"])
    return .init(credit: Self.view(entered))
  }

  func clear(_ question: CasesInterface.ClearCredit.Parameters, _ call: CallContext) async throws
    -> CasesInterface.CreditReply
  {
    let clearing = CreditEntry.Clearing(
      at: hall.wallTime(), author: call.place, reason: try reason(question.reason))
    guard let cleared = try await hall.store.clearCredit(Int64(question.id), clearing) else {
      throw CasesInterface.NotPossible(state: "noEntry")
    }
    hall.logger.notice("broken promise cleared", metadata: ["entry": "\(cleared.id)"])
    return .init(credit: Self.view(cleared))
  }

  func credits(_ question: CasesInterface.Credits.Parameters) async throws
    -> CasesInterface.Credits.Reply
  {
    .init(
      credits: try await hall.store.credits(includingCleared: question.includeCleared)
        .map(Self.view))
  }

  func mayTolerate(_ question: CasesInterface.MayTolerate.Parameters) async throws
    -> CasesInterface.MayTolerate.Reply
  {
    let number = question.idNumber.flatMap { IDNumber($0.uppercased()) }
    let organisation = question.organisation.flatMap(OrganisationCode.init)
    guard number != nil || organisation != nil else {
      throw StandardError.invalidParameter("idNumber")
    }
    let has = try await hall.store.hasCredit(of: number.map(hall.people.key), organisation)
    return .init(may: !has)
  }

  private static func view(_ entry: CreditEntry) -> CasesInterface.Credit {
    .init(
      id: Int(entry.id), source: entry.identity.source, serial: entry.identity.serial,
      applicant: entry.applicant, at: WallClock(entry.at).iso8601, author: entry.author,
      reason: entry.reason, cleared: entry.clearing.map { WallClock($0.at).iso8601 },
      clearedBy: entry.clearing?.author, clearedReason: entry.clearing?.reason)
  }
}
