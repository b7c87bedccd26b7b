import CaseAdapters
import Hall
import Testing

/// Hallway's own form, as CSV and as JSON lines.
@Suite struct HallwayFormTests {
  static func csv(_ text: String, source: String? = nil) throws -> [CaseReader.Record] {
    let bytes = Array(text.utf8)
    let head = try CaseReader.head(of: bytes, isWhole: true)
    let reader = try CaseReader(
      CaseFormat(.hallway, .csv), source: CaseSource(id: source), head: head.columns)
    return reader.read(Array(bytes[head.end...]), line: head.line, isWhole: true).records
  }

  static func json(_ text: String, source: String? = nil) throws -> [CaseReader.Record] {
    try CaseReader(CaseFormat(.hallway, .jsonl), source: CaseSource(id: source))
      .read(Array(text.utf8), line: 1, isWhole: true).records
  }

  @Test func `a cell and a value of JSON say the same`() throws {
    let cells = try Self.csv(
      """
      source,serial,at,event,documents,until,item,item.en,version,legalDays
      gd,S1,2026-11-23 09:05,toleratedIntake,"身份证
      户口簿",2026-12-01,签注,Endorsement,2,20

      """)
    let values = try Self.json(
      """
      {"source":"gd","serial":"S1","at":"2026-11-23 09:05","event":"toleratedIntake",\
      "documents":["身份证",{"zh":"户口簿"}],"until":"2026-12-01",\
      "item":{"zh":"签注","en":"Endorsement"},"version":2,"legalDays":20}
      """)
    #expect(cells.count == 1 && cells.first?.line == 2)
    #expect(try cells.first?.result.get() == values.first?.result.get())
  }

  @Test(arguments: [
    (#"{"serial":"S","at":"x","event":"submitted"}"#, "missing source"),
    (#"{"source":"a","at":"x","event":"submitted"}"#, "missing serial"),
    (#"{"source":"a","serial":"S","event":"submitted"}"#, "missing at"),
    (#"{"source":"a","serial":"S","at":"x"}"#, "missing event"),
    (#"{"source":"a","serial":"S","at":"x","event":"lost"}"#, "unknownCode event"),
    (#"{"source":"a","serial":"S","at":"x","event":"submitted","x":1}"#, "unknownKey"),
    (#"{"source":"a","serial":7,"at":"x","event":"submitted"}"#, "malformed serial"),
    (#"{"source":"a","serial":"S","at":"x","event":"submitted","item":[]}"#, "malformed item"),
    (#"{"source":"#, "notJSON"), ("[]", "notJSON"),
  ])
  func `each fault is told by its field, never by its value`(line: String, fault: String) throws {
    guard case .failure(let found)? = try Self.json(line).first?.result else {
      throw CaseRecordFault(.missing)
    }
    #expect("\(found)" == fault)
  }

  @Test func `a source speaks for itself alone`() throws {
    let line = #"{"source":"other","serial":"S","at":"x","event":"submitted"}"#
    guard case .failure(let found)? = try Self.json(line, source: "gd").first?.result else {
      throw CaseRecordFault(.missing)
    }
    #expect(found == CaseRecordFault(.foreignSource, "source"))
  }

  @Test(arguments: ["serial,serial", "serial,colour", "serial,note.en", "", "\"serial"])
  func `a head that says nothing clear is refused with the whole file`(head: String) {
    #expect(throws: CaseRecordFault.self) { try Self.csv(head + "\n1,2\n") }
  }

  @Test func `a record has as many cells as the head`() throws {
    let records = try Self.csv("source,serial,at,event\ngd,S1,2026-11-23 09:05\n")
    guard case .failure(let found)? = records.first?.result else { throw CaseRecordFault(.missing) }
    #expect(found == CaseRecordFault(.cells))
  }
}
