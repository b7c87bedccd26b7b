public import Hall

/// The cases a sample hall shows, as `cases.yaml` says them. 办件样例
///
/// A value of this type is free of faults: reading throws all of them or returns one.
public struct CaseFile: Sendable, Equatable {
  public let cases: [SampleCase]
}

/// One invented case. 办件
public struct SampleCase: Sendable, Equatable {
  /// 受理回执号, once in the file.
  public let receipt: String
  /// 查询密码: six digits.
  public let password: String
  public let idNumber: IDNumber
  /// The applicant as on the card.
  public let name: String
  /// What was applied for: the name of a service of the hall, or the file's own words.
  public let item: Bilingual
  public let state: CaseState
  /// What the citizen has to do or to wait for now.
  public let nextStep: Bilingual
  /// The promised day; nil once finished and while the clock is paused.
  public let dueDay: LocalDay?
  /// A telephone number or place to ask at.
  public let contact: String
  /// Where the result is collected, if it is.
  public let collectAt: Bilingual?
  /// What happened so far, earliest first; never empty.
  public let steps: [Step]

  public struct Step: Sendable, Equatable {
    public let at: Moment
    public let text: Bilingual
  }
}

extension CaseFile {
  /// Reads a file of sample cases.
  ///
  /// - Parameters:
  ///   - path: the YAML file.
  ///   - services: those of the hall, which a case may name as its item.
  /// - Returns: cases without a fault.
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
      section["cases"].list { item in item.section { SampleCase.read($0, services: services) } }
    }
    refuseRepeats(of: cases, findings: findings)
    try findings.check()
    return CaseFile(cases: cases.compactMap { $0 })
  }

  private static func refuseRepeats(of cases: [SampleCase?], findings: Findings) {
    var first: [String: Int] = [:]
    for (index, receipt) in cases.map({ $0?.receipt ?? "" }).enumerated() where !receipt.isEmpty {
      if let earlier = first[receipt] {
        findings.fault(
          "cases[\(index)].receipt",
          "\"\(receipt)\" is the receipt of cases[\(earlier)] already; take another")
      } else {
        first[receipt] = index
      }
    }
  }
}

extension SampleCase {
  /// nil where the ID number is none, which is noted by then.
  fileprivate static func read(_ section: Section, services: [Catalogue.Service]) -> SampleCase? {
    let receipt = section["receipt"].identifier()
    let password = section["password"].password()
    let idNumber = section["idNumber"].idNumber()
    let name = section["name"].text()
    let item = itemName(section, services: services)
    let state = section["state"].word(CaseState.allCases, or: .submitted)
    let nextStep = section["nextStep"].bilingual()
    let dueEntry = section.optional("dueDay")
    let dueDay = dueEntry?.day()
    if dueDay != nil, [.finished, .refused, .denied, .paused].contains(state) {
      dueEntry?.fault("a case that is \(state.rawValue) has no day it is due; remove the key")
    }
    let contact = section["contact"].text()
    let collectAt = section.optional("collectAt")?.bilingual()
    let steps = section["steps"].steps()
    guard let idNumber else { return nil }
    return SampleCase(
      receipt: receipt, password: password, idNumber: idNumber, name: name, item: item,
      state: state, nextStep: nextStep, dueDay: dueDay, contact: contact, collectAt: collectAt,
      steps: steps)
  }

  /// The name of the `service`, or the two texts of `item`: one of the two keys is there.
  private static func itemName(_ section: Section, services: [Catalogue.Service]) -> Bilingual {
    let placeholder = Bilingual(zh: "", en: "")
    switch (section.optional("service"), section.optional("item")) {
    case (nil, let item?):
      return item.bilingual()
    case (let entry?, nil):
      let id = entry.identifier()
      if let service = services.first(where: { $0.id == id }) { return service.name }
      if !id.isEmpty {
        let advice = suggestion(for: id, among: services.map(\.id), plural: "services")
        entry.fault("no service is called \"\(id)\"; \(advice)")
      }
      return placeholder
    case (nil, nil):
      section.fault("say what was applied for; add \"service\" or \"item\"")
      return placeholder
    case (_?, let item?):
      _ = item.bilingual()
      item.fault("\"service\" names the item already; keep one of the two keys")
      return placeholder
    }
  }
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
  fileprivate func idNumber() -> IDNumber? {
    guard let text = scalar("an ID number") else { return nil }
    guard let number = IDNumber(text) else {
      fault("this is not an ID number: its length or its check digit is wrong")
      return nil
    }
    return number
  }

  fileprivate func steps() -> [SampleCase.Step] {
    var latest: Moment?
    let steps = list { item in
      item.section { section -> SampleCase.Step? in
        let atEntry = section["at"]
        let at = atEntry.moment()
        let text = section["text"].bilingual()
        guard let at else { return nil }
        if let latest, at < latest {
          atEntry.fault("this step is earlier than the one before; put the earliest first")
        }
        latest = at
        return SampleCase.Step(at: at, text: text)
      }
    }
    if node != nil, steps.isEmpty, !findings.isFaulty(path) {
      fault("a case has at least one step; write when it was submitted")
    }
    return steps.compactMap { $0 }
  }

  /// Reads `2026-11-10 09:30` on the hall's clock.
  private func moment() -> Moment? {
    guard let text = scalar("a time like 2026-11-10 09:30") else { return nil }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 10, let day = LocalDay(String(parts[0])),
      let minute = WallClock.minute(of: parts[1])
    else {
      fault("\(quoted(text)) is not a time; write it like 2026-11-10 09:30")
      return nil
    }
    return day.moment(atMinute: minute)
  }
}
