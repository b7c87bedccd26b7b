import GRDB
import Hall
public import HallStore

/// Verifies a whole ledger: the file, every journal's chain, and that the tickets say what the
/// journal says of them.
///
/// It reads one snapshot, so that it works while the hall is open; memory grows by one byte a
/// ticket. A chain whose last lines were cut off is whole as far as it goes: whoever wants to prove
/// that nothing was cut keeps an ``End`` elsewhere; for ratings, which are sealed, see
/// ``RatingAnchors``.
public struct LedgerAudit {
  /// Where a hall's journal ends.
  public struct End: Sendable, Equatable, Codable {
    public let hall: String
    public let sequence: Int64
    /// SHA-256 of the last line, hexadecimal.
    public let hash: String
  }

  /// What was verified.
  public struct Report: Sendable, Equatable, Codable {
    public fileprivate(set) var lines = 0
    public fileprivate(set) var tickets = 0
    public fileprivate(set) var ends: [End] = []
    /// Of each hall that has ratings.
    public fileprivate(set) var ratings: [RatingReport] = []
  }

  private let db: Database
  private let progress: (Double) -> Void
  private var report = Report()
  /// All there are to read.
  private var rows = 0
  /// The state the journal says last, by the ticket's identity; identities run from 1.
  private var last: [StateByte] = []

  /// Reads the ledger at `path`, also while a service writes to it.
  ///
  /// - Parameters:
  ///   - path: the file of the ledger.
  ///   - anchors: what is known of the ratings from outside the file.
  ///   - progress: told the share of rows that were read, 0...1, now and then.
  /// - Returns: what was verified.
  /// - Throws: ``LedgerFault`` for the first row that is wrong, ``SQLiteHallStoreError`` where
  ///   the file cannot be read at all.
  public static func verify(
    path: String, anchors: RatingAnchors = .none, progress: (Double) -> Void = { _ in }
  ) throws -> Report {
    do {
      let ledger = try readOnly(path)
      return try withoutActuallyEscaping(progress) { progress in
        try ledger.read { db in
          guard try !Schema.migrator.hasBeenSuperseded(db) else {
            throw SQLiteHallStoreError.newerSchema(path: path)
          }
          guard try Schema.migrator.hasCompletedMigrations(db) else {
            throw SQLiteHallStoreError.olderSchema(path: path)
          }
          var audit = LedgerAudit(db: db, progress: progress)
          return try audit.run(anchors)
        }
      }
    } catch let error as DatabaseError {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  /// A connection that changes nothing, not even by mistake.
  static func readOnly(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(SQLiteHallStore.busySeconds)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private init(db: Database, progress: @escaping (Double) -> Void) {
    self.db = db
    self.progress = progress
  }

  private mutating func run(_ anchors: RatingAnchors) throws -> Report {
    rows = try count("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM ticket)")
    last = [StateByte](
      repeating: .none, count: try count("SELECT coalesce(max(id), 0) FROM ticket"))
    try verifyFile()
    try verifyJournal()
    try verifyTickets()
    try verifyNumbers()
    try verifyRatings(anchors)
    try verifyReferences()
    progress(1)
    return report
  }

  private func count(_ sql: String) throws -> Int {
    try db.firstRow(sql, binding: { _ in }, { $0.int(0) }) ?? 0
  }

  private func verifyFile() throws {
    let words = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
    guard words == "ok" else { throw LedgerFault.damagedFile(words ?? "no answer") }
  }

  private func verifyReferences() throws {
    // Its rows name the table, the row where it has a number, and the table that it points into.
    try db.forEachRow("PRAGMA foreign_key_check") { row in
      throw LedgerFault.danglingRow(table: row.text(0), into: row.text(2))
    }
  }

  private mutating func verifyRatings(_ anchors: RatingAnchors) throws {
    do {
      let halls = try RatingAudit.halls(db, anchors)
      if anchors.areExpected, anchors.head == nil {
        throw RatingFault.missingHead(hall: halls.first ?? "this hall")
      }
      for hall in halls {
        report.ratings.append(try RatingAudit.verify(db, hall: hall, anchors: anchors))
      }
    } catch let fault as RatingFault {
      throw LedgerFault.rating(fault)
    }
  }

  // MARK: The journal

  private mutating func verifyJournal() throws {
    var chain: ChainCheck?
    try db.forEachRow("\(JournalTable.select) ORDER BY hall, sequence") { columns in
      let row = JournalTable.row(columns)
      if chain?.hall != row.hall {
        note(chain)
        chain = ChainCheck(hall: row.hall)
      }
      if let fault = chain?.fault(row, JournalTable.hash(columns)) {
        throw LedgerFault(fault, journalOf: row.hall)
      }
      try follow(row)
      report.lines += 1
      tell()
    }
    note(chain)
  }

  private mutating func note(_ chain: ChainCheck?) {
    guard let chain else { return }
    report.ends.append(
      End(hall: chain.hall, sequence: chain.tail.sequence, hash: Hexadecimal.text(chain.tail.hash)))
  }

  /// Rows between two words about progress, some hundredths of a second.
  private static let stride = 10_000

  private func tell() {
    let done = report.lines + report.tickets
    if done % Self.stride == 0 { progress(Double(done) / Double(max(1, rows))) }
  }

  /// Keeps the state a line leads to, which must lead on from the one before.
  private mutating func follow(_ row: JournalRow) throws {
    guard let ticket = row.ticket else { return }
    let index = Int(truncatingIfNeeded: ticket) - 1
    let fault = LedgerFault.impossibleLine(
      hall: row.hall, sequence: row.sequence, ticket: ticket)
    guard last.indices.contains(index) else { throw fault }
    let before = StateByte(row.from)
    guard before == .none || before == last[index] else { throw fault }
    let after = StateByte(row.to)
    guard after != .none else { throw fault }
    last[index] = after
  }

  // MARK: The tickets

  private mutating func verifyTickets() throws {
    try db.forEachRow(
      "SELECT id, hall, day, number, state, prefix, letter, serial, width FROM ticket ORDER BY id"
    ) { row in
      let (hall, day, number) = (row.text(1), row.text(2), row.text(3))
      let state = row.text(4)
      let index = Int(truncatingIfNeeded: row.integer(0)) - 1
      let journal = last.indices.contains(index) ? last[index] : .none
      guard journal == StateByte(state), journal != .none else {
        throw LedgerFault.wrongState(
          hall: hall, day: day, number: number, row: state, journal: journal.state?.rawValue)
      }
      let made = TicketNumber(
        prefix: row.text(5), letter: row.text(6), serial: row.int(7), width: row.int(8))
      guard made.description == number else {
        throw LedgerFault.wrongNumber(hall: hall, day: day, number: number)
      }
      report.tickets += 1
      tell()
    }
  }

  private struct Series: Hashable {
    let hall: String
    let day: String
    let letter: String

    /// Of a row that begins with these three.
    init(_ row: Columns) {
      hall = row.text(0)
      day = row.text(1)
      letter = row.text(2)
    }
  }

  /// Each letter's numbers of a day are 1, 2, 3 ... Only below a number that was entered from the
  /// paper list of an outage may some be missing: they lie in a drawer.
  private func verifyNumbers() throws {
    var lastOnPaper: [Series: Int] = [:]
    try db.forEachRow(
      """
      SELECT hall, day, letter, max(serial) FROM ticket WHERE enteredLate = 1
      GROUP BY hall, day, letter
      """
    ) { lastOnPaper[Series($0)] = $0.int(3) }
    var series: Series?
    var serial = 0
    try db.forEachRow("SELECT hall, day, letter, serial FROM ticket ORDER BY 1, 2, 3, 4") { row in
      let next = Series(row)
      if next != series { (series, serial) = (next, 0) }
      let found = row.int(3)
      guard found != serial else {
        throw LedgerFault.repeatedNumber(
          hall: next.hall, day: next.day, letter: next.letter, serial: found)
      }
      guard found == serial + 1 || found <= lastOnPaper[next] ?? 0 else {
        throw LedgerFault.skippedNumber(
          hall: next.hall, day: next.day, letter: next.letter, serial: serial + 1)
      }
      serial = found
    }
  }
}

/// A ticket's state in one byte, for the memory of millions of tickets.
private struct StateByte: Equatable {
  private let value: UInt8

  /// No word yet.
  static let none = StateByte(value: 0)
  /// A word that no Hallway writes.
  private static let unknown = StateByte(value: 255)

  private init(value: UInt8) { self.value = value }

  init(_ word: String?) {
    guard let word else {
      self = .none
      return
    }
    let index = TicketState(rawValue: word).flatMap { TicketState.allCases.firstIndex(of: $0) }
    self = index.map { StateByte(value: UInt8($0 + 1)) } ?? .unknown
  }

  var state: TicketState? {
    let index = Int(value) - 1
    return TicketState.allCases.indices.contains(index) ? TicketState.allCases[index] : nil
  }
}
