/// Work a reply does not wait for, such as printing: one owner, ended with the service.
struct Errands: Sendable {
  typealias Errand = @Sendable () async -> Void

  private let stream: AsyncStream<Errand>
  private let continuation: AsyncStream<Errand>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func run(_ errand: @escaping Errand) { continuation.yield(errand) }

  /// Runs errands side by side until cancelled.
  func serve() async {
    await withDiscardingTaskGroup { group in
      for await errand in stream { group.addTask { await errand() } }
      group.cancelAll()
    }
  }
}
