import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// The pads at the windows: what becomes of their keys, and what they show. 窗口评价器
struct PadDesk: Sendable {
  let hall: HallParts
  let errands: Errands
  let ratings: RatingDesk
  let holds: DeviceHolds

  // MARK: Keys

  /// Turns key presses into ratings until cancelled; what does not count is recorded as refused.
  /// The pad hears of either once it is in the ledger.
  func listen(to place: HallParts.WindowPad) async {
    for await press in await place.pad.presses() {
      // A technician's, who answers it.
      if holds.isTested(place.pad.id), DeviceTrial.isOwn(press) { continue }
      guard press.claim() else { continue }
      await press.answer(await verdict(on: press, at: place.window))
    }
  }

  private func verdict(on press: PadPress, at window: String) async -> PressVerdict {
    guard let level = RatingLevel(rawValue: press.level) else { return .refused }
    let words = RatingWords(level: level)
    let name = press.pad.name
    do {
      if let evaluation = press.evaluation {
        // A name that the hall has not given is no row's.
        _ = try await ratings.submit(
          words, evaluation: .row(Int64(evaluation) ?? 0), from: [window], pad: name,
          by: "pad \(name)",
          requestID: press.requestID, clientAt: press.at)
      } else {
        _ = try await ratings.submit(
          words, at: window, pad: name, by: "pad \(name)", requestID: press.requestID,
          pressedAt: press.at)
      }
      return .stored
    } catch is RatingsInterface.AlreadyRated {
      return .alreadyRated
    } catch is RatingsInterface.NotRateable {
      return .refused
    } catch {
      // The pad keeps it, or the citizen sees no lamp and presses again.
      hall.logger.error("press not kept", metadata: ["pad": "\(press.pad)", "reason": "\(error)"])
      return .notKept
    }
  }

  // MARK: Prompts

  /// Those behind are asked to stand back, at the window's pads that can say so. 一米线
  func remindOfLine(at window: String) {
    for place in hall.pads where place.window == window {
      errands.run { await show(.standBack, on: place.pad) }
    }
  }

  /// Keeps a pad at what its window asks, until cancelled: also when its cable comes back.
  func follow(_ place: HallParts.WindowPad) async {
    let pad = place.pad
    let (changes, continuation) = ChangeBell.changes(
      of: [ratings.floor.bell, hall.queue.bell, holds.bell])
    await withDiscardingTaskGroup { group in
      group.addTask {
        for await status in await pad.statuses() where status.state == .ready {
          continuation.yield()
        }
      }
      var shown: Shown?
      for await _ in changes {
        guard !holds.isTested(pad.id) else {
          shown = nil
          continue
        }
        let status = await pad.status()
        // Whoever comes back has forgotten what it showed, and is told of by another change.
        guard status.state == .ready else { continue }
        guard let view = try? await ratings.view(of: place.window) else { continue }
        let next = Shown(view: view.reply.value, asks: view.asks, readySince: status.since)
        guard shown != next else { continue }
        shown = await show(prompt(for: view), on: pad) ? next : nil
      }
      group.cancelAll()
    }
  }

  private struct Shown: Equatable {
    let view: RatingsInterface.Await.Reply
    /// Asked once more, a pad asks aloud once more.
    let asks: Int
    let readySince: Moment
  }

  private func prompt(for view: PadView) -> PadPrompt {
    let reply = view.reply.value
    switch reply.state {
    case .closed, .paused, .welcome: return .idle
    case .serving: return .welcome(clerk: reply.clerk.map(Self.card))
    case .thanks: return .thanks
    case .pleaseRate:
      guard let evaluation = view.evaluation else { return .idle }
      let left = evaluation.closesAt.seconds(since: hall.wallTime())
      return .pleaseRate(evaluation: "\(evaluation.row)", seconds: Int(clamping: max(1, left)))
    }
  }

  /// Number, name and post on one line, as far as the hall shows them. 工牌
  private static func card(_ clerk: RatingsInterface.Clerk) -> String {
    ([clerk.staffNumber] + [clerk.name, clerk.post].compactMap { $0?[.zh] })
      .joined(separator: " ")
  }

  /// - Returns: whether the pad has taken it.
  @discardableResult
  private func show(_ prompt: PadPrompt, on pad: any EvaluationPad) async -> Bool {
    do {
      try await pad.show(prompt)
      return true
    } catch {
      // Supervision reports the fault; the citizen can still rate at the kiosk.
      hall.logger.debug("prompt not shown", metadata: ["pad": "\(pad.id)"])
      return false
    }
  }
}
