/// How a case stands: everything its records say, told in order. 办件
///
/// It is the same for every order of arrival, since it is folded over ``CaseRecords``. Every list of
/// records has a standing: what other systems send is taken as it comes, and what does not fit stays
/// among the steps without moving the case back.
public struct CaseStanding: Hashable, Sendable {
  /// A step of the case, as it happened.
  public struct Step: Hashable, Sendable {
    public let at: Moment
    public let event: CaseEvent
    /// Staff number. 工号
    public let handler: String?
    public let note: Bilingual?
  }

  /// Documents that were asked for. 补正
  public struct Supplement: Hashable, Sendable {
    public let askedAt: Moment
    public let documents: [Bilingual]
    public let until: LocalDay?
    public internal(set) var receivedAt: Moment?
    /// Asked for after the case was accepted. 审查阶段补正
    public let isAfterAcceptance: Bool
  }

  /// Documents that were promised when the case was accepted without them. 容缺
  public struct Tolerance: Hashable, Sendable {
    public let since: Moment
    public let documents: [Bilingual]
    /// 承诺补齐日
    public let until: LocalDay
    public internal(set) var receivedAt: Moment?
  }

  /// A time that is not counted. 特别程序
  public struct Standstill: Hashable, Sendable {
    public let procedure: SpecialProcedure
    public let begun: Moment
    public internal(set) var ended: Moment?
  }

  public let identity: CaseIdentity
  public internal(set) var state: CaseState = .submitted
  /// The latest of what was said of each thing; `note` and `advice` of the last step alone.
  public internal(set) var facts = CaseFacts()
  public internal(set) var receipts: [CaseReceipt] = []
  public internal(set) var steps: [Step] = []

  /// 收件时间; of the first record where none says that the case was submitted.
  public internal(set) var submittedAt: Moment?
  public internal(set) var acceptedAt: Moment?
  public internal(set) var refusedAt: Moment?
  /// Why it was refused, returned or denied. 理由
  public internal(set) var reasons: [Bilingual] = []
  public internal(set) var supplements: [Supplement] = []
  public internal(set) var tolerance: Tolerance?
  public internal(set) var standstills: [Standstill] = []
  /// Working days added to the limit. 延长
  public internal(set) var extensionDays = 0
  public internal(set) var decidedAt: Moment?
  public internal(set) var granted: Bool?
  public internal(set) var result: CaseResult?
  public internal(set) var readyAt: Moment?
  /// When nothing was left to do but to collect, or nothing at all.
  public internal(set) var finishedAt: Moment?
  public internal(set) var handedOverAt: Moment?
  /// The first member of staff who is named: stays whoever else takes over. 首办责任人
  public internal(set) var firstHandler: String?

  /// The state that goes on once documents are in or a procedure is over.
  var underlying: CaseState = .submitted

  public init(_ records: CaseRecords) {
    identity = records.identity
    for entry in records.inOrder where entry.event != .retracted { take(entry) }
  }

  /// Whether every record was taken back, or there is none.
  public var isEmpty: Bool { steps.isEmpty }

  /// When the application as it stands was received: the last document of it. 收件日
  public var receivedDay: LocalDay? {
    let supplements = supplements.filter { !$0.isAfterAcceptance }.compactMap(\.receivedAt)
    return (supplements.max() ?? submittedAt).map { WallClock($0).day }
  }

  public var isJoint: Bool { facts.kind == .joint }

  /// The documents that are waited for before anything goes on.
  public var openSupplement: Supplement? {
    supplements.last.flatMap { $0.receivedAt == nil && state == .supplement ? $0 : nil }
  }

  /// Promised documents that are not there yet.
  public var openTolerance: Tolerance? { tolerance.flatMap { $0.receivedAt == nil ? $0 : nil } }

  /// When nothing was left to do; nil before, and while the result waits to be collected.
  public var overAt: Moment? {
    guard state.isOver, state != .toCollect else { return nil }
    return handedOverAt ?? finishedAt ?? decidedAt ?? refusedAt ?? steps.last?.at
  }

  public var openStandstill: Standstill? {
    state.isOver ? nil : standstills.first { $0.ended == nil }
  }
}

extension CaseStanding {
  /// The day after which something of the case may be late, never too late a day: working days are
  /// no fewer than calendar days, so a calendar is needed only for those cases. nil for none.
  public var attentionFrom: LocalDay? {
    // What was promised is owed still when the case ended without it.
    let promise = openTolerance?.until
    guard !state.isOver else { return promise }
    return ([promise] + [intakeFrom, decisionFrom, deliveryFrom, openSupplement?.until]).compactMap(
      \.self
    ).min()
  }

  private var intakeFrom: LocalDay? {
    guard acceptedAt == nil, let day = receivedDay else { return nil }
    return day.adding(days: CaseClock.intakeDays)
  }

  private var decisionFrom: LocalDay? {
    guard decidedAt == nil, let accepted = acceptedAt ?? submittedAt,
      let days = facts.limits?.promised ?? facts.limits?.legal
    else { return nil }
    return WallClock(accepted).day.adding(days: days)
  }

  private var deliveryFrom: LocalDay? {
    guard state == .approved else { return nil }
    return decidedAt.flatMap { WallClock($0).day.adding(days: CaseClock.deliveryDays) }
  }
}

extension CaseState {
  /// Nothing is to be decided any more.
  public var isOver: Bool {
    switch self {
    case .refused, .denied, .finished, .toCollect, .collected, .posted: true
    case .submitted, .preChecked, .returned, .supplement, .accepted, .examining, .paused, .approved:
      false
    }
  }
}
