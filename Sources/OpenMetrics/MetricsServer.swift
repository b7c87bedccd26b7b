import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Tells the metrics on a Unix socket to whoever asks by HTTP:
/// `curl --unix-socket /run/hallway/metrics http://hallway/metrics`.
public struct MetricsServer: Sendable {
  /// A collector asks and goes; one that stays is cut off.
  static let patience = TimeAmount.seconds(10)
  /// Collectors are few.
  private static let backlog: Int32 = 8

  private let registry: MetricsRegistry
  private let path: String
  private let measure: @Sendable () async -> Void

  /// - Parameters:
  ///   - registry: what is told.
  ///   - path: of the socket, made with mode 0660; one that is left of before is taken away.
  ///   - measure: called before each answer, to set what is so now.
  public init(
    _ registry: MetricsRegistry, path: String, measure: @escaping @Sendable () async -> Void
  ) {
    self.registry = registry
    self.path = path
    self.measure = measure
  }

  /// Serves until its task is cancelled.
  public func run() async throws {
    let registry = registry
    let measure = measure
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: Self.backlog)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            IdleStateHandler(allTimeout: Self.patience))
          try channel.pipeline.syncOperations.addHandler(MetricsAnswer(registry, measure))
        }
      }
      .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    chmod(path, 0o660)
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
    unlink(path)
  }
}

/// One question, one answer, and the end.
private final class MetricsAnswer: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let registry: MetricsRegistry
  private let measure: @Sendable () async -> Void
  private var head: HTTPRequestHead?

  init(_ registry: MetricsRegistry, _ measure: @escaping @Sendable () async -> Void) {
    self.registry = registry
    self.measure = measure
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end: answer(context)
    }
  }

  private func answer(_ context: ChannelHandlerContext) {
    guard let head else { return context.close(promise: nil) }
    guard head.method == .GET || head.method == .HEAD,
      head.uri.hasPrefix("/metrics") || head.uri == "/"
    else { return send("", .notFound, context) }
    let measure = measure
    let registry = registry
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.eventLoop.makeFutureWithTask {
      await measure()
      return registry.text()
    }.whenSuccess { text in
      let (handler, context) = bound.value
      handler.send(text, .ok, context)
    }
  }

  private func send(_ text: String, _ status: HTTPResponseStatus, _ context: ChannelHandlerContext)
  {
    var headers = HTTPHeaders()
    headers.add(
      name: "Content-Type", value: "application/openmetrics-text; version=1.0.0; charset=utf-8")
    headers.add(name: "Content-Length", value: "\(text.utf8.count)")
    headers.add(name: "Connection", value: "close")
    context.write(
      wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))),
      promise: nil)
    if head?.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
