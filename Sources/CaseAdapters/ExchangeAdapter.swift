import Hall

/// Reads rows of Guangdong's exchange tables as messages about cases.
///
/// A row's record is the table with what numbers its rows (YWLSH, XH, SPHJDM), and its version is
/// VERSION: a platform that mends a row sends it again with the next one.
struct ExchangeAdapter {
  let source: String
  let codes: ExchangeCodes

  func message(_ row: ExchangeRow, of table: ExchangeTable) throws(CaseRecordFault) -> CaseMessage {
    let serial = try row.required(codes.usesCitySerial ? "SBLSH_SHORT" : "SBLSH")
    var message = CaseMessage(source: source, serial: serial, at: "", event: .submitted)
    message.version = try row.number(row["VERSION"] == nil ? "SJBBH" : "VERSION")
    message.record = String(table.letters)
    message.itemCode = row["SXBM"]
    message.handler = row["BLRGH"]
    message.ticket = row["PDH"]
    switch table {
    case .submission: try submit(row, &message)
    case .preCheck: try preCheck(row, &message)
    case .acceptance: try accept(row, &message)
    case .examination: try examine(row, &message)
    case .supplementNotice:
      number(row["XH"], &message)
      message.event = .supplementAsked
      message.at = try row.required("BJGZSJ")
      message.documents = Self.list(row["BJCLQD"])
      message.note = Self.text(row["BJGZYY"])
    case .supplementReceipt:
      number(row["XH"], &message)
      message.event = .supplementReceived
      message.at = try row.required("BJSJ")
      message.documents = Self.list(row["BJCLQD"])
    case .procedure: try begin(row, &message)
    case .procedureResult:
      number(row["XH"], &message)
      message.event = .procedureEnded
      message.at = try row.required(row["TBCXJSRQ"] == nil ? "JGCSRQ" : "TBCXJSRQ")
      message.note = Self.text(row["TBCXJG"])
    case .completion:
      message.event = .finished
      message.at = try row.required("BJSJ")
      message.result = try row.code("BJJGDM", ExchangeCodes.results)
      guard message.result != nil else { throw CaseRecordFault(.missing, "BJJGDM") }
      message.note = Self.text(row.first("BJJGMS", "ZFHTHYY"))
      message.department = Self.text(row["BJBMMC"])
    case .collection: try collect(row, &message)
    }
    return message
  }

  // MARK: Tables

  private func submit(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    message.event = .submitted
    message.at = try row.required("SBSJ")
    message.item = Self.text(row["SXMC"])
    message.applicant = row["SQRMC"]
    message.receipt = row["SBHZH"]
    switch row["SQRLX"] {
    case "1", nil:
      message.idNumber = try Self.idNumber(row, "SQRZJHM", kind: "SQRZJLX")
    case "2", "3":
      // An older 组织机构代码 opens nothing, and is no reason to refuse the case.
      message.organisation = row["SQRZJHM"].flatMap { OrganisationCode($0)?.text }
    default: throw CaseRecordFault(.unknownCode, "SQRLX")
    }
    message.agentIdNumber = try Self.idNumber(row, "LXRSFZJHM", kind: "LXRZJLX")
  }

  /// A number that is no ID number is of another document where the row says so by its kind; the
  /// list of kinds was not read, but 1 is the ID card in every sample.
  private static func idNumber(
    _ row: ExchangeRow, _ column: String, kind: String
  ) throws(CaseRecordFault) -> String? {
    guard let text = row[column] else { return nil }
    if IDNumber(text.uppercased()) != nil { return text }
    guard let kind = row[kind], kind != "1" else { throw CaseRecordFault(.malformed, column) }
    return nil
  }

  private func preCheck(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    message.at = try row.required("YSLSJ")
    guard let result = try row.code("YSLZTDM", codes.preChecks) else {
      throw CaseRecordFault(.missing, "YSLZTDM")
    }
    let why = Self.text(row.first("YSLJGMS", "YSLSBYY"))
    switch result {
    case .preChecked:
      message.event = .preChecked
      message.note = why
    case .preCheckReturned:
      message.event = .preCheckReturned
      message.reasons = why.map { [$0] }
    }
  }

  private func accept(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    number(row["YWLSH"], &message)
    message.at = try row.required("SLSJ")
    message.receipt = row["SLHZH"]
    message.password = row["YWCXMM"]
    message.department = Self.text(row["SLBMMC"])
    message.window = row.first("BJCKMC", "BJCKBM")
    let why = Self.text(row["BSLYY"]).map { [$0] }
    switch try row.required("SLZTDM") {
    case "1": message.event = .accepted
    case "2":
      message.event = .refused
      message.refusal = .notNeeded
      message.reasons = why
    case "3":
      message.event = .supplementAsked
      message.note = why?.first
    case "4":
      message.event = .refused
      message.refusal = .notAccepted
      message.reasons = why
    default: throw CaseRecordFault(.unknownCode, "SLZTDM")
    }
  }

  private func examine(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    message.event = .examined
    message.at = try row.required("SPSJ")
    message.department = Self.text(row["SPBMMC"])
    number(row["SPHJDM"], &message)
    if let sequence = row["XH"] { number(sequence, &message) }
    let named = row["SPHJMC"].flatMap { ExchangeCodes.stageNames[$0] }
    let coded = row["SPHJDM"].flatMap { codes.stages[$0] }
    guard let stage = named ?? coded else {
      throw CaseRecordFault(row["SPHJDM"] == nil ? .missing : .unknownCode, "SPHJDM")
    }
    if let named, let coded, named != coded { throw CaseRecordFault(.contradiction, "SPHJMC") }
    message.stage = stage
    message.returned = try row.code("SPHJZTDM", codes.steps).map { $0 == .returned }
  }

  private func begin(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    number(row["XH"], &message)
    message.event = .procedureBegun
    message.at = try row.required("TBCXKSRQ")
    message.note = Self.text(row["TBCXQDLY"])
    switch try row.required("TBCXZL").uppercased() {
    case "A": message.procedure = .extension
    case "B":
      message.procedure = row["TBCXZLMC"].flatMap { ExchangeCodes.procedureNames[$0] } ?? .other
    default: throw CaseRecordFault(.unknownCode, "TBCXZL")
    }
    let days = try row.number("TBCXSX")
    switch row["TBCXSXDW"]?.uppercased() {
    // 工作日
    case "G", nil: message.days = days
    // 自然日: no number of working days, which an extension is counted in (art. 42).
    case "Z":
      if message.procedure == .extension { throw CaseRecordFault(.contradiction, "TBCXSXDW") }
    default: throw CaseRecordFault(.unknownCode, "TBCXSXDW")
    }
  }

  private func collect(_ row: ExchangeRow, _ message: inout CaseMessage) throws(CaseRecordFault) {
    message.at = try row.required("LQSJ")
    guard let way = try row.code("LQFS", codes.collections) else {
      throw CaseRecordFault(.missing, "LQFS")
    }
    switch way {
    case .readyToCollect: message.event = .readyToCollect
    case .collected: message.event = .collected
    case .posted: message.event = .posted
    }
  }

  // MARK: Fields

  private func number(_ text: String?, _ message: inout CaseMessage) {
    guard let text else { return }
    message.record = (message.record ?? "") + "/" + text
  }

  private static func text(_ text: String?) -> CaseText? { text.map { CaseText(zh: $0) } }

  /// 材料清单: a document a line, or between semicolons. 无 is none.
  private static func list(_ text: String?) -> [CaseText]? {
    guard let text else { return nil }
    let entries = text.split { $0.isNewline || $0 == ";" || $0 == "；" }
      .map { $0.trimmingBlanks }.filter { !$0.isEmpty }
    return entries.isEmpty || entries == ["无"] ? nil : entries.map { CaseText(zh: String($0)) }
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
