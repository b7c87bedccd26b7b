extension CaseMessage {
  /// The longest list of documents that a form of a ministry has is half of it.
  static let mostTexts = 60

  /// What the ledger may keep of it.
  ///
  /// - Throws: the key that cannot be read.
  public func notice(sealing people: some PersonSealing) throws(CaseMessageFault) -> CaseNotice {
    guard let moment = Moment(written: at) else { throw CaseMessageFault("at", .malformed) }
    return CaseNotice(
      identity: CaseIdentity(source: source, serial: serial), record: record ?? event.rawValue,
      version: version ?? 1, at: moment, event: try happened(),
      facts: try facts(at: moment, people))
  }

  private func happened() throws(CaseMessageFault) -> CaseEvent {
    switch event {
    case .submitted: .submitted
    case .preChecked: .preChecked
    case .preCheckReturned: .preCheckReturned(reasons: try texts(reasons, "reasons"))
    case .supplementAsked:
      .supplementAsked(
        documents: try texts(documents, "documents"), until: try day(until, "until"))
    case .supplementReceived: .supplementReceived(documents: try texts(documents, "documents"))
    case .accepted: .accepted
    case .toleratedIntake:
      .toleratedIntake(
        documents: try texts(documents, "documents"),
        until: try required(try day(until, "until"), "until"))
    case .toleratedReceived: .toleratedReceived(documents: try texts(documents, "documents"))
    case .refused: .refused(refusal ?? .notAccepted, reasons: try texts(reasons, "reasons"))
    case .examined: .examined(try required(stage, "stage"), returned: returned ?? false)
    case .procedureBegun:
      .procedureBegun(
        SpecialProcedure(
          kind: try required(procedure, "procedure"),
          days: days.flatMap { CaseLimits.plausible.contains($0) ? $0 : nil }))
    case .procedureEnded: .procedureEnded(procedure ?? .other)
    case .decided:
      .decided(
        granted: try required(granted, "granted"), reasons: try texts(reasons, "reasons"))
    case .finished: .finished(try required(result, "result"))
    case .readyToCollect: .readyToCollect
    case .collected: .collected
    case .posted: .posted(tracking: Self.line(tracking))
    case .retracted: .retracted
    }
  }

  private func facts(
    at moment: Moment, _ people: some PersonSealing
  ) throws(CaseMessageFault) -> CaseFacts {
    var facts = CaseFacts()
    facts.item = item?.clean
    facts.itemCode = Self.line(itemCode)
    facts.kind = kind
    facts.person = try number(idNumber, "idNumber").map(people.key)
    facts.agent = try number(agentIdNumber, "agentIdNumber").map(people.key)
    if let organisation = Self.line(organisation) {
      guard let code = OrganisationCode(organisation) else {
        throw CaseMessageFault("organisation", .malformed)
      }
      facts.organisation = code
    }
    // An organisation's name is public, a person's is masked.
    facts.applicant = Self.line(applicant).map {
      facts.organisation == nil ? Masking.name($0) : $0
    }
    if let receipt = Self.line(receipt) {
      facts.receipt = CaseReceipt(
        number: receipt,
        password: Self.line(password).map { people.password($0, receipt: receipt) })
    }
    facts.department = department?.clean
    facts.window = Self.line(window)
    facts.handler = Self.line(handler)
    facts.contact = Self.line(contact)
    facts.collectAt = collectAt?.clean
    if legalDays != nil || promisedDays != nil {
      facts.limits = CaseLimits(legal: legalDays, promised: promisedDays)
    }
    if let ticket = Self.line(ticket) {
      facts.ticket = CaseTicket(
        number: ticket, day: try day(ticketDay, "ticketDay") ?? WallClock(moment).day)
    }
    facts.parent = Self.line(parent)
    facts.note = note?.clean
    facts.advice = advice?.clean
    return facts
  }

  private func texts(
    _ texts: [CaseText]?, _ key: String
  ) throws(CaseMessageFault) -> [Bilingual] {
    guard let texts else { return [] }
    guard texts.count <= Self.mostTexts else { throw CaseMessageFault(key, .tooMany) }
    return texts.compactMap(\.clean)
  }

  private func day(_ text: String?, _ key: String) throws(CaseMessageFault) -> LocalDay? {
    guard let text, !text.isEmpty else { return nil }
    guard let day = LocalDay(text) else { throw CaseMessageFault(key, .malformed) }
    return day
  }

  private func number(_ text: String?, _ key: String) throws(CaseMessageFault) -> IDNumber? {
    guard let text = Self.line(text) else { return nil }
    guard let number = IDNumber(text.uppercased()) else { throw CaseMessageFault(key, .malformed) }
    return number
  }

  private func required<T>(_ value: T?, _ key: String) throws(CaseMessageFault) -> T {
    guard let value else { throw CaseMessageFault(key, .missing) }
    return value
  }

  /// nil where nothing is written: other systems leave fields empty instead of out.
  private static func line(_ text: String?) -> String? {
    guard let text else { return nil }
    let line = Sanitiser.line(text)
    return line.isEmpty ? nil : line
  }
}

extension Moment {
  /// Reads an ISO 8601 time with its offset, and `2026-11-23 09:05` or `2026-11-23 09:05:30` on the
  /// hall's clock, with a `T` too; nil for anything else.
  public init?(written text: String) {
    if let moment = WallClock.moment(iso8601: text) {
      self = moment
    } else {
      let local = text.replacing(" ", with: "T", maxReplacements: 1)
      let seconds = local.utf8.count == 16 ? ":00" : ""
      guard let moment = WallClock.moment(iso8601: local + seconds + "+08:00") else { return nil }
      self = moment
    }
  }
}
