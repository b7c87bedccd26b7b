/// Where a streaming handler sends its replies.
public struct VarlinkReplies<Reply: Encodable & Sendable>: Sendable {
  let sink: ReplySink

  /// Sends a reply after which more follow; returns when the peer has room for another.
  ///
  /// - Throws: `CancellationError` when the caller is gone or wanted a single reply and has it.
  public func send(_ reply: Reply) async throws {
    try await sink.send(try VarlinkService.encode(reply), continues: true)
  }

  /// Sends the last reply.
  ///
  /// - Throws: `CancellationError` when the caller is gone.
  public func finish(_ reply: Reply) async throws {
    try await sink.send(try VarlinkService.encode(reply), continues: false)
  }
}
