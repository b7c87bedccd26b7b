public import Hall

/// The cases a sample hall shows, as `cases.yaml` says them. 办件样例
///
/// A value of this type is free of faults: reading throws all of them or returns one.
public struct CaseFile: Sendable, Equatable {
  /// What their source would have sent, case by case and in order.
  public let messages: [CaseMessage]
}

extension CaseFile {
  /// Where the cases of the file come from, as the ledger names it.
  public static let source = "sample"

  /// Reads a file of sample cases.
  ///
  /// - Parameters:
  ///   - path: the YAML file.
  ///   - services: those of the hall, which a case may name as its item.
  /// - Returns: messages without a fault.
  /// - Throws: every fault of the file.
  public static func load(
    path: String, services: [Catalogue.Service]
  ) throws(ConfigurationErrors) -> CaseFile {
    try read(TextFile.read(path), file: path, services: services)
  }

  /// Reads sample cases from YAML text; `file` names it in faults.
  ///
  /// - Throws: every fault of the text.
  public static func read(
    _ yaml: String, file: String, services: [Catalogue.Service]
  ) throws(ConfigurationErrors) -> CaseFile {
    try read(yaml, findings: Findings(file: file), services: services)
  }

  static func read(
    _ yaml: String, findings: Findings, services: [Catalogue.Service]
  ) throws(ConfigurationErrors) -> CaseFile {
    let cases = try Document.read(yaml, findings: findings) { section in
      section["cases"].list { item in
        item.section { SampleCase(services: services).read($0) }
      }
    }
    refuseRepeats(of: cases, findings: findings)
    try findings.check()
    return CaseFile(messages: cases.flatMap(\.self))
  }

  private static func refuseRepeats(of cases: [[CaseMessage]], findings: Findings) {
    var first: [String: Int] = [:]
    for (index, serial) in cases.map({ $0.first?.serial ?? "" }).enumerated()
    where !serial.isEmpty {
      if let earlier = first[serial] {
        findings.fault(
          "cases[\(index)].receipt",
          "\"\(serial)\" is the receipt of cases[\(earlier)] already; take another")
      } else {
        first[serial] = index
      }
    }
  }
}

/// Reads one invented case: what it is, and what happened. 办件
private struct SampleCase {
  let services: [Catalogue.Service]

  /// What the case is goes with its first event.
  func read(_ section: Section) -> [CaseMessage] {
    let receipt = section["receipt"].identifier()
    var first = CaseMessage(source: CaseFile.source, serial: receipt, at: "", event: .submitted)
    first.receipt = receipt
    first.password = section["password"].password()
    first.idNumber = section.optional("idNumber")?.idNumber()
    first.organisation = section.optional("organisation")?.text()
    first.agentIdNumber = section.optional("agentIdNumber")?.idNumber()
    first.applicant = section["name"].text()
    first.item = item(section)
    first.kind = section.optional("kind")?.word(CaseKind.allCases, or: .promised)
    first.department = section.optional("department")?.caseText()
    first.contact = section.optional("contact")?.text()
    first.collectAt = section.optional("collectAt")?.caseText()
    first.legalDays = section.optional("legalDays")?.integer(1...2500)
    first.promisedDays = section.optional("promisedDays")?.integer(1...2500)
    first.ticket = section.optional("ticket")?.text()
    first.parent = section.optional("parent")?.identifier()
    let entry = section["events"]
    let messages = entry.list { event in
      let isFirst = event.path.hasSuffix("[0]")
      let base =
        isFirst
        ? first : CaseMessage(source: first.source, serial: receipt, at: "", event: .submitted)
      return event.section { Self.event($0, of: base) }
    }
    if entry.node != nil, messages.isEmpty, !entry.findings.isFaulty(entry.path) {
      entry.fault("a case has at least one event; write when it was submitted")
    }
    return messages
  }

  private static func event(_ section: Section, of base: CaseMessage) -> CaseMessage {
    var message = base
    let isTime: Bool
    (message.at, isTime) = section["at"].time()
    message.event = section["event"].word(CaseEventKind.allCases, or: .submitted)
    // Each event of the file is a record of its own.
    message.record = section.path
    message.reasons = section.optional("reasons")?.list { $0.caseText() }
    message.documents = section.optional("documents")?.list { $0.caseText() }
    message.until = section.optional("until")?.day()?.description
    message.refusal = section.optional("refusal")?.word(CaseRefusal.allCases, or: .notAccepted)
    message.stage = section.optional("stage")?.word(ExaminationStage.allCases, or: .handling)
    message.returned = section.optional("returned")?.flag()
    message.procedure = section.optional("procedure")?.word(
      SpecialProcedure.Kind.allCases, or: .other)
    message.days = section.optional("days")?.integer(1...2500)
    message.granted = section.optional("granted")?.flag()
    message.result = section.optional("result")?.word(CaseResult.allCases, or: .done)
    message.tracking = section.optional("tracking")?.text()
    message.handler = section.optional("handler")?.text()
    message.window = section.optional("window")?.text()
    message.note = section.optional("note")?.caseText()
    message.advice = section.optional("advice")?.caseText()
    guard isTime else { return message }
    do throws(CaseMessageFault) {
      _ = try message.notice(sealing: NoKeys())
    } catch {
      // Messages never repeat the value: it may be an ID number, and end up in a log.
      section.fault(
        error.reason == .missing
          ? "an event \"\(message.event.rawValue)\" needs the key \"\(error.key)\""
          : "\"\(error.key)\" is not written as it should be; see docs/cases.md")
    }
    return message
  }

  /// The name of the `service`, or the two texts of `item`: one of the two keys is there.
  private func item(_ section: Section) -> CaseText? {
    switch (section.optional("service"), section.optional("item")) {
    case (nil, let item?): return item.caseText()
    case (let entry?, nil):
      let id = entry.identifier()
      if let service = services.first(where: { $0.id == id }) {
        return CaseText(zh: service.name.zh, en: service.name.en)
      }
      if !id.isEmpty {
        let advice = suggestion(for: id, among: services.map(\.id), plural: "services")
        entry.fault("no service is called \"\(id)\"; \(advice)")
      }
      return nil
    case (nil, nil):
      section.fault("say what was applied for; add \"service\" or \"item\"")
      return nil
    case (_?, let item?):
      _ = item.caseText()
      item.fault("\"service\" names the item already; keep one of the two keys")
      return nil
    }
  }
}

/// Reading a file needs nobody's secret.
private struct NoKeys: PersonSealing {
  func key(of number: IDNumber) -> PersonKey { PersonKey([]) }
  func password(_ password: String, receipt: String) -> [UInt8] { [] }
}

extension Entry {
  fileprivate func password() -> String {
    guard let text = scalar("a password") else { return "" }
    let isDigits = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard isDigits, text.utf8.count == 6 else {
      fault("a query password is six digits; write it in quotes, like \"024680\"")
      return ""
    }
    return text
  }

  /// Messages never repeat the number: they may end up in a log.
  fileprivate func idNumber() -> String? {
    guard let text = scalar("an ID number") else { return nil }
    if IDNumber(text) == nil {
      fault("this is not an ID number: its length or its check digit is wrong")
      return nil
    }
    return text
  }

  /// `2026-11-10 09:30` on the hall's clock, and whether it is one.
  fileprivate func time() -> (text: String, isTime: Bool) {
    guard let text = scalar("a time like 2026-11-10 09:30") else { return ("", false) }
    guard Moment(written: text) != nil else {
      fault("\(quoted(text)) is not a time; write it like 2026-11-10 09:30")
      return (text, false)
    }
    return (text, true)
  }

  fileprivate func caseText() -> CaseText {
    let text = bilingual()
    return CaseText(zh: text.zh, en: text.en)
  }
}
