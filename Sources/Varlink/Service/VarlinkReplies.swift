import NIOCore

/// A reply that many callers get alike, encoded and written once for all of them.
public struct PreparedReply<Reply: Encodable & Sendable>: Sendable {
  public let value: Reply
  let parameters: JSONText
  /// The message as it travels where more follow.
  let frame: ByteBuffer

  /// - Throws: `EncodingError` where the reply is no object.
  public init(_ value: Reply) throws {
    self.value = value
    parameters = try JSONText(encoding: value)
    var frame = ByteBuffer()
    Answer(parameters, continues: true).write(to: &frame)
    self.frame = frame
  }
}

/// Where a streaming handler sends its replies.
public struct VarlinkReplies<Reply: Encodable & Sendable>: Sendable {
  let sink: ReplySink

  /// Sends a reply after which more follow; returns when the peer has room for another.
  ///
  /// - Throws: `CancellationError` when the caller is gone or wanted a single reply and has it.
  public func send(_ reply: Reply) async throws {
    try await sink.send(try JSONText(encoding: reply), continues: true)
  }

  /// The same with a reply that was made ready once for many callers.
  ///
  /// - Throws: as ``send(_:)`` does.
  public func send(_ reply: PreparedReply<Reply>) async throws {
    try await sink.send(reply.parameters, continues: true, written: reply.frame)
  }

  /// Sends the last reply.
  ///
  /// - Throws: `CancellationError` when the caller is gone.
  public func finish(_ reply: Reply) async throws {
    try await sink.send(try JSONText(encoding: reply), continues: false)
  }
}
