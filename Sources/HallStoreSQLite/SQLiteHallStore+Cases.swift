import Foundation
import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func putCases(_ cases: [CaseRecord]) async throws {
    try await writer.write { [hall] db in
      for record in cases { try Self.put(record, hall, db) }
    }
  }

  private static func put(_ record: CaseRecord, _ hall: String, _ db: Database) throws {
    let file = record.file
    let steps = String(decoding: try JSONEncoder().encode(file.steps), as: UTF8.self)
    try db.run(
      """
      INSERT OR REPLACE INTO caseFile (hall, receipt, person, password, applicant, itemZh,
        itemEn, state, nextZh, nextEn, dueDay, contact, collectZh, collectEn, steps)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        hall, file.receipt, blob(record.person.bytes), blob(record.password), file.applicant,
        file.item.zh, file.item.en, file.state.rawValue, file.nextStep.zh, file.nextStep.en,
        file.dueDay?.description, file.contact, file.collectAt?.zh, file.collectAt?.en, steps,
      ])
  }

  private static func blob(_ bytes: [UInt8]) -> DatabaseValue {
    bytes.withUnsafeBytes { Data($0) }.databaseValue
  }

  public func cases(of person: PersonKey) async throws -> [Case] {
    try await reader.read { [hall] db in
      let statement = try db.cachedStatement(
        sql: "SELECT * FROM caseFile WHERE hall = ? AND person = ? ORDER BY receipt")
      return try Row.fetchAll(statement, arguments: [hall, Self.blob(person.bytes)])
        .map { try Self.record($0).file }
    }
  }

  public func caseRecord(receipt: String) async throws -> CaseRecord? {
    try await reader.read { [hall] db in
      let statement = try db.cachedStatement(
        sql: "SELECT * FROM caseFile WHERE hall = ? AND receipt = ?")
      return try Row.fetchOne(statement, arguments: [hall, receipt]).map(Self.record)
    }
  }

  private static func record(_ row: Row) throws -> CaseRecord {
    let receipt: String = try row.value("receipt")
    guard let state = CaseState(rawValue: try row.value("state")) else {
      throw DatabaseError(message: "case \(receipt) is in a state no Hallway writes")
    }
    let steps = try JSONDecoder().decode(
      [Case.Step].self, from: Data((try row.value("steps") as String).utf8))
    let collect: Bilingual? =
      if let zh = try row.value("collectZh") as String?,
        let en = try row.value("collectEn") as String?
      {
        Bilingual(zh: zh, en: en)
      } else {
        nil
      }
    let file = Case(
      receipt: receipt, item: Bilingual(zh: try row.value("itemZh"), en: try row.value("itemEn")),
      applicant: try row.value("applicant"), state: state,
      nextStep: Bilingual(zh: try row.value("nextZh"), en: try row.value("nextEn")),
      dueDay: (try row.value("dueDay") as String?).flatMap { LocalDay($0) },
      contact: try row.value("contact"),
      collectAt: collect, steps: steps)
    return CaseRecord(
      file: file, person: PersonKey(Array(try row.value("person") as Data)),
      password: Array(try row.value("password") as Data))
  }
}
