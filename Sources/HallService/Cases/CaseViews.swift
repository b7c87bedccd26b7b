import Hall
import HallAPI
import HallStore
import Synchronization

/// Cases as the protocol tells them.
struct CaseViews: Sendable {
  let hall: HallParts
  let handles = CaseHandles()

  /// Without the parts of a joint case that is among them: those are told with it.
  func views(_ standings: [CaseStanding]) async throws -> [CasesInterface.Case] {
    let joint = Set(standings.filter(\.isJoint).map(\.identity))
    var views: [CasesInterface.Case] = []
    for standing in standings where !standing.isEmpty {
      if let parent = standing.facts.parent,
        joint.contains(CaseIdentity(source: standing.identity.source, serial: parent))
      {
        continue
      }
      views.append(try await view(standing))
    }
    return views
  }

  private func view(_ standing: CaseStanding) async throws -> CasesInterface.Case {
    let answer = answer(standing)
    let parts = standing.isJoint ? try await hall.cases.parts(of: standing.identity) : []
    return CasesInterface.Case(
      handle: handles.handle(of: standing.identity, at: hall.wallTime()),
      receipt: standing.facts.receipt?.number, item: Self.item(standing),
      applicant: standing.facts.applicant, state: answer.state,
      stateText: CasePhrases.text(answer.state), place: answer.place, nextStep: answer.nextStep,
      yourTurn: answer.isYourTurn, byLaw: answer.byLaw,
      deadlines: answer.deadlines.map(Self.view), contact: answer.contact,
      collectAt: answer.collectAt, firstHandler: standing.firstHandler,
      ticket: standing.facts.ticket?.number,
      steps: standing.steps.map {
        .init(at: WallClock($0.at).iso8601, text: $0.note ?? CasePhrases.text($0.event))
      },
      parts: parts.map { part in
        .init(
          item: Self.item(part), stateText: CasePhrases.text(part.state),
          place: self.answer(part).place)
      })
  }

  func answer(_ standing: CaseStanding) -> CaseAnswer {
    CaseAnswer(
      standing, calendar: hall.hours.calendar, on: hall.today, hallPhone: hall.info.phone)
  }

  static func item(_ standing: CaseStanding) -> Bilingual {
    standing.facts.item ?? CasePhrases.unnamed
  }

  static func view(_ deadline: CaseDeadline) -> CasesInterface.Deadline {
    .init(
      kind: deadline.kind, label: CasePhrases.label(deadline.kind),
      day: deadline.due.day?.description, words: CasePhrases.explanation(deadline),
      late: deadline.isLate, yours: deadline.kind.isApplicants)
  }
}

/// Names that a caller who proved to hold a case may call it by for a while.
final class CaseHandles: Sendable {
  /// A case is read and printed within this; then it is looked up again.
  static let lifeSeconds: Int64 = 600
  /// Bounds memory when somebody looks up a case again and again.
  static let most = 10_000

  private struct Holding {
    let identity: CaseIdentity
    let since: Moment

    func isOver(at now: Moment) -> Bool {
      !(0..<CaseHandles.lifeSeconds).contains(now.seconds(since: since))
    }
  }

  private let holdings = Mutex<[String: Holding]>([:])

  func handle(of identity: CaseIdentity, at now: Moment) -> String {
    let handle = Secrets.token()
    holdings.withLock { holdings in
      holdings.makeRoom(for: Self.most, dropping: { $0.isOver(at: now) }, since: \.since)
      holdings[handle] = Holding(identity: identity, since: now)
    }
    return handle
  }

  /// nil where the handle is nobody's, or was given too long ago.
  func identity(of handle: String, at now: Moment) -> CaseIdentity? {
    holdings.withLock { $0[handle] }.flatMap { $0.isOver(at: now) ? nil : $0.identity }
  }
}
