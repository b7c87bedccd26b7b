import Crypto
import Foundation
import GRDB
import Hall
import HallStore

/// Verifies a hall's ratings: the chain, what its rows say of each other, and the seals.
struct RatingAudit {
  private let db: Database
  private let hall: String
  private let anchors: RatingAnchors
  private var report: RatingReport
  private var chain: ChainCheck
  private var lastAt = Int64.min
  /// The kind of each row so far, one byte a row.
  private var kinds: [UInt8] = []
  /// The words of all days before were forgotten, as rows say.
  private var forgottenBefore = ""
  /// Sealed ends still to come, the next one last.
  private var ends: [(rows: Int64, head: String, by: String)] = []

  /// - Throws: ``RatingFault`` for the first thing that is wrong.
  static func verify(_ db: Database, hall: String, anchors: RatingAnchors) throws -> RatingReport {
    var audit = RatingAudit(db, hall, anchors)
    return try audit.run()
  }

  /// The halls with ratings in the file, and those somebody knows ratings of.
  static func halls(_ db: Database, _ anchors: RatingAnchors) throws -> [String] {
    var halls: Set<String> = []
    try db.forEachRow("SELECT hall FROM ratingRow UNION SELECT hall FROM ratingSeal") {
      halls.insert($0.text(0))
    }
    if let head = anchors.head { halls.insert(head.hall) }
    halls.formUnion(anchors.printed.map(\.hall))
    return halls.sorted()
  }

  private init(_ db: Database, _ hall: String, _ anchors: RatingAnchors) {
    self.db = db
    self.hall = hall
    self.anchors = anchors
    report = RatingReport(hall: hall)
    report.isKeyed = anchors.key != nil
    chain = ChainCheck(hall: hall)
  }

  private mutating func run() throws -> RatingReport {
    try verifyGuards()
    let seals = try SealTable.seals("ORDER BY day", hall, db)
    try verifyAnchors(hasSeals: !seals.isEmpty)
    // Seals first: whoever writes the chain anew cannot sign.
    try verifySeals(seals)
    collectEnds(seals)
    try db.forEachRow(
      "\(RatingTable.select) WHERE hall = ? ORDER BY sequence", binding: { $0.add(hall) }
    ) { try follow(RatingTable.row($0), RatingTable.hash($0), RatingTable.mark($0)) }
    if let missing = ends.last {
      throw RatingFault.truncated(
        hall: hall, rows: chain.tail.sequence, known: missing.rows, by: missing.by)
    }
    try verifyTexts()
    report.rows = Int(chain.tail.sequence)
    report.seals = seals.count
    report.head = chain.tail.sequence > 0 ? Hexadecimal.text(chain.tail.hash) : ""
    return report
  }

  // MARK: What guards the rows

  private func verifyGuards() throws {
    let intended = try DatabaseQueue().write { db in
      try RatingMigration.createGuarded(db)
      return try Self.guards(db)
    }
    let found = try Self.guards(db)
    for table in RatingMigration.guarded where found[table] != intended[table] {
      throw RatingFault.unguarded(table: table)
    }
  }

  /// The text of every table, index and trigger that holds the rows, by table and name.
  private static func guards(_ db: Database) throws -> [String: [String: String]] {
    var guards: [String: [String: String]] = [:]
    try db.forEachRow("SELECT tbl_name, name, sql FROM sqlite_schema WHERE sql IS NOT NULL") {
      guards[$0.text(0), default: [:]][$0.text(1)] = $0.text(2)
    }
    return guards
  }

  // MARK: What lies beside the ledger

  /// A hall leaves its files wherever it was open: one that is gone was taken away, so that nothing
  /// is compared with it.
  private func verifyAnchors(hasSeals: Bool) throws {
    guard anchors.areExpected else { return }
    guard let head = anchors.head else { throw RatingFault.missingHead(hall: hall) }
    if hasSeals, anchors.keys.isEmpty { throw RatingFault.missingKeys(hall: hall) }
    if let key = anchors.key, head.hall == hall, !head.isMarked(with: key) {
      throw RatingFault.foreignHead(hall: hall)
    }
  }

  // MARK: Seals

  private func verifySeals(_ seals: [RatingSeal]) throws {
    var previous: RatingSeal?
    for seal in seals {
      let day = seal.day.description
      guard
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: seal.publicKey),
        key.isValidSignature(seal.signature, for: seal.message)
      else { throw RatingFault.forgedSeal(hall: hall, day: day) }
      guard anchors.keys.isEmpty || anchors.keys.contains(Hexadecimal.text(seal.publicKey)) else {
        throw RatingFault.foreignKey(hall: hall, day: day)
      }
      guard seal.previous == previous?.signature, seal.rows >= previous?.rows ?? 0 else {
        throw RatingFault.brokenSeals(hall: hall, day: day)
      }
      previous = seal
    }
    for printed in anchors.printed where printed.hall == hall {
      guard
        seals.contains(where: {
          $0.day.description == printed.day && $0.rows == printed.rows
            && Hexadecimal.text($0.head) == printed.head
            && Hexadecimal.text($0.signature) == printed.signature
        })
      else { throw RatingFault.missingSeal(hall: hall, day: printed.day) }
    }
  }

  /// What rows were known as the last, by whom; those of no rows say nothing.
  private mutating func collectEnds(_ seals: [RatingSeal]) {
    ends = seals.map { ($0.rows, Hexadecimal.text($0.head), "the seal of \($0.day)") }
    ends += anchors.printed.filter { $0.hall == hall }
      .map { ($0.rows, $0.head, "the printed seal of \($0.day)") }
    if let head = anchors.head, head.hall == hall {
      ends.append((head.rows, head.hash, "the file \(RatingHead.file)"))
    }
    ends = ends.filter { $0.rows > 0 }.sorted { $0.rows > $1.rows }
  }

  // MARK: Rows

  private mutating func follow(_ row: RatingRow, _ hash: [UInt8], _ mark: [UInt8]) throws {
    if let fault = chain.fault(row, hash) { throw RatingFault(fault, hall: hall) }
    if let key = anchors.key, key.mark(of: chain.tail, hall: hall) != mark {
      throw RatingFault.foreignRow(hall: hall, row: row.sequence)
    }
    while let end = ends.last, end.rows == row.sequence {
      guard end.head == Hexadecimal.text(hash) else {
        throw RatingFault.notWhatWasSealed(hall: hall, row: row.sequence, by: end.by)
      }
      ends.removeLast()
    }
    try verifyTime(row)
    try verifyMeaning(row)
  }

  private mutating func verifyTime(_ row: RatingRow) throws {
    let isWarning = row.kind == RatingEntry.Kind.warning.rawValue
    let warning = isWarning ? row.word.flatMap(RatingEntry.Warning.init) : nil
    if warning != .clockSetBack, row.at < lastAt {
      throw RatingFault.clockBack(hall: hall, row: row.sequence)
    }
    switch warning {
    case .clockSetBack: report.clockSetBack.append(row.sequence)
    case .textsForgotten: forgottenBefore = max(forgottenBefore, row.why ?? "")
    case .rowsMissing, .foreignRows, .headMissing, .keysMissing, nil:
      if isWarning { report.noted.append(.init(row: row.sequence, what: row.word ?? "")) }
    }
    guard row.day == WallClock(Moment(milliseconds: row.at)).day.description else {
      throw RatingFault.impossibleRow(hall: hall, row: row.sequence)
    }
    lastAt = row.at
  }

  private mutating func verifyMeaning(_ row: RatingRow) throws {
    let kind = RatingEntry.Kind(rawValue: row.kind)
    let index = kind.flatMap { RatingEntry.Kind.allCases.firstIndex(of: $0) }
    kinds.append(UInt8((index ?? 254) + 1))
    let about = row.about.flatMap { kindOfRow($0) }
    let isSound =
      switch kind {
      case .again: about == .rated
      case .excluded: about == .rated || about == .again
      case .task where row.word == RatingTask.opening: about == .rated || about == .again
      case .task: about == .task
      case .opened, .rated, .refused, .warning: true
      case nil: false
      }
    guard isSound else { throw RatingFault.impossibleRow(hall: hall, row: row.sequence) }
  }

  private func kindOfRow(_ sequence: Int64) -> RatingEntry.Kind? {
    let index = Int(truncatingIfNeeded: sequence) - 1
    guard kinds.indices.contains(index) else { return nil }
    let kind = Int(kinds[index]) - 1
    return RatingEntry.Kind.allCases.indices.contains(kind)
      ? RatingEntry.Kind.allCases[kind] : nil
  }

  /// Texts that stand are the ones that were written; those that are gone were forgotten in their time,
  /// and a row says so.
  private func verifyTexts() throws {
    try db.forEachRow(
      """
      SELECT ratingText.row, salt, text, textDigest FROM ratingText
      LEFT JOIN ratingRow ON ratingRow.hall = ratingText.hall AND sequence = ratingText.row
      WHERE ratingText.hall = ? ORDER BY ratingText.row
      """, binding: { $0.add(hall) }
    ) { row in
      guard RatingRow.digest(of: row.text(2), salt: row.bytes(1)) == row.bytes(3) else {
        throw RatingFault.changedText(hall: hall, row: row.integer(0))
      }
    }
    try db.forEachRow(
      """
      SELECT sequence FROM ratingRow WHERE hall = ? AND day >= ? AND textDigest IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ratingText
          WHERE ratingText.hall = ratingRow.hall AND ratingText.row = ratingRow.sequence)
      ORDER BY sequence LIMIT 1
      """,
      binding: {
        $0.add(hall)
        $0.add(forgottenBefore)
      }
    ) { throw RatingFault.missingText(hall: hall, row: $0.integer(0)) }
  }
}
