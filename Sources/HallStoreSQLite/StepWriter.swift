import GRDB
import Hall
import HallStore
import Synchronization

/// The one writer of the queue: many steps in one durable commit.
///
/// A commit costs one fsync however many steps it holds. Each step has its savepoint, so that one
/// the ledger refuses undoes nothing of those before it. Those after it were decided by an engine
/// that took it for done, so none of them is written. Nobody hears back before the commit.
final class StepWriter: Sendable {
  private let pool: DatabasePool
  private let hall: String
  /// The journal's end as the last commit left it; nil while nobody knows, and then it is read.
  private let tail = Mutex<JournalTail?>(nil)

  init(pool: DatabasePool, hall: String) {
    self.pool = pool
    self.hall = hall
  }

  func commit(_ steps: [LedgerStep]) async throws -> [Result<Void, StoreFailure>] {
    do {
      return try await pool.writeWithoutTransaction { db in
        do {
          return try commit(steps, db)
        } catch {
          throw StoreFailure(reporting: error, on: db)
        }
      }
    } catch {
      throw StoreFailure(reporting: error)
    }
  }

  /// Runs on the pool's one writing thread, so nobody chains to a tail that another moves.
  private func commit(_ steps: [LedgerStep], _ db: Database) throws -> [Result<Void, StoreFailure>]
  {
    var end = try tail.withLock(\.self) ?? JournalTable.tail(of: hall, db)
    tail.withLock { $0 = nil }
    var results: [Result<Void, StoreFailure>] = []
    try db.inTransaction(.immediate) {
      results = []
      var refusal: StoreFailure?
      for step in steps {
        if let refusal {
          results.append(.failure(refusal))
          continue
        }
        let result = try write(step, &end, db)
        if case .failure(let failure) = result { refusal = failure }
        results.append(result)
      }
      return .commit
    }
    tail.withLock { [end] in $0 = end }
    return results
  }

  private func write(_ step: LedgerStep, _ tail: inout JournalTail, _ db: Database) throws
    -> Result<Void, StoreFailure>
  {
    var end = tail
    do {
      try db.inSavepoint {
        try put(step, &end, db)
        return .commit
      }
      tail = end
      return .success(())
    } catch let error as DatabaseError where error.isOfOneRow {
      return .failure(StoreFailure(reporting: error))
    }
  }

  private func put(_ step: LedgerStep, _ tail: inout JournalTail, _ db: Database) throws {
    let issued = Dictionary(step.issued.map { ($0.id, $0) }) { first, _ in first }
    // Who leaves a window does so before another comes to it: the index allows one at a time.
    for ticket in step.tickets.filter({ !$0.state.isAtWindow })
      + step.tickets.filter(\.state.isAtWindow)
    {
      if let issued = issued[ticket.id] {
        try TicketTable.insert(ticket, issued, hall: hall, db)
      } else {
        try TicketTable.update(ticket, hall: hall, db)
      }
    }
    for window in step.windows { try WindowTable.put(window, hall: hall, db) }
    for booking in step.bookings { try BookingTable.put(booking, hall: hall, db) }
    for lifting in step.liftings { try QuotaTable.add(lifting, hall: hall, db) }
    for block in step.blocks { try BlockTable.put(block, hall: hall, db) }
    for line in step.lines {
      try JournalTable.append(
        JournalRow(line, hall: hall, sequence: tail.sequence + 1), to: &tail, db)
    }
  }
}

extension DatabaseError {
  /// What is wrong with a row and not with the disk: the rest of the commit is as good as before.
  fileprivate var isOfOneRow: Bool {
    switch resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: true
    default: false
    }
  }
}
