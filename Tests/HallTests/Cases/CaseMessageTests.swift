import Hall
import Testing

/// Messages of sources, and what is kept of them.
@Suite struct CaseMessageTests {
  struct Seals: PersonSealing {
    func key(of number: IDNumber) -> PersonKey { PersonKey([UInt8](number.digits.utf8)) }
    func password(_ password: String, receipt: String) -> [UInt8] {
      [UInt8]("\(receipt)/\(password)".utf8)
    }
  }

  static func message(_ event: CaseEventKind = .accepted) -> CaseMessage {
    CaseMessage(source: "gd", serial: "S1", at: "2026-11-23 09:05", event: event)
  }

  static func fault(_ message: CaseMessage) -> CaseMessageFault? {
    do throws(CaseMessageFault) {
      _ = try message.notice(sealing: Seals())
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("2026-11-23 09:05", Int64(0)), ("2026-11-23T09:05", 0), ("2026-11-23 09:05:30", 30),
    ("2026-11-23T09:05:30+08:00", 30), ("2026-11-23T01:05:30Z", 30),
    ("2026-11-23T01:05:30.250Z", 30),
  ])
  func `times are read as sources write them`(text: String, seconds: Int64) throws {
    let nine = try #require(LocalDay("2026-11-23")).moment(atMinute: 9 * 60 + 5)
    #expect(try #require(Moment(written: text)).seconds(since: nine) == seconds)
  }

  @Test(arguments: ["", "2026-11-23", "2026-11-23 9:05", "2026-11-31 09:05", "2026/11/23 09:05"])
  func `what is no time is refused`(text: String) {
    var message = Self.message()
    message.at = text
    #expect(Self.fault(message) == CaseMessageFault("at", .malformed))
  }

  @Test func `a person is masked and hashed, an organisation keeps its name`() throws {
    var message = Self.message()
    message.applicant = "欧阳测试"
    message.idNumber = "11010519491231002x"
    message.receipt = "R1"
    message.password = "024680"
    let facts = try message.notice(sealing: Seals()).facts
    #expect(facts.applicant == "欧**")
    #expect(facts.person == PersonKey([UInt8]("11010519491231002X".utf8)))
    #expect(facts.receipt?.password == [UInt8]("R1/024680".utf8))
    message.organisation = "91350100M000100Y43"
    message.applicant = "样例有限公司"
    #expect(try message.notice(sealing: Seals()).facts.applicant == "样例有限公司")
    #expect(!"\(message)".contains("样例") && !"\(message)".contains("024680"))
  }

  @Test func `empty fields say nothing, and commands in texts are gone`() throws {
    var message = Self.message()
    message.applicant = ""
    message.idNumber = " "
    message.handler = "\u{1B}[2J0001"
    message.note = CaseText(zh: "已\u{202E}受理\n")
    let notice = try message.notice(sealing: Seals())
    #expect(notice.facts.applicant == nil && notice.facts.person == nil)
    #expect(notice.facts.handler == "[2J0001")
    #expect(notice.facts.note == Bilingual(zh: "已受理", en: "已受理"))
    #expect(notice.record == "accepted" && notice.version == 1)
  }

  @Test func `what an event needs is asked for by its key`() {
    for (event, key) in [
      (CaseEventKind.toleratedIntake, "until"), (.examined, "stage"),
      (.procedureBegun, "procedure"), (.decided, "granted"), (.finished, "result"),
    ] {
      #expect(Self.fault(Self.message(event)) == CaseMessageFault(key, .missing))
    }
    var many = Self.message(.refused)
    many.reasons = [CaseText](repeating: CaseText(zh: "缺"), count: 100)
    #expect(Self.fault(many) == CaseMessageFault("reasons", .tooMany))
  }
}
