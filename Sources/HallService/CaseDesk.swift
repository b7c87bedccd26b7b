import Hall
import HallAPI
import HallStore
import Varlink

/// Tells a citizen how a case is doing. 办事进度
struct CaseDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk
  /// All kiosks of a hall are one user: as many citizens may mistype in a minute, and still nobody
  /// tries receipts by the thousand.
  static let allowedFailuresOfPlace = 30

  let guessesOfReceipt = Throttle<String>()
  let guessesOfPlace = Throttle<String>(allowedFailures: allowedFailuresOfPlace)

  func lookup(_ question: CasesInterface.Lookup.Parameters, _ call: CallContext) async throws
    -> CasesInterface.Lookup.Reply
  {
    if let token = question.card {
      guard let holder = await cards.holder(of: token) else { throw CasesInterface.CardExpired() }
      return .init(cases: try await hall.store.cases(of: holder.person).map(view))
    }
    guard let receipt = question.receipt, let password = question.password else {
      throw CasesInterface.NothingToLookUp()
    }
    return .init(cases: [view(try await file(receipt, password, from: call.place))])
  }

  /// Answers a wrong receipt and a wrong password alike, in words and in work done.
  private func file(_ receipt: String, _ password: String, from place: String) async throws
    -> Case
  {
    let now = hall.wallTime()
    let isReceipt = CallerText.isIdentifier(receipt)
    let record = isReceipt ? try await hall.store.caseRecord(receipt: receipt) : nil
    // From here on nothing waits, so that of many tries at once none slips past the count.
    // By receipt, so that nobody guesses one password; by place, so that nobody guesses receipts.
    let pauses = [guessesOfReceipt.pause(receipt, at: now), guessesOfPlace.pause(place, at: now)]
    if let seconds = pauses.compactMap(\.self).max() {
      throw CasesInterface.TryLater(seconds: seconds)
    }
    let given = hall.people.password(password, receipt: receipt)
    let known = record?.password ?? [UInt8](repeating: 0, count: given.count)
    guard equalInConstantTime(given, known), let record else {
      if isReceipt { guessesOfReceipt.failed(receipt, at: now) }
      guessesOfPlace.failed(place, at: now)
      throw CasesInterface.NoMatch()
    }
    // One's own case, asked for in between, does not make the place's wrong tries undone.
    guessesOfReceipt.succeeded(receipt)
    return record.file
  }

  private func view(_ file: Case) -> CasesInterface.Case {
    CasesInterface.Case(
      receipt: file.receipt, item: file.item, applicant: file.applicant, state: file.state,
      stateText: CasePhrases.text(file.state), nextStep: file.nextStep,
      dueDay: file.dueDay?.description, contact: file.contact, collectAt: file.collectAt,
      steps: file.steps.map { .init(at: $0.at, text: $0.text) })
  }
}
