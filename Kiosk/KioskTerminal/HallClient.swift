public import Varlink

/// The road to one service. Every call has its own connection: a local connect costs nothing, a
/// stream needs one to itself, and a service that restarted is simply there again.
public struct HallClient: Sendable {
  public let socket: String

  /// A local socket answers at once or not at all.
  public static let connectDeadline = Duration.seconds(3)

  public init(socket: String) { self.socket = socket }

  public func call<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, deadline: Duration
  ) async throws -> M.Reply {
    let client = try await connect()
    return try await client.call(method, parameters, deadline: deadline)
  }

  /// Hands every reply to `body` until the stream ends.
  public func stream<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, _ body: (M.Reply) -> Void
  ) async throws {
    let client = try await connect()
    for try await reply in client.more(method, parameters) { body(reply) }
  }

  /// The first reply of a stream, which is how things stand now; nil where none comes in time.
  public func first<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, deadline: Duration
  ) async throws -> M.Reply? {
    let client = try await connect()
    return try await withThrowingTaskGroup(of: M.Reply?.self) { group in
      defer { group.cancelAll() }
      group.addTask {
        for try await reply in client.more(method, parameters) { return reply }
        return nil
      }
      group.addTask {
        try await Task.sleep(for: deadline)
        return nil
      }
      return try await group.next() ?? nil
    }
  }

  private func connect() async throws -> VarlinkClient {
    try await VarlinkClient.connect(unixSocket: socket, deadline: Self.connectDeadline)
  }
}
