import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// Tells a citizen how a case is doing, and puts it on paper. 办事进度
struct CaseDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk
  let views: CaseViews
  /// All kiosks of a hall are one user: as many citizens may mistype in a minute, and still nobody
  /// tries receipts by the thousand.
  static let allowedFailuresOfPlace = 30

  let guessesOfReceipt = Throttle<String>()
  let guessesOfPlace = Throttle<String>(allowedFailures: allowedFailuresOfPlace)

  func lookup(_ question: CasesInterface.Lookup.Parameters, _ call: CallContext) async throws
    -> CasesInterface.Lookup.Reply
  {
    if let token = question.card {
      return .init(
        cases: try await views.views(cases(ofCard: token, organisation: question.organisation)))
    }
    guard let receipt = question.receipt, let password = question.password else {
      throw CasesInterface.NothingToLookUp()
    }
    let found = try await standing(receipt, password, from: call.place)
    return .init(cases: try await views.views([found]))
  }

  /// A person's own cases; or those of an organisation that the person acts for, which are none too
  /// where the person does not.
  private func cases(ofCard token: String, organisation: String?) async throws -> [CaseStanding] {
    guard let holder = await cards.holder(of: token) else { throw CasesInterface.CardExpired() }
    guard let organisation else { return try await hall.cases.cases(of: holder.person) }
    guard let code = OrganisationCode(organisation) else {
      throw StandardError.invalidParameter("organisation")
    }
    return try await hall.cases.cases(of: code, agent: holder.person)
  }

  /// Answers a wrong receipt and a wrong password alike, in words and in work done: the case itself is
  /// read once both are right.
  private func standing(_ receipt: String, _ password: String, from place: String) async throws
    -> CaseStanding
  {
    let now = hall.wallTime()
    let isReceipt = CallerText.isIdentifier(receipt)
    let keys = isReceipt ? try await hall.cases.keys(ofReceipt: receipt) : []
    // From here on nothing waits, so that of many tries at once none slips past the count.
    // By receipt, so that nobody guesses one password; by place, so that nobody guesses receipts.
    let pauses = [guessesOfReceipt.pause(receipt, at: now), guessesOfPlace.pause(place, at: now)]
    if let seconds = pauses.compactMap(\.self).max() {
      throw CasesInterface.TryLater(seconds: seconds)
    }
    let given = hall.people.password(password, receipt: receipt)
    let nobody = [UInt8](repeating: 0, count: given.count)
    let none = CaseReceiptKey(identity: CaseIdentity(source: "", serial: ""), password: nil)
    let opened = (keys.isEmpty ? [none] : keys).filter {
      equalInConstantTime(given, $0.password ?? nobody) && $0.password != nil
    }
    guard let key = opened.first else {
      if isReceipt { guessesOfReceipt.failed(receipt, at: now) }
      guessesOfPlace.failed(place, at: now)
      noteSlowed(receipt, place, at: now)
      throw CasesInterface.NoMatch()
    }
    // One's own case, asked for in between, does not make the place's wrong tries undone.
    guessesOfReceipt.succeeded(receipt)
    guard let standing = try await hall.cases.caseStanding(key.identity) else {
      throw CasesInterface.NoMatch()
    }
    return standing
  }

  /// Said once as a pause begins, and never with the receipt: whoever reads the log is not to look it up.
  private func noteSlowed(_ receipt: String, _ place: String, at now: Moment) {
    let isReceipt = guessesOfReceipt.pause(receipt, at: now) != nil
    guard isReceipt || guessesOfPlace.pause(place, at: now) != nil else { return }
    hall.logger.warning(
      "case look-ups slowed",
      metadata: ["place": "\(place)", "of": isReceipt ? "one receipt" : "the place"])
  }

  func print(_ wish: CasesInterface.Print.Parameters) async throws {
    guard let identity = views.handles.identity(of: wish.handle, at: hall.wallTime()),
      let standing = try await hall.cases.caseStanding(identity)
    else { throw CasesInterface.HandleExpired() }
    guard let printer = hall.printer else {
      throw CasesInterface.PrinterUnavailable(reason: DeviceFault.Code.absent.rawValue)
    }
    let slip = CaseSlip(
      hallName: hall.info.name, phone: hall.info.phone, sample: hall.info.sample,
      standing: standing,
      parts: standing.isJoint ? try await hall.cases.parts(of: identity) : [],
      calendar: hall.hours.calendar, now: hall.wallTime(),
      language: wish.language)
    if let fault = await printer.print(slip.slip, job: .fresh()).fault {
      throw CasesInterface.PrinterUnavailable(reason: fault.code.rawValue)
    }
  }

  func countDays(_ question: CasesInterface.CountDays.Parameters) throws
    -> CasesInterface.CountDays.Reply
  {
    guard let from = LocalDay(question.from) else {
      throw StandardError.invalidParameter("from")
    }
    guard Self.countableDays.contains(question.workingDays) else {
      throw StandardError.invalidParameter("workingDays")
    }
    let calendar = hall.hours.calendar
    do throws(HolidayCalendar.UnknownYear) {
      let day = try calendar.adding(workingDays: question.workingDays, to: from)
      let deadline = CaseDeadline(.promised, .day(day), calendar: calendar, today: from)
      return .init(day: day.description, words: CasePhrases.explanation(deadline))
    } catch {
      throw CasesInterface.UnknownYear(year: error.year)
    }
  }

  /// A year of working days: no calendar knows more ahead.
  private static let countableDays = 0...250
}
