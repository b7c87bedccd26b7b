import GRDB
import HallStore

/// Lets writes that arrive together share one durable commit.
///
/// A commit costs one sync however many rows it holds. While one is under way, later writes gather;
/// the next transaction takes them all. They are tried together first: a savepoint each, which costs
/// as much as the row, only where one of them fails, so that its failure undoes nothing of another's.
/// Nobody hears back before the commit that holds their write.
///
/// `End` is what a transaction begins by reading, each of its writes carries on, and the commit leaves:
/// the end of the ratings' chain; nothing where rows are not chained.
actor GroupCommitter<End: Sendable> {
  /// Bounds how long one transaction keeps the queue's steps, readers' snapshots and the first caller
  /// waiting.
  private static var largestBatch: Int { 128 }

  typealias Answer = @Sendable () -> Void

  private struct Write: Sendable {
    /// Runs within the transaction; gives what is to be told once it is committed.
    let run: @Sendable (inout End, Database) throws -> Answer
    let fail: @Sendable (any Error) -> Void
  }

  private let writer: any DatabaseWriter
  private let begin: @Sendable (Database) throws -> End
  private let committed: @Sendable (End) -> Void
  private var gathered: [Write] = []
  private var isCommitting = false

  /// - Parameters:
  ///   - writer: whose one writing thread the transactions run on.
  ///   - begin: runs first within each transaction.
  ///   - committed: hears the end once it is durable, before anybody who waits.
  init(
    writer: any DatabaseWriter, begin: @escaping @Sendable (Database) throws -> End,
    committed: @escaping @Sendable (End) -> Void
  ) {
    self.writer = writer
    self.begin = begin
    self.committed = committed
  }

  /// Runs `body`, perhaps twice, and returns its value once it is durable.
  func write<T: Sendable>(
    _ body: @escaping @Sendable (inout End, Database) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      gathered.append(
        Write(
          run: { end, db in
            let value = try body(&end, db)
            return { continuation.resume(returning: value) }
          },
          fail: { continuation.resume(throwing: $0) }))
      guard !isCommitting else { return }
      isCommitting = true
      Task { await commitUntilIdle() }
    }
  }

  private func commitUntilIdle() async {
    while !gathered.isEmpty {
      let batch = Array(gathered.prefix(Self.largestBatch))
      gathered.removeFirst(batch.count)
      await commit(batch)
    }
    isCommitting = false
  }

  private func commit(_ batch: [Write]) async {
    do {
      let (answers, end) = try await writer.write { [begin] db in
        var end = try begin(db)
        let answers = try Self.together(batch, &end, db) ?? Self.oneByOne(batch, &end, db)
        return (answers, end)
      }
      committed(end)
      for answer in answers { answer() }
    } catch {
      // The transaction did not commit, so no write of the batch happened.
      for write in batch { write.fail(StoreFailure(reporting: error)) }
    }
  }

  /// nil where one of them failed; nothing is written then.
  private static func together(
    _ batch: [Write], _ end: inout End, _ db: Database
  ) throws -> [Answer]? {
    var last = end
    var answers: [Answer] = []
    do {
      try db.inSavepoint {
        for write in batch { answers.append(try write.run(&last, db)) }
        return .commit
      }
    } catch {
      return nil
    }
    end = last
    return answers
  }

  private static func oneByOne(
    _ batch: [Write], _ end: inout End, _ db: Database
  ) -> [Answer] {
    batch.map { write in
      var last = end
      var answer: Answer?
      do {
        try db.inSavepoint {
          answer = try write.run(&last, db)
          return .commit
        }
        end = last
        return answer ?? { write.fail(StoreFailure(.storage, "nothing was answered")) }
      } catch {
        let failure = StoreFailure(reporting: error)
        return { write.fail(failure) }
      }
    }
  }
}

extension GroupCommitter where End == Void {
  init(writer: any DatabaseWriter) {
    self.init(writer: writer, begin: { _ in }, committed: { _ in })
  }

  /// The same for rows that are not chained.
  func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await write { _, db in try body(db) }
  }
}
