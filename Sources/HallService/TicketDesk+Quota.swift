import Hall
import HallAPI
import Varlink

/// How many numbers are given to people without a reservation. 现场取号量 (clause 5.3.2.1)
extension TicketDesk {
  /// Refuses who comes beyond what the windows can still serve; a retry of a number given is none.
  func refuseBeyondQuota(_ wish: QueueInterface.TakeTicket.Parameters) async throws {
    let edition = hall.rulebook.edition
    guard edition.walkIns.mode != .off else { return }
    let now = hall.wallTime()
    let quota = WalkInQuota(policy: edition.walkIns)
    let question = await hall.queue.look { engine -> WalkInQuota.Situation? in
      if engine.ticket(requestID: wish.requestId) != nil { return nil }
      return engine.walkIns(
        for: wish.service,
        remainingOpenMinutes: edition.hours.remainingOpenMinutes(at: WallClock(now)) ?? 0,
        at: now)
    }
    guard let situation = question else { return }
    let decision = quota.decide(
      wish.service, situation, overrides: await hall.queue.look { $0.quotaOverrides }, at: now)
    guard !decision.allows(wish.priority) else { return }
    throw QueueInterface.QuotaExhausted(
      service: wish.service, words: QuotaPhrases.explanation(decision))
  }
}
