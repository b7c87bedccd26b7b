public import NIOCore
public import NIOPosix
import Synchronization

/// Why a call got no answer. Answers that are errors are `VarlinkRemoteError`.
public enum VarlinkClientError: Error, Sendable, Equatable {
  /// Nobody answers on the path.
  case notConnected(String)
  /// The connection ended before the answer.
  case connectionClosed
  /// The answer did not come in time; the connection is closed, because Varlink has no other
  /// way to tell the server to stop.
  case deadlineExceeded
  /// The server broke the protocol.
  case protocolError(String)
  /// The reply does not decode as the method's type.
  case unexpectedReply(String)
}

/// One connection to a Varlink service; calls are answered in the order they are made.
///
/// Safe to share between tasks, but calls wait for each other: a stream of replies (`more`)
/// deserves a connection of its own. Closes when released.
public final class VarlinkClient: Sendable {
  /// Generous for a local service whose methods may wait for a person at a device (sd-varlink's
  /// client timeout).
  public static let usualDeadline = Duration.seconds(45)
  /// A local socket answers a connect at once; only a full accept queue makes one wait.
  public static let usualConnectDeadline = Duration.seconds(5)

  private let channel: any Channel
  private let connection: NIOLoopBound<ClientConnection>
  private let nextID = Atomic<UInt64>(1)

  private init(channel: any Channel, connection: NIOLoopBound<ClientConnection>) {
    self.channel = channel
    self.connection = connection
  }

  deinit { channel.close(promise: nil) }

  /// Connects to a Unix socket.
  ///
  /// - Throws: `VarlinkClientError.notConnected`.
  public static func connect(
    unixSocket path: String, deadline: Duration = usualConnectDeadline,
    messageBytes: Int = 16 << 20, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) async throws -> VarlinkClient {
    let bootstrap = ClientBootstrap(group: group).connectTimeout(deadline.timeAmount)
    do {
      let (channel, connection) = try await bootstrap.connect(
        unixDomainSocketPath: path, channelInitializer: opener(messageBytes))
      return VarlinkClient(channel: channel, connection: connection)
    } catch {
      throw VarlinkClientError.notConnected("\(path): \(error)")
    }
  }

  /// Takes over a connected stream socket.
  public static func adopt(
    descriptor: NIOBSDSocket.Handle, messageBytes: Int = 16 << 20,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) async throws -> VarlinkClient {
    let (channel, connection) = try await ClientBootstrap(group: group).withConnectedSocket(
      descriptor, channelInitializer: opener(messageBytes))
    return VarlinkClient(channel: channel, connection: connection)
  }

  private typealias Opener =
    @Sendable (any Channel) -> EventLoopFuture<(any Channel, NIOLoopBound<ClientConnection>)>

  private static func opener(_ messageBytes: Int) -> Opener {
    { channel in
      channel.eventLoop.makeCompletedFuture {
        let handler = ClientConnection(limit: messageBytes)
        try channel.pipeline.syncOperations.addHandler(handler)
        return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
      }
    }
  }

  /// Calls a method and waits for its one reply.
  ///
  /// - Throws: `VarlinkRemoteError` when the service answers with an error, else
  ///   `VarlinkClientError`; `CancellationError` when the task is cancelled, which closes the
  ///   connection.
  public func call<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, deadline: Duration = usualDeadline
  ) async throws -> M.Reply {
    let request = try encode(method, parameters, .single)
    let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    let reply = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        onLoop { connection in
          connection.send(request, id: id, deadline: deadline.timeAmount, .single(continuation))
        }
      }
    } onCancel: {
      onLoop { $0.cancel(id) }
    }
    return try Self.decode(method, reply)
  }

  /// Calls a method with `more`; the stream ends with the last reply.
  ///
  /// A reader that falls behind holds the server back. Dropping or cancelling the stream before
  /// its end closes the connection, which is how Varlink cancels.
  public func more<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters
  ) -> AsyncThrowingStream<M.Reply, any Error> {
    let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    let replies = ReplyStream(client: self, id: id)
    do {
      let request = try encode(method, parameters, .more)
      onLoop { $0.send(request, id: id, deadline: nil, .stream(StreamState())) }
    } catch {
      return AsyncThrowingStream { throw error }
    }
    return AsyncThrowingStream {
      try await replies.next().map { try Self.decode(method, $0) }
    }
  }

  /// Calls a method without waiting for anything; returns when the call is written.
  ///
  /// - Throws: `VarlinkClientError.connectionClosed`.
  public func oneway<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws {
    let request = try encode(method, parameters, .oneway)
    do {
      try await channel.writeAndFlush(request)
    } catch {
      throw VarlinkClientError.connectionClosed
    }
  }

  /// Closes the connection; calls under way throw `connectionClosed`.
  public func close() async {
    // Fails only when closed already, which is what was asked for.
    try? await channel.close()
  }

  /// Whether the connection can still carry calls.
  public var isOpen: Bool { channel.isActive }

  private func encode<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, _ mode: MethodCall.Mode
  ) throws -> ByteBuffer {
    let parameters = try JSONText(encoding: parameters)
    var buffer = channel.allocator.buffer(capacity: 256)
    MethodCall.write(M.name, parameters, mode, to: &buffer)
    return buffer
  }

  private static func decode<M: VarlinkMethod>(_ method: M.Type, _ reply: MethodReply) throws
    -> M.Reply
  {
    if let error = reply.error {
      throw VarlinkRemoteError(name: error, parameters: reply.parameters)
    }
    do {
      return try ValueDecoder.decode(M.Reply.self, from: .object(reply.parameters))
    } catch {
      throw VarlinkClientError.unexpectedReply("\(M.name): \(error)")
    }
  }

  func onLoop(_ body: @escaping @Sendable (ClientConnection) -> Void) {
    let connection = connection
    if channel.eventLoop.inEventLoop {
      body(connection.value)
    } else {
      channel.eventLoop.execute { body(connection.value) }
    }
  }
}

/// The reader's end of a `more` call; closes the connection when dropped before its end.
private final class ReplyStream: Sendable {
  private let client: VarlinkClient
  private let id: UInt64

  init(client: VarlinkClient, id: UInt64) {
    self.client = client
    self.id = id
  }

  deinit {
    let id = id
    client.onLoop { $0.cancel(id) }
  }

  func next() async throws -> MethodReply? {
    let id = id
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        client.onLoop { $0.next(of: id, continuation) }
      }
    } onCancel: {
      client.onLoop { $0.cancel(id) }
    }
  }
}
