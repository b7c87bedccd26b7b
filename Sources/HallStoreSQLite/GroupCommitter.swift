import GRDB
import HallStore

/// Lets writes that arrive together share one durable commit.
///
/// A commit costs one fsync however many rows it holds. While one is under way, later writes
/// gather; the next transaction takes them all, each in its own savepoint so that one's failure
/// undoes nothing of another's. Nobody hears back before the commit that holds their write.
actor GroupCommitter {
  /// Bounds how long one transaction keeps readers' snapshots and the first caller waiting.
  static let largestBatch = 128

  private typealias Acknowledge = @Sendable ((any Error)?) -> Void

  private struct Write: Sendable {
    /// Runs the write inside the transaction and says how to answer once it is committed.
    let run: @Sendable (Database) -> Acknowledge
    let fail: @Sendable (any Error) -> Void
  }

  private let writer: any DatabaseWriter
  private var gathered: [Write] = []
  private var committing = false

  init(writer: any DatabaseWriter) { self.writer = writer }

  /// Runs `body` in a savepoint and returns its value once it is durable.
  func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      gathered.append(
        Write(
          run: { db in
            let result = Result { try Self.inSavepoint(db, body) }
              .mapError { StoreFailure(reporting: $0) as any Error }
            return { commitError in
              continuation.resume(with: commitError.map { .failure($0) } ?? result)
            }
          },
          fail: { continuation.resume(throwing: $0) }))
      guard !committing else { return }
      committing = true
      Task { await commitUntilIdle() }
    }
  }

  private func commitUntilIdle() async {
    while !gathered.isEmpty {
      let batch = Array(gathered.prefix(Self.largestBatch))
      gathered.removeFirst(batch.count)
      await commit(batch)
    }
    committing = false
  }

  private func commit(_ batch: [Write]) async {
    do {
      let acknowledgements = try await writer.write { db in batch.map { $0.run(db) } }
      for acknowledge in acknowledgements { acknowledge(nil) }
    } catch {
      // The transaction did not commit, so no write of the batch happened.
      for write in batch { write.fail(StoreFailure(reporting: error)) }
    }
  }

  private static func inSavepoint<T>(
    _ db: Database, _ body: (Database) throws -> T
  ) throws -> T {
    var value: T?
    try db.inSavepoint {
      value = try body(db)
      return .commit
    }
    guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return value
  }
}
