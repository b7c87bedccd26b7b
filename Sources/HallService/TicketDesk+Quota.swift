import Hall

/// What is asked before a number is given to who comes: a reservation first, then the quota.
extension QueueEngine {
  /// Who reserved this very service and takes a number by card has come for the reservation; nobody
  /// queues twice.
  func reservation(for order: TicketOrder, at now: Moment) -> Booking? {
    guard let person = order.person, ticket(requestID: order.requestID) == nil,
      let booking = booking(of: person, at: now), booking.service == order.service,
      now >= booking.from.advanced(bySeconds: -Int64(rules.bookings.early) * 60)
    else { return nil }
    return booking
  }

  /// Refuses who comes beyond what the windows can still serve (clause 5.3.2.1); a retry of a number
  /// that was given is none.
  func refuseBeyondQuota(_ order: TicketOrder, _ edition: Rulebook.Edition, at now: Moment)
    throws(QueueRefusal)
  {
    guard edition.walkIns.mode != .off, ticket(requestID: order.requestID) == nil else { return }
    let quota = WalkInQuota(policy: edition.walkIns)
    let minutes = edition.hours.remainingOpenMinutes(at: WallClock(now)) ?? 0
    for service in [order.service] + order.laterServices {
      let decision = quota.decide(
        service, walkIns(for: service, remainingOpenMinutes: minutes, at: now),
        overrides: quotaOverrides, at: now)
      guard decision.allows(order.priority) else { throw .beyondQuota(service, decision) }
    }
  }
}
