/// What a notice says as bytes for the ledger: a tag, a length and the bytes of each thing said.
///
/// Equal notices have equal forms, since tags stand in one order. A reader skips tags it does not
/// know, so that an older Hallway reads what a newer one wrote. Millions of notices are written in an
/// import, so this is neither JSON nor a column a fact.
public enum CaseForm {
  /// Tags are for ever; never give one another meaning.
  private enum Tag: UInt8 {
    case kind = 1, document, reason, until, refusal, stage, returned, procedure, days, granted,
      result
    case tracking
    case item = 32, itemCode, caseKind, applicant, person, organisation, agent, receipt, password
    case department, window, handler, contact, collectAt, legal, promised, ticket, ticketDay, parent
    case note, advice
  }

  // MARK: Writing

  /// - Returns: the form of an event and of the facts that came with it.
  public static func bytes(_ event: CaseEvent, _ facts: CaseFacts) -> [UInt8] {
    var form = Writer()
    form.put(.kind, event.kind.rawValue)
    write(event, to: &form)
    write(facts, to: &form)
    return form.bytes
  }

  private static func write(_ event: CaseEvent, to form: inout Writer) {
    switch event {
    case .submitted, .preChecked, .accepted, .readyToCollect, .collected, .retracted: break
    case .preCheckReturned(let reasons): form.put(.reason, reasons)
    case .supplementAsked(let documents, let until):
      form.put(.document, documents)
      form.put(.until, until?.description)
    case .supplementReceived(let documents), .toleratedReceived(let documents):
      form.put(.document, documents)
    case .toleratedIntake(let documents, let until):
      form.put(.document, documents)
      form.put(.until, until.description)
    case .refused(let refusal, let reasons):
      form.put(.reason, reasons)
      form.put(.refusal, refusal.rawValue)
    case .examined(let stage, let returned):
      form.put(.stage, stage.rawValue)
      if returned { form.put(.returned, "1") }
    case .procedureBegun(let procedure):
      form.put(.procedure, procedure.kind.rawValue)
      form.put(.days, procedure.days)
    case .procedureEnded(let kind): form.put(.procedure, kind.rawValue)
    case .decided(let granted, let reasons):
      form.put(.reason, reasons)
      form.put(.granted, granted ? "1" : "0")
    case .finished(let result): form.put(.result, result.rawValue)
    case .posted(let tracking): form.put(.tracking, tracking)
    }
  }

  private static func write(_ facts: CaseFacts, to form: inout Writer) {
    form.put(.item, facts.item)
    form.put(.itemCode, facts.itemCode)
    form.put(.caseKind, facts.kind?.rawValue)
    form.put(.applicant, facts.applicant)
    form.put(.person, facts.person?.bytes)
    form.put(.organisation, facts.organisation?.text)
    form.put(.agent, facts.agent?.bytes)
    form.put(.receipt, facts.receipt?.number)
    form.put(.password, facts.receipt?.password)
    form.put(.department, facts.department)
    form.put(.window, facts.window)
    form.put(.handler, facts.handler)
    form.put(.contact, facts.contact)
    form.put(.collectAt, facts.collectAt)
    form.put(.legal, facts.limits?.legal)
    form.put(.promised, facts.limits?.said)
    form.put(.ticket, facts.ticket?.number)
    form.put(.ticketDay, facts.ticket?.day.description)
    form.put(.parent, facts.parent)
    form.put(.note, facts.note)
    form.put(.advice, facts.advice)
  }

  private struct Writer {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(160) }

    mutating func put(_ tag: Tag, _ value: [UInt8]?) {
      guard let value else { return }
      bytes.append(tag.rawValue)
      putLength(value.count)
      bytes.append(contentsOf: value)
    }

    mutating func put(_ tag: Tag, _ text: String?) {
      guard let text else { return }
      bytes.append(tag.rawValue)
      putLength(text.utf8.count)
      bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ tag: Tag, _ number: Int?) { put(tag, number.map { String($0) }) }

    /// The English only where it is another text.
    mutating func put(_ tag: Tag, _ text: Bilingual?) {
      guard let text else { return }
      put(tag, text.en == text.zh ? text.zh : text.zh + CaseForm.separator + text.en)
    }

    mutating func put(_ tag: Tag, _ texts: [Bilingual]) { for text in texts { put(tag, text) } }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    private mutating func putLength(_ count: Int) {
      var rest = count
      while rest >= 128 {
        bytes.append(UInt8(rest & 127) | 128)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
  }

  /// Unit separator: texts have no control characters.
  static let separator = "\u{1F}"

  // MARK: Reading

  /// What a form says; nil where no Hallway wrote it.
  public static func read(_ bytes: [UInt8]) -> (event: CaseEvent, facts: CaseFacts)? {
    var found = Found()
    var rest = bytes[...]
    while let tag = rest.popFirst() {
      var count = 0
      var shift = 0
      while true {
        guard let byte = rest.popFirst(), shift <= 21 else { return nil }
        count |= Int(byte & 127) << shift
        if byte < 128 { break }
        shift += 7
      }
      guard count <= rest.count else { return nil }
      found.take(tag, rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return found.event.map { ($0, found.facts) }
  }

  private struct Found {
    var texts: [Tag: String] = [:]
    var documents: [Bilingual] = []
    var reasons: [Bilingual] = []
    var facts = CaseFacts()

    mutating func take(_ tag: UInt8, _ bytes: ArraySlice<UInt8>) {
      guard let tag = Tag(rawValue: tag) else { return }
      switch tag {
      case .person: facts.person = PersonKey(Array(bytes))
      case .agent: facts.agent = PersonKey(Array(bytes))
      case .password:
        facts.receipt = CaseReceipt(number: facts.receipt?.number ?? "", password: Array(bytes))
      default: take(tag, String(decoding: bytes, as: UTF8.self))
      }
    }

    private mutating func take(_ tag: Tag, _ text: String) {
      switch tag {
      case .document: documents.append(Self.bilingual(text))
      case .reason: reasons.append(Self.bilingual(text))
      case .item: facts.item = Self.bilingual(text)
      case .itemCode: facts.itemCode = text
      case .caseKind: facts.kind = CaseKind(rawValue: text)
      case .applicant: facts.applicant = text
      case .organisation: facts.organisation = OrganisationCode(text)
      case .receipt: facts.receipt = CaseReceipt(number: text, password: nil)
      case .department: facts.department = Self.bilingual(text)
      case .window: facts.window = text
      case .handler: facts.handler = text
      case .contact: facts.contact = text
      case .collectAt: facts.collectAt = Self.bilingual(text)
      case .legal: facts.limits = CaseLimits(legal: Int(text), promised: nil)
      case .promised:
        facts.limits = CaseLimits(legal: facts.limits?.legal, promised: Int(text))
      case .ticketDay:
        if let number = texts[.ticket], let day = LocalDay(text) {
          facts.ticket = CaseTicket(number: number, day: day)
        }
      case .parent: facts.parent = text
      case .note: facts.note = Self.bilingual(text)
      case .advice: facts.advice = Self.bilingual(text)
      default: texts[tag] = text
      }
    }

    private static func bilingual(_ text: String) -> Bilingual {
      let parts = text.split(separator: CaseForm.separator, maxSplits: 1)
      let zh = parts.first.map { String($0) } ?? ""
      return Bilingual(zh: zh, en: parts.count == 2 ? String(parts[1]) : zh)
    }

    var event: CaseEvent? {
      guard let kind = texts[.kind].flatMap(CaseEventKind.init) else { return nil }
      let until = texts[.until].flatMap { LocalDay($0) }
      let procedure = texts[.procedure].flatMap(SpecialProcedure.Kind.init)
      switch kind {
      case .submitted: return .submitted
      case .preChecked: return .preChecked
      case .preCheckReturned: return .preCheckReturned(reasons: reasons)
      case .supplementAsked: return .supplementAsked(documents: documents, until: until)
      case .supplementReceived: return .supplementReceived(documents: documents)
      case .accepted: return .accepted
      case .toleratedIntake: return until.map { .toleratedIntake(documents: documents, until: $0) }
      case .toleratedReceived: return .toleratedReceived(documents: documents)
      case .refused:
        return texts[.refusal].flatMap(CaseRefusal.init).map { .refused($0, reasons: reasons) }
      case .examined:
        return texts[.stage].flatMap(ExaminationStage.init)
          .map { .examined($0, returned: texts[.returned] != nil) }
      case .procedureBegun:
        return procedure.map {
          .procedureBegun(SpecialProcedure(kind: $0, days: texts[.days].flatMap { Int($0) }))
        }
      case .procedureEnded: return procedure.map { .procedureEnded($0) }
      case .decided: return .decided(granted: texts[.granted] == "1", reasons: reasons)
      case .finished: return texts[.result].flatMap(CaseResult.init).map { .finished($0) }
      case .readyToCollect: return .readyToCollect
      case .collected: return .collected
      case .posted: return .posted(tracking: texts[.tracking])
      case .retracted: return .retracted
      }
    }
  }
}
