import NIOCore

/// Notices a peer that says nothing, or half of something and then nothing.
///
/// One timer looks again when the earlier deadline has passed, which is cheaper than a timer per
/// call. Lives on the connection's event loop.
final class SilenceWatch {
  enum Verdict: Sendable {
    /// No call for `ServerLimits.idleDeadline`.
    case idle
    /// A message begun `ServerLimits.messageDeadline` ago is not complete.
    case halfMessage
  }

  private let idle: TimeAmount
  private let message: TimeAmount
  private var lastActivity = NIODeadline.now()
  private var messageStart: NIODeadline?
  private var timer: (at: NIODeadline, task: Scheduled<Void>)?
  private var eventLoop: (any EventLoop)?
  private var onSilence: ((Verdict) -> Void)?

  init(_ limits: ServerLimits) {
    idle = limits.idleDeadline.timeAmount
    message = limits.messageDeadline.timeAmount
  }

  func start(on eventLoop: any EventLoop, _ onSilence: @escaping (Verdict) -> Void) {
    self.eventLoop = eventLoop
    self.onSilence = onSilence
    arm()
  }

  func stop() {
    timer?.task.cancel()
    timer = nil
    onSilence = nil
  }

  func noteActivity() { lastActivity = .now() }

  /// The first bytes of a message are here; more of the same message change nothing.
  func messageBegan() {
    guard messageStart == nil else { return }
    messageStart = .now()
    arm()
  }

  func messageEnded() { messageStart = nil }

  private func arm() {
    guard let eventLoop, onSilence != nil else { return }
    let due = messageStart.map { $0 + message } ?? lastActivity + idle
    if let timer {
      if timer.at <= due { return }
      timer.task.cancel()
    }
    let watch = NIOLoopBound(self, eventLoop: eventLoop)
    timer = (due, eventLoop.scheduleTask(deadline: due) { watch.value.look() })
  }

  private func look() {
    timer = nil
    let now = NIODeadline.now()
    if let messageStart {
      if now >= messageStart + message { onSilence?(.halfMessage) }
    } else if now >= lastActivity + idle {
      onSilence?(.idle)
    }
    arm()
  }
}
