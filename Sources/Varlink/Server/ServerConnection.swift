import Logging
import NIOCore

/// One peer of a server, living on one event loop: bytes in, calls answered one after the other.
///
/// The next call is taken only when the previous is answered, so replies keep the order of the
/// calls; calls that arrive meanwhile wait in `frames`, and beyond a bound in the socket.
final class ServerConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Sent down every pipeline when the server stops.
  struct Drain: Sendable {}

  /// How a handler's task ended.
  enum Outcome: Sendable {
    case reply(Answer)
    /// A streaming body returned, after `finish` if it kept its contract.
    case streamed
    /// An error that no reply can carry.
    case unspeakable(String)
  }

  private struct Answering {
    let id: UInt64
    let call: MethodCall
    var task: Task<Void, Never>?
    /// The final reply is out; what the handler still sends goes nowhere.
    var isAnswered = false
    /// Nobody reads the stream any more.
    var isCancelled = false
  }

  /// Streamed replies after which the event loop looks at its other connections.
  private static let repliesPerTurn = 16
  /// Calls answered at once before the same; thousands wait in one buffer.
  private static let callsPerTurn = 16
  /// A loop runs what is due before it looks at its sockets again; this is not yet due.
  private static let untilNextTurn = TimeAmount.microseconds(50)

  private let id: UInt64
  private let peer: PeerCredentials?
  private let dispatcher: Dispatcher
  private let limits: ServerLimits
  private let logger: Logger
  private let complaints: Complaints
  private let onClose: @Sendable () -> Void

  private var context: ChannelHandlerContext?
  /// Outlives the context: oneway calls of a peer that is gone still run here.
  private var eventLoop: (any EventLoop)?
  private var executor: LoopExecutor?
  private var frames: FrameBuffer
  private var answering: Answering?
  private var callCount: UInt64 = 0
  private var outgoing = ByteBuffer()
  private var repliesThisTurn = 0
  private var waitingForRoom: [CheckedContinuation<Void, any Error>] = []

  private var isPumping = false
  /// Calls wait for this connection's next turn, not for bytes or an answer.
  private var isTurnDue = false
  private var callsThisTurn = 0
  private var isReadHeld = false
  private var isInputEnded = false
  private var isDraining = false
  private var isClosing = false
  private var isGone = false

  private let silence: SilenceWatch
  private var writeTimer: Scheduled<Void>?

  init(
    id: UInt64, peer: PeerCredentials?, dispatcher: Dispatcher, limits: ServerLimits,
    logger: Logger, complaints: Complaints, onClose: @escaping @Sendable () -> Void
  ) {
    self.id = id
    self.peer = peer
    self.dispatcher = dispatcher
    self.limits = limits
    self.logger = logger
    self.complaints = complaints
    self.onClose = onClose
    frames = FrameBuffer(limit: limits.messageBytes)
    silence = SilenceWatch(limits)
  }

  // MARK: - Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    eventLoop = context.eventLoop
    executor = LoopExecutor(context.eventLoop)
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    silence.start(on: context.eventLoop) { connection.value.judge($0) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    leave()
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    frames.append(unwrapInboundIn(data))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // The loop has just looked at everybody's sockets.
    callsThisTurn = 0
    pump()
    context.fireChannelReadComplete()
  }

  /// Holds back reading while enough calls wait, so a flood stays in the flooder's own socket.
  func read(context: ChannelHandlerContext) {
    let mayReadAhead = answering == nil && !isTurnDue && context.channel.isWritable
    if !mayReadAhead, frames.count >= limits.pipelinedBytes {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      writeTimer?.cancel()
      writeTimer = nil
      let waiting = waitingForRoom
      waitingForRoom = []
      for continuation in waiting { continuation.resume() }
      pump()
    } else if writeTimer == nil {
      watchWriting()
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed:
      // Half a peer: it still reads the answer to its last call, but a stream has no other end
      // than the caller closing, and this is the caller closing.
      isInputEnded = true
      if answering?.call.mode == .more { cancelAnswer() }
      pump()
    case is Drain:
      isDraining = true
      if answering?.call.mode == .more { cancelAnswer() }
      if answering == nil { closeAfterFlush() }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("connection lost", metadata: ["error": "\(error)"])
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    pump()
    context.fireChannelInactive()
  }

  private func leave() {
    guard !isGone else { return }
    isGone = true
    isInputEnded = true
    silence.stop()
    writeTimer?.cancel()
    if answering?.call.mode != .oneway { cancelAnswer() }
    onClose()
  }

  /// Tells the handler under way that nobody wants what it still has to say.
  private func cancelAnswer() {
    answering?.isCancelled = true
    answering?.task?.cancel()
    let waiting = waitingForRoom
    waitingForRoom = []
    for continuation in waiting { continuation.resume(throwing: CancellationError()) }
  }

  // MARK: - Calls

  /// Answers waiting calls until one needs time, then sends all replies with one write.
  private func pump() {
    guard !isPumping, !isTurnDue else { return }
    isPumping = true
    defer { isPumping = false }
    while answering == nil, !isClosing, !isDraining || isGone {
      if !isGone, context?.channel.isWritable != true { break }
      if callsThisTurn >= Self.callsPerTurn, frames.count > 0, let eventLoop {
        takeAnotherTurn(on: eventLoop)
        break
      }
      callsThisTurn += 1
      switch frames.next() {
      case .frame(let frame):
        silence.messageEnded()
        begin(frame)
        // Bounded, because every pass adds at most one reply.
        if outgoing.readableBytes >= limits.unreadReplyBytes { flush() }
        continue
      case .tooLarge: fault("a message beyond \(limits.messageBytes) bytes")
      case .incomplete: noteSilence()
      }
      break
    }
    flush()
    if isReadHeld, (answering == nil && !isTurnDue) || frames.count < limits.pipelinedBytes {
      isReadHeld = false
      context?.read()
    }
  }

  /// Lets the loop's other connections have theirs first.
  private func takeAnotherTurn(on eventLoop: any EventLoop) {
    isTurnDue = true
    let connection = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: Self.untilNextTurn) {
      connection.value.isTurnDue = false
      connection.value.callsThisTurn = 0
      connection.value.pump()
    }
  }

  private func begin(_ frame: ByteBuffer) {
    let call: MethodCall
    do throws(VarlinkProtocolError) {
      call = try MethodCall(parsing: frame)
    } catch {
      return fault(error.reason)
    }
    // A caller that left without waiting gets its oneway calls done; to others nobody listens.
    if isGone, call.mode != .oneway { return }
    callCount &+= 1
    do throws(StandardError) {
      switch try dispatcher.route(call) {
      case .reply(let reply): answer(reply, to: call)
      case .run(let body): run(body, call)
      }
    } catch {
      let remote = error.remote
      answer(Answer(JSONText(remote.parameters), error: remote.name), to: call)
    }
  }

  private func run(_ body: VarlinkService.Body, _ call: MethodCall) {
    guard let eventLoop, let executor else { return }
    let number = callCount
    let about = CallContext(
      method: call.method, peer: peer, wantsMore: call.mode == .more,
      isOneway: call.mode == .oneway, connection: id)
    answering = Answering(id: number, call: call)
    if case .immediate(let body) = body, dispatcher.authorization == nil {
      return finish(number, dispatcher.performAtOnce(body, call.parameters, about))
    }
    let sink = ReplySink(
      eventLoop: eventLoop, connection: NIOLoopBound(self, eventLoop: eventLoop),
      call: number, method: call.method, dispatcher: dispatcher)
    let task = Task.immediate(executorPreference: executor) { [dispatcher] in
      sink.finish(await dispatcher.perform(body, call.parameters, about, sink))
    }
    // Most handlers are done already: an immediate task runs here until it first waits.
    if answering?.id == number { answering?.task = task }
  }

  /// A reply of a streaming handler; `room` resumes when the peer can take another.
  func stream(
    _ reply: Answer, written: ByteBuffer?, of call: UInt64,
    _ room: CheckedContinuation<Void, any Error>
  ) {
    guard let current = answering, current.id == call, !current.isAnswered,
      !current.isCancelled, !isGone, !isClosing
    else { return room.resume(throwing: CancellationError()) }
    var reply = reply
    if current.call.mode != .more { reply.continues = false }
    if !reply.continues { answering?.isAnswered = true }
    if current.call.mode == .more, let written {
      write(written)
    } else if current.call.mode != .oneway {
      write(reply)
    }
    flush()
    repliesThisTurn += 1
    guard let context, context.channel.isWritable else { return waitingForRoom.append(room) }
    if repliesThisTurn < Self.repliesPerTurn { return room.resume() }
    // A handler that never waits would otherwise keep the loop from every other peer.
    repliesThisTurn = 0
    context.eventLoop.execute { room.resume() }
  }

  /// The handler's task is over.
  func finish(_ call: UInt64, _ outcome: Outcome) {
    guard let current = answering, current.id == call else { return }
    answering = nil
    switch outcome {
    case .reply(let reply) where !current.isAnswered: answer(reply, to: current.call)
    case .streamed where !current.isAnswered && current.call.mode != .oneway:
      if !isGone, !isInputEnded, !isDraining {
        logger.error("a stream ended without its last reply", metadata: about(current.call))
      }
      closeAfterFlush()
    case .unspeakable(let error):
      logger.error(
        "a handler failed", metadata: about(current.call).merging(["error": "\(error)"]) { $1 })
      if current.call.mode != .oneway, !current.isAnswered { closeAfterFlush() }
    default: silence.noteActivity()
    }
    if isDraining { closeAfterFlush() }
    pump()
  }

  private func about(_ call: MethodCall) -> Logger.Metadata { ["method": "\(call.method)"] }

  private func answer(_ reply: Answer, to call: MethodCall) {
    silence.noteActivity()
    if call.mode != .oneway { write(reply) }
  }

  // MARK: - Output and the end

  private func write(_ reply: Answer) {
    guard !isGone, !isClosing else { return }
    reply.write(to: &outgoing)
  }

  private func write(_ frame: ByteBuffer) {
    guard !isGone, !isClosing else { return }
    outgoing.writeImmutableBuffer(frame)
  }

  private func flush() {
    guard outgoing.readableBytes > 0, let context, !isGone else { return }
    let bytes = outgoing
    outgoing = context.channel.allocator.buffer(capacity: 512)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  /// A peer that breaks the protocol has lost its place in the stream: nothing to say to it.
  private func fault(_ reason: String) {
    complaints.note(
      "peer broke the protocol",
      metadata: ["reason": "\(reason)", "pid": "\(peer?.pid ?? 0)", "uid": "\(peer?.uid ?? 0)"])
    closeAfterFlush()
  }

  private func closeAfterFlush() {
    guard !isClosing, let context, !isGone else { return }
    flush()
    isClosing = true
    if writeTimer == nil { watchWriting() }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
      channel.close(promise: nil)
    }
  }

  // MARK: - Deadlines

  private func watchWriting() {
    guard let context else { return }
    let channel = context.channel
    let deadline = limits.writeDeadline.timeAmount
    writeTimer = context.eventLoop.scheduleTask(in: deadline) { [complaints] in
      complaints.note("peer does not read its replies; closed")
      channel.close(promise: nil)
    }
  }

  /// Nothing more to do: either no call is under way, or half of one.
  private func noteSilence() {
    if isInputEnded { return closeAfterFlush() }
    if frames.count > 0 { silence.messageBegan() }
  }

  private func judge(_ verdict: SilenceWatch.Verdict) {
    if answering != nil {
      silence.noteActivity()
    } else if verdict == .halfMessage {
      fault("a message that does not end")
    } else {
      logger.debug("idle connection closed")
      closeAfterFlush()
    }
  }
}
