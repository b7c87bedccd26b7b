import Dispatch
import GRDB
import Hall
import HallStore
import Synchronization

/// The one writer of the queue: many steps in one durable commit.
///
/// A commit costs one fsync however many steps it holds. Where the ledger refuses a step, those
/// before it are kept. Those after it were decided by an engine that took it for done, so none of
/// them is written. Nobody hears back before the commit.
final class StepWriter: Sendable {
  private let pool: DatabasePool
  private let hall: String
  private let queue = DispatchQueue(label: "org.hallway.ledger")
  /// The journal's end as the last commit left it; nil while nobody knows, and then it is read.
  private let tail = Mutex<ChainTail?>(nil)

  init(pool: DatabasePool, hall: String) {
    self.pool = pool
    self.hall = hall
  }

  func commit(_ steps: [LedgerStep]) async throws -> [Result<Void, StoreFailure>] {
    // By a thread of its own and not by GRDB's asynchronous write, which a caller that leaves would
    // interrupt: others' steps are in the same commit.
    try await withCheckedThrowingContinuation { caller in
      queue.async { caller.resume(with: Result { try self.write(steps) }) }
    }
  }

  private func write(_ steps: [LedgerStep]) throws -> [Result<Void, StoreFailure>] {
    do {
      return try pool.writeWithoutTransaction { db in
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
      // SQLite keeps a copy of every page a savepoint changes: one a batch is tried first, and one
      // a step only where a row of the batch is refused, which no working engine brings about.
      results =
        try areAllWritten(steps, &end, db)
        ? steps.map { _ in .success(()) } : oneByOne(steps, &end, db)
      return .commit
    }
    tail.withLock { [end] in $0 = end }
    return results
  }

  /// False where a row was refused; nothing is written then.
  private func areAllWritten(_ steps: [LedgerStep], _ tail: inout ChainTail, _ db: Database)
    throws -> Bool
  {
    let refused = try written(&tail, db) { end in
      for step in steps { try put(step, &end, db) }
    }
    return refused == nil
  }

  private func oneByOne(_ steps: [LedgerStep], _ tail: inout ChainTail, _ db: Database) throws
    -> [Result<Void, StoreFailure>]
  {
    var refusal: StoreFailure?
    return try steps.map { step in
      if refusal == nil {
        refusal = try written(&tail, db) { end in try put(step, &end, db) }
      }
      return refusal.map { .failure($0) } ?? .success(())
    }
  }

  /// Writes within a savepoint, whole or not at all; returns why not.
  private func written(
    _ tail: inout ChainTail, _ db: Database, _ body: (inout ChainTail) throws -> Void
  ) throws -> StoreFailure? {
    var end = tail
    do {
      try db.inSavepoint {
        try body(&end)
        return .commit
      }
      tail = end
      return nil
    } catch let error as DatabaseError where error.isOfOneRow {
      return StoreFailure(reporting: error)
    }
  }

  private func put(_ step: LedgerStep, _ tail: inout ChainTail, _ db: Database) throws {
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
    for letter in step.letters { try LetterTable.add(letter, hall: hall, db) }
    for print in step.letterPrints { try LetterTable.put(print, hall: hall, db) }
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
