public import Logging
public import NIOCore
public import NIOPosix

/// Serves a `VarlinkService` on Unix sockets until its task is cancelled.
public struct VarlinkServer: Sendable {
  private let service: VarlinkService
  private let limits: ServerLimits
  private let logger: Logger
  private let group: any EventLoopGroup
  private let checksReplies: Bool

  /// Replies are checked against the interfaces where a build is made for finding mistakes.
  public static var checksRepliesByDefault: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  /// Describes a server; nothing happens before `run`.
  ///
  /// `checksReplies` holds outgoing replies and errors against the interface texts: one that does
  /// not fit is logged and closes the connection instead of reaching the peer.
  public init(
    service: VarlinkService, limits: ServerLimits = ServerLimits(), logger: Logger,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    checksReplies: Bool = checksRepliesByDefault
  ) {
    self.service = service
    self.limits = limits
    self.logger = logger
    self.group = group
    self.checksReplies = checksReplies
  }

  /// Binds a path and serves it until the task is cancelled, then drains and returns.
  ///
  /// `mode` is that of the socket file: who may write to it may connect. `onReady` is called
  /// once connections are accepted.
  ///
  /// - Throws: `SocketError` when the path cannot be bound, `UndeclaredMethods`.
  public func run(
    unixSocket path: String, mode: UInt32 = 0o660,
    onReady: @escaping @Sendable () async -> Void = {}
  ) async throws {
    var socket = try ListeningSocket(path: path, mode: mode)
    do {
      try await run(.init(listening: socket.take()), onReady: onReady)
    } catch {
      socket.removeFile()
      throw error
    }
    socket.removeFile()
  }

  /// Serves sockets the process was started with until the task is cancelled; connected ones
  /// until their peers leave.
  public func run(
    inherited sockets: [InheritedSocket], onReady: @escaping @Sendable () async -> Void = {}
  ) async throws {
    try await run(
      Sources(
        listening: sockets.filter { $0.kind == .listening }.map(\.descriptor),
        connected: sockets.filter { $0.kind == .connected }.map(\.descriptor)), onReady: onReady)
  }

  /// The descriptors a run takes over.
  private struct Sources {
    var listening: [Int32] = []
    var connected: [Int32] = []

    init(listening: Int32) { self.listening = [listening] }
    init(listening: [Int32], connected: [Int32]) {
      self.listening = listening
      self.connected = connected
    }
  }

  private func run(_ sources: Sources, onReady: @Sendable () async -> Void) async throws {
    guard service.undeclaredMethods.isEmpty else {
      throw UndeclaredMethods(names: service.undeclaredMethods)
    }
    let ledger = ConnectionLedger(limits)
    let dispatcher = Dispatcher(service, checksReplies: checksReplies)
    let complaints = Complaints(logger)
    let open: @Sendable (any Channel) -> EventLoopFuture<Void> = { [limits, logger] channel in
      Self.open(channel, ledger, dispatcher, limits, logger, complaints)
    }
    var listeners: [any Channel] = []
    var connected: [any Channel] = []
    for descriptor in sources.listening {
      listeners.append(try await listen(on: descriptor, open))
    }
    for descriptor in sources.connected {
      let bootstrap = ClientBootstrap(group: group).channelInitializer(open)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .channelOption(.writeBufferWaterMark, value: waterMark)
      connected.append(try await bootstrap.withConnectedSocket(descriptor).get())
    }
    await onReady()
    await untilCancelledOrClosed(listeners, connected)
    await drain(ledger)
  }

  /// Half of the bound must drain before a peer is answered again.
  private var waterMark: ChannelOptions.Types.WriteBufferWaterMark {
    let high = max(limits.unreadReplyBytes, 2)
    return .init(low: high / 2, high: high)
  }

  /// Takes connections from a bound descriptor.
  private func listen(
    on descriptor: Int32, _ open: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
  ) async throws -> any Channel {
    let channel = try await ServerBootstrap(group: group)
      .childChannelInitializer(open)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.writeBufferWaterMark, value: waterMark)
      .withBoundSocket(descriptor).get()
    // Taking the socket over, NIO listened with a queue of 128; an option could not tell it.
    ListeningSocket.widenQueue(of: descriptor)
    return channel
  }

  /// Sets up one connection, or refuses it when its user or all users have enough.
  private static func open(
    _ channel: any Channel, _ ledger: ConnectionLedger, _ dispatcher: Dispatcher,
    _ limits: ServerLimits, _ logger: Logger, _ complaints: Complaints
  ) -> EventLoopFuture<Void> {
    PeerCredentials.of(channel).flatMapThrowing { peer in
      guard let id = ledger.admit(channel, uid: peer?.uid) else {
        complaints.note(
          "connection refused: too many", metadata: ["uid": "\(peer?.uid ?? UInt32.max)"])
        throw SocketError(code: .tooManyConnections, message: "too many connections")
      }
      try channel.pipeline.syncOperations.addHandler(
        ServerConnection(
          id: id, peer: peer, dispatcher: dispatcher, limits: limits, logger: logger,
          complaints: complaints, onClose: { ledger.leave(id) }))
    }
  }

  private func untilCancelledOrClosed(
    _ listeners: [any Channel], _ connected: [any Channel]
  ) async {
    await withTaskCancellationHandler {
      // The futures fail only if the channel does, and then it is closed all the same.
      for channel in listeners + connected { try? await channel.closeFuture.get() }
    } onCancel: {
      for channel in listeners { channel.close(promise: nil) }
      for channel in connected {
        channel.pipeline.fireUserInboundEventTriggered(ServerConnection.Drain())
      }
    }
  }

  /// Lets calls under way finish, within the bound.
  private func drain(_ ledger: ConnectionLedger) async {
    let open = ledger.close()
    let loop = group.any()
    let deadline = loop.scheduleTask(in: limits.drainDeadline.timeAmount) {
      for channel in open { channel.close(promise: nil) }
    }
    for channel in open {
      channel.pipeline.fireUserInboundEventTriggered(ServerConnection.Drain())
    }
    for channel in open { try? await channel.closeFuture.get() }
    deadline.cancel()
  }
}

/// Handlers for methods that no interface of the service declares.
public struct UndeclaredMethods: Error, Sendable, Equatable, CustomStringConvertible {
  public let names: [String]

  public var description: String {
    "no interface declares \(names.joined(separator: ", "))"
  }
}
