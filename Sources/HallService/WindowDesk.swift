import DeviceKit
import Hall
import HallAPI
import Logging

/// What stands at a window beside the clerk: the keypad that calls, and the strip that shows whom.
/// 叫号器, 窗口屏
struct WindowDesk: Sendable {
  /// What is to be seen at a window now.
  struct View: Sendable, Equatable {
    let text: String
    let waiting: Int
    let number: String?
    let calls: Int
  }

  /// A key pressed longer ago was pressed for a moment that is over: a driver keeps what nobody
  /// hears, and "call next" from before a restart must not call.
  static let freshness: Int64 = 5

  let hall: HallParts
  let counter: CounterDesk
  let ratings: RatingDesk
  let pads: PadDesk
  let board: BoardDesk
  let holds: DeviceHolds

  // MARK: Keys

  /// Does what a window's keypad asks for, until cancelled.
  func listen(to place: HallParts.AtWindow<any CallerKeypad>) async {
    for await press in await place.device.presses() {
      // A technician tests its keys: they call nobody.
      if holds.isTested(press.keypad) { continue }
      guard hall.wallTime().seconds(since: press.at) <= Self.freshness else {
        log("a key from before was let go", press)
        continue
      }
      do {
        try await obey(press, at: place.window)
      } catch {
        // The display still shows the last number, which is how the clerk notices.
        hall.logger.warning(
          "key not obeyed", metadata: ["keypad": "\(press.keypad)", "why": "\(error)"])
      }
    }
  }

  private func obey(_ press: KeypadPress, at window: String) async throws {
    let hand = Hand.keypad("\(press.keypad)")
    switch press.action {
    case .callNext: _ = try await counter.callNext(window, by: hand)
    case .askRating:
      // Who is called is served now; after that, the same key asks again.
      if try await counter.finish(window, by: hand) == nil {
        try await ratings.ask(.init(window: window, stage: .finish))
      }
    case .recall:
      _ = try await counter.perform(window, by: hand) { engine, author, now throws(QueueRefusal) in
        try engine.recall(window, by: author, at: now)
      }
    case .pause: try await togglePause(window, by: hand)
    case .skip: try await skip(window, by: hand)
    case .hold:
      _ = try await counter.perform(window, by: hand) { engine, author, now throws(QueueRefusal) in
        try engine.hold(window, why: nil, by: author, at: now)
      }
    case .resume: try await resume(window, by: hand)
    case .remindOfLine: pads.remindOfLine(at: window)
    case .transfer:
      // Where to is not on its keys.
      log("a keypad cannot say where to send somebody", press)
    }
  }

  private func togglePause(_ window: String, by hand: Hand) async throws {
    try await counter.perform(window, by: hand) { engine, author, now throws(QueueRefusal) in
      if engine.windows[window]?.pause == nil {
        try engine.pause(window, .other, until: nil, by: author, at: now)
      } else {
        try engine.unpause(window, by: author, at: now)
      }
    }
  }

  /// Passes who did not come. Where the hall asks for more calls first, the key is one of them.
  private func skip(_ window: String, by hand: Hand) async throws {
    _ = try await counter.perform(window, by: hand) { engine, author, now throws(QueueRefusal) in
      do throws(QueueRefusal) {
        return try engine.pass(window, by: author, at: now)
      } catch QueueRefusal.callAgainFirst {
        return try engine.recall(window, by: author, at: now)
      }
    }
  }

  /// Goes on with who has been on hold at the window for longest.
  private func resume(_ window: String, by hand: Hand) async throws {
    _ = try await counter.perform(window, by: hand) { engine, author, now throws(QueueRefusal) in
      guard let held = engine.onHold(at: window).first else { throw .noSuchTicket }
      return try engine.resume(held.id, at: window, by: author, at: now)
    }
  }

  private func log(_ what: String, _ press: KeypadPress) {
    hall.logger.notice("\(what)", metadata: ["keypad": "\(press.keypad)"])
  }

  // MARK: Signs

  /// Keeps a strip at what its window calls, until cancelled.
  func follow(_ place: HallParts.AtWindow<any LEDStrip>) async {
    await follow(place) {
      $0.text
    } show: { strip, view in
      try await strip.show(view.text)
    }
  }

  /// Keeps a keypad's display at its window's numbers, until cancelled.
  func follow(_ place: HallParts.AtWindow<any CallerKeypad>) async {
    await follow(place) {
      "\($0.waiting) \($0.number ?? "")"
    } show: { keypad, view in
      try await keypad.show(waiting: view.waiting, ticket: view.number)
    }
  }

  /// Shows a view when it changes or is recalled, and again once a device that missed it is back.
  ///
  /// Each device is followed by a task of its own: one that hangs keeps no other from showing.
  private func follow<Kind>(
    _ place: HallParts.AtWindow<Kind>, what: (View) -> String,
    show: (Kind, View) async throws -> Void
  ) async {
    let device = place.anyDevice
    let (changes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await withDiscardingTaskGroup { group in
      group.addTask { [bell = hall.queue.bell] in
        for await _ in bell.changes() { continuation.yield() }
      }
      group.addTask { [holds] in
        for await _ in holds.bell.changes() { continuation.yield() }
      }
      group.addTask {
        for await status in await device.statuses() where status.state == .ready {
          continuation.yield()
        }
      }
      var shown: (what: String, calls: Int)?
      for await _ in changes {
        guard !holds.isTested(device.id) else {
          shown = nil
          continue
        }
        do {
          let view = try await view(of: place.window)
          guard shown?.what != what(view) || shown?.calls != view.calls else { continue }
          shown = nil
          try await show(place.device, view)
          shown = (what(view), view.calls)
        } catch {
          // Supervision reports a device's fault and the store its own; what follows tries again.
          hall.logger.debug("sign not shown", metadata: ["device": "\(device.id)"])
        }
      }
      group.cancelAll()
    }
  }

  private func view(of id: String) async throws -> View {
    let line = try await board.line(of: id)
    let text: Bilingual
    if let number = line?.current {
      text = SignPhrases.call(number, to: id)
    } else if line?.pause != nil {
      text = SignPhrases.paused
    } else {
      text = hall.catalogue.name(ofWindow: id)
    }
    let calls = await hall.queue.look { $0.ticket(at: id)?.calls ?? 0 }
    return View(
      text: text[.zh], waiting: line?.waiting ?? 0, number: line?.current, calls: calls)
  }
}
