extension CaseStanding {
  mutating func take(_ entry: CaseRecords.Entry) {
    merge(entry.facts)
    steps.append(
      Step(
        at: entry.at, event: entry.event, handler: entry.facts.handler, note: entry.facts.note))
    if submittedAt == nil { submittedAt = entry.at }
    happen(entry.event, at: entry.at)
    if openStandstill != nil, !state.isOver, state != .supplement { state = .paused }
  }

  private mutating func merge(_ new: CaseFacts) {
    func later<T>(_ path: WritableKeyPath<CaseFacts, T?>, _ facts: inout CaseFacts) {
      if let value = new[keyPath: path] { facts[keyPath: path] = value }
    }
    later(\.item, &facts)
    later(\.itemCode, &facts)
    later(\.kind, &facts)
    later(\.applicant, &facts)
    later(\.person, &facts)
    later(\.organisation, &facts)
    later(\.agent, &facts)
    later(\.receipt, &facts)
    later(\.department, &facts)
    later(\.window, &facts)
    later(\.handler, &facts)
    later(\.contact, &facts)
    later(\.collectAt, &facts)
    later(\.ticket, &facts)
    later(\.parent, &facts)
    if let limits = new.limits {
      facts.limits = CaseLimits(
        legal: limits.legal ?? facts.limits?.legal, promised: limits.said ?? facts.limits?.said)
    }
    facts.note = new.note
    facts.advice = new.advice
    if firstHandler == nil { firstHandler = new.handler }
    if let receipt = new.receipt {
      // A later password of the same receipt takes the place of the one before.
      if let known = receipts.firstIndex(where: { $0.number == receipt.number }) {
        if receipt.password != nil { receipts[known] = receipt }
      } else {
        receipts.append(receipt)
      }
    }
  }

  private mutating func happen(_ event: CaseEvent, at moment: Moment) {
    switch event {
    case .submitted: if state == .returned { go(to: .submitted) }
    case .preChecked: if acceptedAt == nil { advance(to: .preChecked) }
    case .preCheckReturned(let why):
      guard acceptedAt == nil, !state.isOver else { return }
      reasons = why
      state = .returned
      underlying = .submitted
    case .supplementAsked(let documents, let until):
      guard !state.isOver else { return }
      supplements.append(
        Supplement(
          askedAt: moment, documents: documents, until: until,
          isAfterAcceptance: acceptedAt != nil))
      state = .supplement
    case .supplementReceived:
      if let last = supplements.indices.last, supplements[last].receivedAt == nil {
        supplements[last].receivedAt = moment
      }
      if state == .supplement { state = underlying }
    case .accepted: accept(at: moment)
    case .toleratedIntake(let documents, let until):
      accept(at: moment)
      tolerance = Tolerance(since: moment, documents: documents, until: until)
    case .toleratedReceived: tolerance?.receivedAt = moment
    case .refused(_, let why):
      guard !state.isOver else { return }
      refusedAt = moment
      reasons = why
      state = .refused
    case .examined: advance(to: .examining)
    case .procedureBegun(let procedure): begin(procedure, at: moment)
    case .procedureEnded(let kind): end(kind, at: moment)
    case .decided(let isGranted, let why): decide(isGranted, why, at: moment)
    case .finished(let how): finish(how, at: moment)
    case .readyToCollect:
      readyAt = moment
      if !isHandedOver, result?.endsWithoutResult != true { close(as: .toCollect, at: moment) }
    case .collected: handOver(as: .collected, at: moment)
    case .posted: handOver(as: .posted, at: moment)
    case .retracted: break
    }
  }

  private var isHandedOver: Bool { state == .collected || state == .posted }

  /// A state of the way on: what is asked for or paused stays so, and nothing goes back.
  private mutating func advance(to next: CaseState) {
    guard !state.isOver, underlying.place < next.place else { return }
    underlying = next
    if state != .supplement, state != .paused { state = next }
  }

  private mutating func go(to next: CaseState) {
    underlying = next
    state = next
  }

  private mutating func accept(at moment: Moment) {
    guard !state.isOver || state == .refused else { return }
    let isFirst = acceptedAt == nil
    if isFirst { acceptedAt = moment }
    if state == .refused {
      refusedAt = nil
      reasons = []
      return go(to: .accepted)
    }
    // Whoever accepts has the documents that were asked for before.
    if isFirst, let last = supplements.indices.last, supplements[last].receivedAt == nil {
      supplements[last].receivedAt = moment
    }
    if underlying.place < CaseState.accepted.place { underlying = .accepted }
    if isFirst || state == .returned { state = underlying }
  }

  private mutating func begin(_ procedure: SpecialProcedure, at moment: Moment) {
    guard procedure.kind.pausesClock else {
      // At most 10 working days, 15 for joint handling (行政许可法 art. 42).
      let most = isJoint ? 15 : 10
      extensionDays = min(most, extensionDays + min(most, max(0, procedure.days ?? most)))
      return
    }
    guard !state.isOver else { return }
    standstills.append(Standstill(procedure: procedure, begun: moment))
  }

  private mutating func end(_ kind: SpecialProcedure.Kind, at moment: Moment) {
    guard kind.pausesClock else { return }
    // A source that does not say what it was ends whatever the clock stands for.
    let open = standstills.indices.filter { standstills[$0].ended == nil }
    let ended = open.first { standstills[$0].procedure.kind == kind } ?? open.first
    if let ended { standstills[ended].ended = moment }
    if state == .paused, openStandstill == nil { state = underlying }
  }

  private mutating func endStandstills(at moment: Moment) {
    for index in standstills.indices where standstills[index].ended == nil {
      standstills[index].ended = moment
    }
  }

  private mutating func decide(_ isGranted: Bool, _ why: [Bilingual], at moment: Moment) {
    guard !state.isOver || state == .denied else { return }
    endStandstills(at: moment)
    decidedAt = moment
    granted = isGranted
    reasons = why
    go(to: isGranted ? .approved : .denied)
  }

  private mutating func finish(_ how: CaseResult, at moment: Moment) {
    result = how
    guard !isHandedOver else { return }
    // What is ready to be collected stays so: 办结 is often recorded after it.
    if state == .toCollect, !how.endsWithoutResult { return }
    // 办结 ends what a refusal ended already, and takes nothing of it back.
    if state == .denied || state == .refused {
      finishedAt = finishedAt ?? moment
      return
    }
    close(as: .finished, at: moment)
  }

  private mutating func handOver(as next: CaseState, at moment: Moment) {
    guard result?.endsWithoutResult != true else { return }
    handedOverAt = moment
    close(as: next, at: moment)
  }

  private mutating func close(as next: CaseState, at moment: Moment) {
    endStandstills(at: moment)
    if finishedAt == nil { finishedAt = moment }
    go(to: next)
  }
}

extension CaseState {
  /// How far on its way a case is; a case does not go back.
  fileprivate var place: Int {
    switch self {
    case .submitted, .returned, .supplement: 0
    case .preChecked: 1
    case .accepted, .paused: 2
    case .examining: 3
    case .approved: 4
    case .refused, .denied, .finished: 5
    case .toCollect: 6
    case .collected, .posted: 7
    }
  }
}
