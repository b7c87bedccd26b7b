import CaseAdapters
import Hall
import Testing

/// Guangdong's exchange tables, as standards.md 3.1 has them.
@Suite struct ExchangeTests {
  static func read(
    _ table: ExchangeTable, _ fields: [String: String], codes: ExchangeCodes = ExchangeCodes()
  ) throws -> Result<CaseMessage, CaseRecordFault> {
    var fields = fields
    fields["SBLSH", default: "S1"] += ""
    let names = fields.keys.sorted()
    let reader = try CaseReader(
      CaseFormat(.guangdong, .csv), source: CaseSource(id: "gd", dialect: .guangdong, codes: codes),
      table: table, head: names)
    let line = names.map { "\"\(fields[$0] ?? "")\"" }.joined(separator: ",")
    let piece = reader.read(Array(line.utf8), line: 2, isWhole: true)
    return try #require(piece.records.first).result
  }

  static func fault(_ result: Result<CaseMessage, CaseRecordFault>) -> String? {
    guard case .failure(let fault) = result else { return nil }
    return "\(fault)"
  }

  static let time = "2026-11-23 09:05:00"

  @Test func `an application names who applied, and its receipt`() throws {
    let message = try Self.read(
      .submission,
      [
        "SBSJ": Self.time, "SXMC": "签注", "SXBM": "44A", "SQRLX": "1", "SQRMC": "张伟",
        "SQRZJLX": "1", "SQRZJHM": "11010519491231002x", "SBHZH": "R1", "PDH": "A012",
        "VERSION": "2", "LXRSJ": "13800138000",
      ]
    ).get()
    #expect(message.event == .submitted)
    #expect(message.record == "SB")
    #expect(message.version == 2)
    #expect(message.receipt == "R1")
    #expect(message.ticket == "A012")
    #expect(message.idNumber == "11010519491231002x")
    // The applicant's own telephone is nobody's to call for the case.
    #expect(message.contact == nil)
    let firm = try Self.read(
      .submission,
      [
        "SBSJ": Self.time, "SQRLX": "2", "SQRMC": "公司", "SQRZJHM": "91350100M000100Y43",
        "LXRZJLX": "1", "LXRSFZJHM": "11010519491231002X",
      ]
    ).get()
    #expect(firm.organisation == "91350100M000100Y43")
    #expect(firm.agentIdNumber == "11010519491231002X")
  }

  @Test func `another document is no ID number, and a wrong ID number is none either`() throws {
    let passport = ["SBSJ": Self.time, "SQRLX": "1", "SQRZJLX": "3", "SQRZJHM": "E12345678"]
    #expect(try Self.read(.submission, passport).get().idNumber == nil)
    var wrong = passport
    wrong["SQRZJLX"] = "1"
    #expect(Self.fault(try Self.read(.submission, wrong)) == "malformed SQRZJHM")
    #expect(
      Self.fault(try Self.read(.submission, ["SBSJ": Self.time, "SQRLX": "7"]))
        == "unknownCode SQRLX")
  }

  @Test(arguments: [
    ("1", CaseEventKind.accepted, nil), ("2", .refused, CaseRefusal.notNeeded),
    ("3", .supplementAsked, nil), ("4", .refused, .notAccepted),
  ])
  func `the four codes of acceptance`(
    code: String, event: CaseEventKind, refusal: CaseRefusal?
  ) throws {
    let message = try Self.read(
      .acceptance,
      [
        "SLSJ": Self.time, "SLZTDM": code, "SLHZH": "SL1", "YWCXMM": "246810", "YWLSH": "Y7",
        "SLBMMC": "公安局", "BJCKMC": "3号窗口", "BLRGH": "440012", "BSLYY": "不需要许可",
      ]
    ).get()
    #expect(message.event == event)
    #expect(message.refusal == refusal)
    #expect(message.record == "SL/Y7")
    #expect(message.password == "246810")
    #expect(message.window == "3号窗口")
  }

  @Test(arguments: zip(["0", "1", "2", "3", "4", "5", "6"], CaseResult.allCases))
  func `the seven results`(code: String, result: CaseResult) throws {
    let message = try Self.read(.completion, ["BJSJ": Self.time, "BJJGDM": code]).get()
    #expect(message.event == .finished)
    #expect(message.result == result)
  }

  @Test func `no code is guessed`() throws {
    let rows: [(ExchangeTable, [String: String], String)] = [
      (.acceptance, ["SLSJ": Self.time, "SLZTDM": "9"], "unknownCode SLZTDM"),
      (.acceptance, ["SLSJ": Self.time], "missing SLZTDM"),
      (.completion, ["BJSJ": Self.time, "BJJGDM": "7"], "unknownCode BJJGDM"),
      (.preCheck, ["YSLSJ": Self.time, "YSLZTDM": "1"], "unknownCode YSLZTDM"),
      (.collection, ["LQSJ": Self.time, "LQFS": "0"], "unknownCode LQFS"),
      (.collection, ["LQSJ": Self.time], "missing LQFS"),
      (.examination, ["SPSJ": Self.time, "SPHJDM": "0002"], "unknownCode SPHJDM"),
      (
        .examination, ["SPSJ": Self.time, "SPHJMC": "审核", "SPHJZTDM": "1"], "unknownCode SPHJZTDM"
      ),
      (
        .examination, ["SPSJ": Self.time, "SPHJMC": "审核", "SPHJDM": "0001"], "contradiction SPHJMC"
      ),
      (.procedure, ["TBCXKSRQ": Self.time, "TBCXZL": "C"], "unknownCode TBCXZL"),
      (
        .procedure, ["TBCXKSRQ": Self.time, "TBCXZL": "B", "TBCXSXDW": "M"], "unknownCode TBCXSXDW"
      ),
      (.submission, ["SBSJ": Self.time, "SBLSH": ""], "missing SBLSH"),
      (.submission, [:], "missing SBSJ"),
    ]
    for (table, fields, fault) in rows {
      #expect(Self.fault(try Self.read(table, fields)) == fault)
    }
  }

  @Test func `a hall adds what its platform's codes mean`() throws {
    var codes = ExchangeCodes()
    codes.preChecks = ["2": .preCheckReturned]
    codes.stages["0003"] = .approval
    codes.steps = ["2": .returned]
    codes.collections = ["1": .posted]
    let preCheck = try Self.read(
      .preCheck, ["YSLSJ": Self.time, "YSLZTDM": "2", "YSLJGMS": "照片不清"], codes: codes
    ).get()
    #expect(preCheck.event == .preCheckReturned)
    #expect(preCheck.reasons == [CaseText(zh: "照片不清")])
    let step = try Self.read(
      .examination, ["SPSJ": Self.time, "SPHJDM": "0003", "SPHJZTDM": "2"], codes: codes
    ).get()
    #expect(step.stage == .approval)
    #expect(step.returned == true)
    #expect(step.record == "SPCL/0003")
    let posted = try Self.read(.collection, ["LQSJ": Self.time, "LQFS": "1"], codes: codes).get()
    #expect(posted.event == .posted)
  }

  @Test func `supplements and special procedures`() throws {
    let asked = try Self.read(
      .supplementNotice, ["BJGZSJ": Self.time, "BJCLQD": "身份证；户口簿\n照片", "XH": "2"]
    ).get()
    #expect(asked.record == "BJGZ/2")
    #expect(asked.documents?.map(\.zh) == ["身份证", "户口簿", "照片"])
    let received = try Self.read(.supplementReceipt, ["BJSJ": Self.time, "BJCLQD": "无"]).get()
    #expect(received.documents == nil)
    let longer = try Self.read(
      .procedure,
      ["TBCXKSRQ": Self.time, "TBCXZL": "A", "TBCXSX": "8", "TBCXSXDW": "G", "XH": "1"]
    ).get()
    #expect(longer.procedure == .extension)
    #expect(longer.days == 8)
    let hearing = try Self.read(
      .procedure, ["TBCXKSRQ": Self.time, "TBCXZL": "B", "TBCXZLMC": "听证", "TBCXSXDW": "Z"]
    ).get()
    #expect(hearing.procedure == .hearing)
    #expect(hearing.days == nil)
    let over = try Self.read(.procedureResult, ["JGCSRQ": Self.time, "XH": "1"]).get()
    #expect(over.event == .procedureEnded)
    #expect(over.record == "TBCXJG/1")
  }

  @Test func `the name of a file tells its table`() {
    #expect(ExchangeTable(ofFile: "EX_GDBS_SB.csv") == .submission)
    #expect(ExchangeTable(ofFile: "ex_gdbs_bjsl-20261126.csv") == .supplementReceipt)
    #expect(ExchangeTable(ofFile: "EX_GDBS_BJ_1.csv") == .completion)
    #expect(ExchangeTable(ofFile: "cases.csv") == nil)
  }
}
