import NIOCore

/// The way from a handler's task back to its connection, from whatever thread it runs on.
struct ReplySink: Sendable {
  let eventLoop: any EventLoop
  let connection: NIOLoopBound<ServerConnection>
  let call: UInt64
  let method: String
  let dispatcher: Dispatcher

  /// Waits until the peer has room; `written` is the same reply as it travels, where it was made before.
  func send(_ parameters: JSONText, continues: Bool, written: ByteBuffer? = nil) async throws {
    let checked = try dispatcher.checked(parameters, replyTo: method)
    let reply = Answer(checked, continues: continues)
    try await withCheckedThrowingContinuation { (room: CheckedContinuation<Void, any Error>) in
      onLoop { $0.stream(reply, written: written, of: call, room) }
    }
  }

  func finish(_ outcome: ServerConnection.Outcome) {
    onLoop { $0.finish(call, outcome) }
  }

  private func onLoop(_ body: @escaping @Sendable (ServerConnection) -> Void) {
    if eventLoop.inEventLoop {
      body(connection.value)
    } else {
      eventLoop.execute { body(connection.value) }
    }
  }
}
