import DeviceKit
import Hall
import HallAPI
import Logging
import Synchronization

/// What stands at a window beside the clerk: the keypad that calls, and the strip that shows whom.
/// 叫号器, 窗口屏
struct WindowDesk: Sendable {
  /// What a window's clerk has said with keys, and the ledger knows nothing of.
  struct Mood: Sendable, Equatable {
    var isPaused = false
    /// Grows with each recall, so that the same line is shown again.
    var recalls = 0
  }

  /// What is to be seen at a window now.
  struct View: Sendable, Equatable {
    let text: String
    let waiting: Int
    let number: String?
    let recalls: Int
  }

  /// A key pressed longer ago was pressed for a moment that is over: a driver keeps what nobody
  /// hears, and "call next" from before a restart must not call.
  static let freshness: Int64 = 5

  let hall: HallParts
  let counter: CounterDesk
  let ratings: RatingDesk
  /// Rings when tickets change; it rings for ``moods`` too.
  let bell: ChangeBell
  private let moods = Moods()

  init(hall: HallParts, counter: CounterDesk, ratings: RatingDesk, bell: ChangeBell) {
    self.hall = hall
    self.counter = counter
    self.ratings = ratings
    self.bell = bell
  }

  // MARK: Keys

  /// Does what a window's keypad asks for, until cancelled.
  func listen(to place: HallParts.AtWindow<any CallerKeypad>) async {
    for await press in await place.device.presses() {
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
    let author = "keypad \(press.keypad)"
    switch press.action {
    case .callNext:
      moods.change(window) { $0.isPaused = false }
      _ = try await counter.callNext(window, by: author)
    case .askRating:
      // Who is called is served now; after that, the same key asks again.
      if try await counter.finish(window, by: author) == nil { ratings.invite(window: window) }
    case .recall: moods.change(window) { $0.recalls += 1 }
    case .pause: moods.change(window) { $0.isPaused.toggle() }
    case .transfer, .skip, .hold, .resume:
      // The ledger's tickets know no such states.
      log("this hall has no \(press.action.rawValue)", press)
    }
    bell.ring()
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
      group.addTask { [bell] in for await _ in bell.changes() { continuation.yield() } }
      group.addTask {
        for await status in await device.statuses() where status.state == .ready {
          continuation.yield()
        }
      }
      var shown: (what: String, recalls: Int)?
      for await _ in changes {
        do {
          let view = try await view(of: place.window)
          guard shown?.what != what(view) || shown?.recalls != view.recalls else { continue }
          shown = nil
          try await show(place.device, view)
          shown = (what(view), view.recalls)
        } catch {
          // Supervision reports a device's fault and the store its own; what follows tries again.
          hall.logger.debug("sign not shown", metadata: ["device": "\(device.id)"])
        }
      }
      group.cancelAll()
    }
  }

  private func view(of id: String) async throws -> View {
    let line = try await counter.line(of: id)
    let mood = moods.of(id)
    let text: Bilingual
    if let number = line?.current {
      text = SignPhrases.call(number, to: id)
    } else if mood.isPaused {
      text = SignPhrases.paused
    } else {
      text = hall.catalogue.window(id)?.name ?? Bilingual(zh: id, en: id)
    }
    return View(
      text: text[.zh], waiting: line?.waiting ?? 0, number: line?.current, recalls: mood.recalls)
  }
}

/// The mood of each window, shared by its keypads and signs.
private final class Moods: Sendable {
  private let moods = Mutex<[String: WindowDesk.Mood]>([:])

  func of(_ window: String) -> WindowDesk.Mood { moods.withLock { $0[window] ?? .init() } }

  func change(_ window: String, _ body: (inout WindowDesk.Mood) -> Void) {
    moods.withLock { body(&$0[window, default: .init()]) }
  }
}
