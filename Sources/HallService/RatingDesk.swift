import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Takes ratings from the citizen's side only. 好差评
struct RatingDesk: Sendable {
  let hall: HallParts
  let errands: Errands

  /// Asks at a window's pad, if it has one, for a rating.
  func invite(window: String) {
    for place in hall.pads where place.window == window {
      errands.run {
        do {
          try await place.pad.invite()
        } catch {
          // Supervision reports the fault; the citizen can still rate at the kiosk.
          hall.logger.debug("pad not asked", metadata: ["pad": "\(place.pad.id)"])
        }
      }
    }
  }

  func submit(
    _ rating: RatingsInterface.Submit.Parameters,
    finding find: (_ number: String, _ secret: String) async throws -> Ticket
  ) async throws -> RatingsInterface.Submit.Reply {
    guard let level = RatingLevel(rawValue: rating.level) else {
      throw RatingsInterface.BadLevel(level: rating.level)
    }
    guard CallerText.isIdentifier(rating.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    if let pad = rating.pad {
      return try await submit(level, pad: pad, requestID: rating.requestId, at: hall.wallTime())
    }
    guard let number = rating.ticket else { throw StandardError.invalidParameter("ticket") }
    guard let secret = rating.secret else { throw StandardError.invalidParameter("secret") }
    let ticket = try await find(number, secret)
    return try await store(
      level, of: ticket, channel: .kiosk, place: "kiosk", requestID: rating.requestId)
  }

  private func submit(_ level: RatingLevel, pad: String, requestID: String, at moment: Moment)
    async throws -> RatingsInterface.Submit.Reply
  {
    guard let place = hall.pads.first(where: { $0.pad.id.name == pad }) else {
      throw RatingsInterface.NotRateable(reason: .noSuchPad)
    }
    guard
      let ticket = try await hall.store.lastFinished(
        window: place.window, on: WallClock(moment).day), let finished = ticket.finishedAt
    else { throw RatingsInterface.NotRateable(reason: .nobodyServed) }
    // Before its end only where the clock was put back; such a press is nobody's for sure.
    guard (0...hall.rating.padSeconds).contains(moment.seconds(since: finished)) else {
      throw RatingsInterface.NotRateable(reason: .tooLate)
    }
    return try await store(
      level, of: ticket, channel: .windowPad, place: pad, requestID: requestID)
  }

  private func store(
    _ level: RatingLevel, of ticket: Ticket, channel: RatingChannel, place: String,
    requestID: String
  ) async throws -> RatingsInterface.Submit.Reply {
    let outcome = try await hall.store.rate(
      ticket, level: level, channel: channel, place: place, requestID: requestID,
      at: hall.wallTime())
    switch outcome {
    case .stored(let level, let at):
      hall.queue.bell.ring()
      return .init(level: level.rawValue, ratedAt: WallClock(at).iso8601)
    case .alreadyRated: throw RatingsInterface.AlreadyRated()
    case .notFinished: throw RatingsInterface.NotRateable(reason: .notFinished)
    }
  }

  /// Turns key presses into ratings until cancelled; what does not count is not stored.
  func listen(to place: HallParts.WindowPad) async {
    for await press in await place.pad.presses() {
      guard let level = RatingLevel(rawValue: press.level) else { continue }
      do {
        _ = try await submit(
          level, pad: press.pad.name, requestID: UUID().uuidString, at: press.at)
      } catch {
        // Too late, twice or before "please rate": the first press of a service counts.
        hall.logger.debug("press not counted", metadata: ["pad": "\(press.pad)"])
      }
    }
  }

  func totals(_ question: RatingsInterface.Totals.Parameters) async throws
    -> RatingsInterface.Totals.Reply
  {
    var day = hall.today
    if let text = question.day {
      guard let asked = LocalDay(text) else { throw StandardError.invalidParameter("day") }
      day = asked
    }
    let totals = try await hall.store.ratingTotals(on: day)
    return .init(
      day: day.description,
      counts: RatingLevel.allCases.reversed().map {
        .init(level: $0.rawValue, count: totals.counts[$0] ?? 0)
      },
      finished: totals.finished,
      unrated: totals.finished - totals.counts.values.reduce(0, +))
  }
}
