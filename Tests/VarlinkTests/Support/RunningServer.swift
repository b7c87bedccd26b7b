import Glibc
import Logging
import Synchronization
import TestSupport
import Varlink

/// A fresh path for a socket, short enough for `sockaddr_un`.
func freshSocketPath() -> String {
  "/tmp/varlink-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
}

let quietLogger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

/// Runs a server on a fresh socket while the body runs, then stops it and waits for its end.
func withServer<Result: Sendable>(
  _ service: VarlinkService, limits: ServerLimits = ServerLimits(), checksReplies: Bool = true,
  logger: Logger = quietLogger,
  _ body: @Sendable (String) async throws -> Result
) async throws -> Result {
  let path = freshSocketPath()
  let server = VarlinkServer(
    service: service, limits: limits, logger: logger, checksReplies: checksReplies)
  let (ready, readiness) = AsyncStream.makeStream(of: Void.self)
  let running = Task {
    defer { readiness.finish() }
    try await server.run(unixSocket: path) { readiness.yield() }
  }
  for await _ in ready { break }
  do {
    let result = try await withDeadline { try await body(path) }
    running.cancel()
    try await running.value
    return result
  } catch {
    running.cancel()
    try await running.value
    throw error
  }
}

struct DeadlinePassed: Error {}

/// Fails a wait that would hang the whole run.
func withDeadline<Result: Sendable>(
  _ deadline: Duration = hangLimit, _ body: @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask {
      try await Task.sleep(for: deadline)
      throw DeadlinePassed()
    }
    return try await withoutActuallyEscaping(body) { body in
      group.addTask { try await body() }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw DeadlinePassed() }
      return first
    }
  }
}
