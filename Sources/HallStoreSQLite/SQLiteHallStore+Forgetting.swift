import Foundation
import GRDB
public import Hall
import HallStore

extension SQLiteHallStore {
  /// Clears who held tickets and reservations, and leaves no copy in the file or its log.
  ///
  /// `secure_delete` overwrites what is deleted, but not what SQLite leaves behind when it moves
  /// rows to another page: of 400 tickets, tens were still legible. So the file is written anew
  /// (VACUUM), which takes half a second for 100,000 tickets and happens on the first hour of the
  /// day; then the log, which holds pages as they were, goes into the file and is cut to nothing.
  ///
  /// - Throws: ``StoreFailure`` where the disk has no room for a second copy of the ledger, or a
  ///   reader held the log for too long; what is left of the log goes with the next call, whether
  ///   or not that finds rows to clear.
  public func forgetHolders(before day: LocalDay) async throws -> Int {
    var cleared = try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE ticket SET person = NULL, holder = NULL, maskedNumber = NULL, maskedPhone = NULL,
          sealedPhone = NULL, note = NULL
        WHERE hall = ? AND day < ? AND (person IS NOT NULL OR holder IS NOT NULL
          OR maskedNumber IS NOT NULL OR maskedPhone IS NOT NULL OR sealedPhone IS NOT NULL
          OR note IS NOT NULL)
        """, [hall, day.description])
      let tickets = db.changesCount
      try db.run(
        "UPDATE booking SET person = NULL WHERE hall = ? AND slotFrom < ? AND person IS NOT NULL",
        [hall, day.midnight.milliseconds])
      let bookings = db.changesCount
      // Which papers somebody had is nobody's business after their visit.
      try db.run("DELETE FROM paperTick WHERE hall = ? AND day < ?", [hall, day.description])
      let ticks = db.changesCount
      // A letter says to whom and about what; its number and its case's stay.
      try db.run(
        """
        UPDATE letter SET sealed = NULL, why = NULL
        WHERE hall = ? AND day < ? AND (sealed IS NOT NULL OR why IS NOT NULL)
        """, [hall, day.description])
      let letters = db.changesCount
      return tickets + bookings + ticks + letters
        + (try CreditTable.forget(hall, before: day, db))
    }
    cleared += try await forgetTexts(before: day)
    if cleared > 0 { try await rewrite() }
    try await emptyLog()
    return cleared
  }

  /// What a citizen wrote may tell who it was; the chain keeps its digest. That words were forgotten is
  /// a row of the chain: words that are gone without one were taken away.
  private func forgetTexts(before day: LocalDay) async throws -> Int {
    try await ratings.write { end, db in
      try db.run("DELETE FROM ratingText WHERE hall = ? AND day < ?") {
        $0.add(end.hall)
        $0.add(day.description)
      }
      let count = db.changesCount
      guard count > 0 else { return 0 }
      let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
      try RatingTable.noteForgotten(before: day, at: now, &end, db)
      return count
    }
  }

  private func rewrite() async throws {
    do {
      try await reader.pool.vacuum()
    } catch {
      throw StoreFailure(reporting: error)
    }
  }

  /// A reader of the service is done in milliseconds, `hallway audit` or a backup of a large
  /// ledger in seconds.
  private static let logAttempts = 60
  private static let logPause = Duration.milliseconds(500)

  private func emptyLog() async throws {
    for attempt in 1...Self.logAttempts {
      // Each attempt gives up at once: whoever waits for a number is not to wait for a reader.
      let isEmpty = try await reader.pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA busy_timeout = 0")
        defer {
          try? db.execute(sql: "PRAGMA busy_timeout = \(Int(Self.busySeconds * 1000))")
        }
        let busy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return busy == 0
      }
      if isEmpty { return }
      if attempt < Self.logAttempts { try await Task.sleep(for: Self.logPause) }
    }
    throw StoreFailure(
      .storage, "who held old tickets is forgotten, but a reader keeps copies in the log")
  }
}
