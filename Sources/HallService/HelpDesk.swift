import DeviceKit
import Hall
import HallAPI
import Logging
import Synchronization
import Varlink

/// Brings a person to somebody at a kiosk. 呼叫工作人员
final class HelpDesk: Sendable {
  /// A sign on a kiosk; longer names are nobody's.
  static let longestPlace = 40

  private let wallTime: WallTime
  private let logger: Logger
  private let calls = Mutex(HelpCalls())
  private let bell = ChangeBell()

  init(hall: HallParts) {
    wallTime = hall.wallTime
    logger = hall.logger
  }

  func serve(_ service: inout VarlinkService) {
    service.handle(HelpInterface.Call.self) { [self] wish, _ in try call(wish) }
    service.handleMore(HelpInterface.Follow.self) { [self] question, _, replies in
      try await follow(question, replies)
    }
    service.handle(HelpInterface.List.self) { [self] _, _ in list() }
    service.handleMore(HelpInterface.Watch.self) { [self] _, _, replies in
      try await watch(replies)
    }
    service.handle(HelpInterface.Answer.self) { [self] wish, call in
      let who = wish.window.map { "window \(Sanitiser.line($0, limit: Self.longestPlace))" }
      return try change { calls, now throws(HelpCalls.Refusal) in
        try calls.answer(wish.id, by: who ?? call.place, now)
      }
    }
    service.handle(HelpInterface.Close.self) { [self] question, call in
      try change { calls, now throws(HelpCalls.Refusal) in
        try calls.close(question.id, by: call.place, now)
      }
    }
  }

  private func call(_ wish: HelpInterface.Call.Parameters) throws -> HelpInterface.CallReply {
    let place = Sanitiser.line(wish.place, limit: Self.longestPlace)
    guard !place.isEmpty else { throw StandardError.invalidParameter("place") }
    let reply = try change { calls, now throws(HelpCalls.Refusal) in
      try calls.press(at: place, now)
    }
    if reply.call.times == 1 {
      logger.notice("help called", metadata: ["place": "\(place)", "call": "\(reply.call.id)"])
    }
    return reply
  }

  private func follow(
    _ question: HelpInterface.CallQuestion, _ replies: VarlinkReplies<HelpInterface.CallReply>
  ) async throws {
    var last: HelpInterface.HelpCall?
    for await _ in bell.changes() {
      let call = try look { calls, now throws(HelpCalls.Refusal) in
        try calls.call(question.id, now)
      }
      if call.state == .over { return try await replies.finish(.init(call: call)) }
      if call != last { try await replies.send(.init(call: call)) }
      last = call
    }
  }

  private func list() -> HelpInterface.CallsReply {
    .init(calls: calls.withLock { $0.all(at: wallTime()) }.map(Self.view))
  }

  private func watch(_ replies: VarlinkReplies<HelpInterface.CallsReply>) async throws {
    var last: HelpInterface.CallsReply?
    for await _ in bell.changes() {
      let now = list()
      if now != last { try await replies.send(now) }
      last = now
    }
  }

  private func change(
    _ body: (inout HelpCalls, Moment) throws(HelpCalls.Refusal) -> HelpCalls.Call
  ) throws -> HelpInterface.CallReply {
    defer { bell.ring() }
    return .init(call: try look(body))
  }

  private func look(
    _ body: (inout HelpCalls, Moment) throws(HelpCalls.Refusal) -> HelpCalls.Call
  ) throws -> HelpInterface.HelpCall {
    do throws(HelpCalls.Refusal) {
      return Self.view(
        try calls.withLock { calls throws(HelpCalls.Refusal) in try body(&calls, wallTime()) })
    } catch {
      switch error {
      case .tryLater(let seconds): throw HelpInterface.TryLater(seconds: seconds)
      case .noSuchCall(let id): throw HelpInterface.NoSuchCall(id: id)
      }
    }
  }

  private static func view(_ call: HelpCalls.Call) -> HelpInterface.HelpCall {
    .init(
      id: call.id, place: call.place, at: WallClock(call.at).iso8601, times: call.times,
      state: call.state, by: call.by, answeredAt: call.answeredAt.map { WallClock($0).iso8601 },
      overAt: call.overAt.map { WallClock($0).iso8601 })
  }
}
