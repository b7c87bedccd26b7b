import NIOCore

/// A `more` call as its reader sees it: replies that wait for the reader, or the reader for them.
struct StreamState {
  /// Replies read ahead; beyond them the server waits.
  static let readAhead = 16

  var replies: [MethodReply] = []
  var waiting: CheckedContinuation<MethodReply?, any Error>?
}

/// The client's end of one connection, living on its event loop.
final class ClientConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Receiver {
    case single(CheckedContinuation<MethodReply, any Error>)
    case stream(StreamState)
  }

  private struct Pending {
    let id: UInt64
    var receiver: Receiver
    var timer: Scheduled<Void>?
  }

  private var context: ChannelHandlerContext?
  private var frames: FrameBuffer
  /// Calls without their last reply, oldest first: replies come in this order.
  private var pending: [Pending] = []
  /// Streams that ended on the wire and still have replies or an end for their reader.
  private var ended: [UInt64: (replies: [MethodReply], error: (any Error)?)] = [:]
  private var failure: (any Error)?
  private var isReadHeld = false

  init(limit: Int) { frames = FrameBuffer(limit: limit) }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    fail(VarlinkClientError.connectionClosed)
    self.context = nil
  }

  // MARK: - Calls

  func send(_ request: ByteBuffer, id: UInt64, deadline: TimeAmount?, _ receiver: Receiver) {
    guard failure == nil, let context, context.channel.isActive else {
      let error = failure ?? VarlinkClientError.connectionClosed
      switch receiver {
      case .single(let continuation): continuation.resume(throwing: error)
      case .stream: ended[id] = ([], error)
      }
      return
    }
    var call = Pending(id: id, receiver: receiver)
    if let deadline {
      let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
      call.timer = context.eventLoop.scheduleTask(in: deadline) {
        connection.value.abort(id, VarlinkClientError.deadlineExceeded)
      }
    }
    pending.append(call)
    context.writeAndFlush(wrapOutboundOut(request), promise: nil)
  }

  /// The caller no longer waits: close, because that is what the server notices.
  func cancel(_ id: UInt64) {
    if let stream = ended.removeValue(forKey: id) {
      _ = stream
      return
    }
    abort(id, CancellationError())
  }

  private func abort(_ id: UInt64, _ error: any Error) {
    guard let index = pending.firstIndex(where: { $0.id == id }) else { return }
    let call = pending.remove(at: index)
    end(call, with: error)
    fail(VarlinkClientError.connectionClosed)
    context?.close(promise: nil)
  }

  /// The next reply of a stream, now or when it comes; nil after the last.
  func next(of id: UInt64, _ continuation: CheckedContinuation<MethodReply?, any Error>) {
    if var stream = ended[id] {
      if stream.replies.isEmpty {
        ended[id] = nil
        if let error = stream.error { return continuation.resume(throwing: error) }
        return continuation.resume(returning: nil)
      }
      let reply = stream.replies.removeFirst()
      ended[id] = stream
      return continuation.resume(returning: reply)
    }
    guard let index = pending.firstIndex(where: { $0.id == id }),
      case .stream(var stream) = pending[index].receiver
    else { return continuation.resume(returning: nil) }
    if stream.replies.isEmpty {
      stream.waiting = continuation
      pending[index].receiver = .stream(stream)
    } else {
      let reply = stream.replies.removeFirst()
      pending[index].receiver = .stream(stream)
      continuation.resume(returning: reply)
      takeReplies()
    }
  }

  // MARK: - Channel events

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    frames.append(unwrapInboundIn(data))
    takeReplies()
  }

  /// Stops reading while a stream's reader is behind, so that the server waits too.
  func read(context: ChannelHandlerContext) {
    if isReaderBehind {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(VarlinkClientError.connectionClosed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private var isReaderBehind: Bool {
    guard case .stream(let stream)? = pending.first?.receiver else { return false }
    return stream.replies.count >= StreamState.readAhead
  }

  // MARK: - Replies

  private func takeReplies() {
    while failure == nil, !isReaderBehind {
      switch frames.next() {
      case .frame(let frame): take(frame)
      case .tooLarge: return breakOff("a reply beyond the size limit")
      case .incomplete:
        if isReadHeld {
          isReadHeld = false
          context?.read()
        }
        return
      }
    }
  }

  private func take(_ frame: ByteBuffer) {
    let reply: MethodReply
    do throws(VarlinkProtocolError) {
      reply = try MethodReply(parsing: frame)
    } catch {
      return breakOff(error.reason)
    }
    guard let call = pending.first else { return breakOff("a reply nobody asked for") }
    switch call.receiver {
    case .single(let continuation):
      guard !reply.continues else { return breakOff("'continues' without 'more'") }
      pending.removeFirst()
      call.timer?.cancel()
      continuation.resume(returning: reply)
    case .stream(let stream): take(reply, stream, call.id)
    }
  }

  private func take(_ reply: MethodReply, _ stream: StreamState, _ id: UInt64) {
    var stream = stream
    let waiting = stream.waiting
    stream.waiting = nil
    if waiting == nil { stream.replies.append(reply) }
    if reply.continues {
      pending[0].receiver = .stream(stream)
    } else {
      pending.removeFirst()
      ended[id] = (stream.replies, nil)
    }
    waiting?.resume(returning: reply)
  }

  private func breakOff(_ reason: String) {
    fail(VarlinkClientError.protocolError(reason))
    context?.close(promise: nil)
  }

  private func fail(_ error: any Error) {
    guard failure == nil else { return }
    failure = error
    let calls = pending
    pending = []
    for call in calls { end(call, with: error) }
  }

  private func end(_ call: Pending, with error: any Error) {
    call.timer?.cancel()
    switch call.receiver {
    case .single(let continuation): continuation.resume(throwing: error)
    case .stream(let stream):
      if let waiting = stream.waiting {
        waiting.resume(throwing: error)
      } else {
        ended[call.id] = (stream.replies, error)
      }
    }
  }
}
