import GRDB
import Hall
import HallStore

/// Rows of the cases, to and from values.
enum CaseRows {
  struct Head {
    let id: Int64
    let identity: CaseIdentity
    let dueFrom: Int64?
  }

  static func heads(
    _ condition: String, _ db: Database, binding bind: (inout Binder) -> Void
  ) throws -> [Head] {
    var heads: [Head] = []
    try db.forEachRow(
      """
      SELECT caseHead.id, name, serial, dueFrom FROM caseHead
      JOIN caseSource ON caseSource.id = caseHead.source WHERE \(condition)
      """, binding: bind
    ) { row in
      heads.append(
        Head(
          id: row.integer(0), identity: CaseIdentity(source: row.text(1), serial: row.text(2)),
          dueFrom: row.optionalInteger(3)))
    }
    return heads
  }

  static func standing(_ head: Head, _ db: Database) throws -> CaseStanding {
    CaseStanding(
      CaseRecords(identity: head.identity, entries: try entries(of: head.id, db)))
  }

  static func entries(of head: Int64, _ db: Database) throws -> [CaseRecords.Entry] {
    var entries: [CaseRecords.Entry] = []
    try db.forEachRow(
      "SELECT record, version, at, form FROM caseRecord WHERE head = ?",
      binding: { $0.add(head) },
      { row in
        let form = row.bytes(3)
        guard let read = CaseForm.read(form) else {
          throw UnreadableRow(table: "caseRecord", id: head)
        }
        entries.append(
          CaseRecords.Entry(
            record: row.text(0), version: row.int(1), at: Moment(milliseconds: row.integer(2)),
            event: read.event, facts: read.facts, form: form))
      })
    return entries
  }

  static func remove(_ head: Head, _ db: Database) throws {
    for receipt in try standing(head, db).receipts {
      try removeReceipt(receipt.number, of: head.id, db)
    }
    try db.run("DELETE FROM caseRecord WHERE head = ?") { $0.add(head.id) }
    try db.run("DELETE FROM caseHead WHERE id = ?") { $0.add(head.id) }
  }

  static func removeReceipt(_ receipt: String, of head: Int64, _ db: Database) throws {
    try db.run("DELETE FROM caseReceipt WHERE receipt = ? AND head = ?") {
      $0.add(receipt)
      $0.add(head)
    }
  }

  // What is written is one plain row a statement. `INSERT OR REPLACE` may change several, so that SQLite
  // keeps a journal of each statement; within a savepoint it walks through that of all statements before
  // (memjrnlTruncate in memjournal.c), which took half of an import's time.

  static func put(
    _ entry: CaseRecords.Entry, of head: Int64, isNew: Bool, _ db: Database
  ) throws {
    try db.run(
      isNew
        ? "INSERT INTO caseRecord (version, at, form, head, record) VALUES (?, ?, ?, ?, ?)"
        : "UPDATE caseRecord SET version = ?, at = ?, form = ? WHERE head = ? AND record = ?"
    ) {
      $0.add(entry.version)
      $0.add(entry.at)
      $0.add(entry.form)
      $0.add(head)
      $0.add(entry.record)
    }
  }

  /// - Returns: the new head's identity in the ledger.
  static func add(_ standing: CaseStanding, source: Int64, _ db: Database) throws -> Int64 {
    let facts = standing.facts
    try db.run(
      """
      INSERT INTO caseHead
        (state, dueFrom, overAt, person, agent, organisation, parent, source, serial)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      bindState(standing, &$0)
      bindPeople(facts, &$0)
      $0.add(source)
      $0.add(standing.identity.serial)
    }
    return db.lastInsertedRowID
  }

  /// Writes what has changed of what a case is looked up by: an index of people has as many places as
  /// people, and each that is touched is a page to be written.
  static func update(
    _ head: Int64, from before: CaseStanding, to standing: CaseStanding, _ db: Database
  ) throws {
    let (old, new) = (before.facts, standing.facts)
    if old.person != new.person || old.agent != new.agent || old.organisation != new.organisation
      || old.parent != new.parent
    {
      try db.run(
        "UPDATE caseHead SET person = ?, agent = ?, organisation = ?, parent = ? WHERE id = ?"
      ) {
        bindPeople(new, &$0)
        $0.add(head)
      }
    }
    if before.state != standing.state || before.attentionFrom != standing.attentionFrom
      || before.overAt != standing.overAt
    {
      try db.run("UPDATE caseHead SET state = ?, dueFrom = ?, overAt = ? WHERE id = ?") {
        bindState(standing, &$0)
        $0.add(head)
      }
    }
  }

  private static func bindState(_ standing: CaseStanding, _ binder: inout Binder) {
    binder.add(standing.state.rawValue)
    binder.add(standing.attentionFrom?.daysSince1970)
    binder.add(standing.overAt)
  }

  private static func bindPeople(_ facts: CaseFacts, _ binder: inout Binder) {
    binder.add(facts.person?.bytes)
    binder.add(facts.agent?.bytes)
    binder.add(facts.organisation?.text)
    binder.add(facts.parent)
  }
}

/// One commit's notices, case by case.
struct CaseBatch {
  let db: Database
  let hall: String
  private var sources: [String: Int64] = [:]

  init(db: Database, hall: String) {
    self.db = db
    self.hall = hall
  }

  mutating func apply(_ notices: [CaseNotice], at now: Moment) throws -> [CaseOutcome] {
    var outcomes = [CaseOutcome](repeating: .repeated, count: notices.count)
    var order: [CaseIdentity] = []
    var places: [CaseIdentity: [Int]] = [:]
    for (place, notice) in notices.enumerated() {
      if let fault = notice.fault(at: now) {
        outcomes[place] = .rejected(fault)
      } else {
        if places[notice.identity] == nil { order.append(notice.identity) }
        places[notice.identity, default: []].append(place)
      }
    }
    for identity in order {
      let mine = places[identity] ?? []
      let taken = try apply(mine.map { notices[$0] }, to: identity)
      for (place, outcome) in zip(mine, taken) { outcomes[place] = outcome }
    }
    return outcomes
  }

  /// A case's records are read once, and its head is written once, however many notices come.
  private mutating func apply(_ notices: [CaseNotice], to identity: CaseIdentity) throws
    -> [CaseOutcome]
  {
    let source = try source(identity.source)
    let head = try db.firstRow(
      "SELECT id FROM caseHead WHERE source = ? AND serial = ?",
      binding: {
        $0.add(source)
        $0.add(identity.serial)
      }, { $0.integer(0) })
    let kept = try head.map { try CaseRows.entries(of: $0, db) } ?? []
    var records = CaseRecords(identity: identity, entries: kept)
    let before = CaseStanding(records)
    var changed: Set<String> = []
    let outcomes = notices.map { notice in
      let outcome = records.take(notice)
      if outcome == .applied { changed.insert(notice.record) }
      return outcome
    }
    guard !changed.isEmpty else { return outcomes }
    let standing = CaseStanding(records)
    let id: Int64
    if let head {
      id = head
      try CaseRows.update(head, from: before, to: standing, db)
    } else {
      id = try CaseRows.add(standing, source: source, db)
    }
    for entry in records.inOrder where changed.contains(entry.record) {
      let isNew = !kept.contains { $0.record == entry.record }
      try CaseRows.put(entry, of: id, isNew: isNew, db)
    }
    try replace(before.receipts, by: standing.receipts, of: id)
    return outcomes
  }

  private func replace(_ old: [CaseReceipt], by new: [CaseReceipt], of head: Int64) throws {
    for receipt in old where !new.contains(receipt) {
      try CaseRows.removeReceipt(receipt.number, of: head, db)
    }
    for receipt in new where !old.contains(receipt) {
      try db.run("INSERT INTO caseReceipt (receipt, head, password) VALUES (?, ?, ?)") {
        $0.add(receipt.number)
        $0.add(head)
        $0.add(receipt.password)
      }
    }
  }

  private mutating func source(_ name: String) throws -> Int64 {
    if let known = sources[name] { return known }
    try db.run("INSERT OR IGNORE INTO caseSource (hall, name) VALUES (?, ?)") {
      $0.add(hall)
      $0.add(name)
    }
    let id = try db.firstRow(
      "SELECT id FROM caseSource WHERE hall = ? AND name = ?",
      binding: {
        $0.add(hall)
        $0.add(name)
      }, { $0.integer(0) })
    guard let id else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
    sources[name] = id
    return id
  }
}
