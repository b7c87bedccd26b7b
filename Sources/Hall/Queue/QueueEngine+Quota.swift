extension QueueEngine {
  /// The day as it stands for who comes without a reservation.
  ///
  /// Everybody whom the service's windows will serve counts, whatever the service: windows are
  /// shared.
  public func walkIns(for service: String, remainingOpenMinutes: Int, at now: Moment)
    -> WalkInQuota.Situation
  {
    let serving = rules.catalogue.windows(serving: service, priority: nil)
    let open = serving.filter { windows[$0.id]?.isOpen ?? false }
    let lines = Set(serving.flatMap(lanes(of:)))
    return WalkInQuota.Situation(
      remainingOpenMinutes: remainingOpenMinutes,
      // In the morning nobody has come to work yet; the hall's plan is all there is to go by.
      openWindows: open.isEmpty ? serving.count : open.count,
      serviceSeconds: paces[service] ?? [],
      reservationsToCome: bookingsToCome(for: Set(serving.flatMap(\.services)), at: now),
      waiting: lines.reduce(0) { $0 + (lanes[$1]?.count ?? 0) },
      givenToday: walkInsGiven[service] ?? 0)
  }

  /// Lets everybody have a number for a while, for a reason. 业务紧急情况
  public mutating func liftQuota(
    of service: String?, reason: String, until: Moment, by author: Author, at now: Moment
  ) throws(QueueRefusal) {
    advance(to: now)
    if let service, rules.catalogue.service(service) == nil { throw .noSuchService(service) }
    guard
      let lifting = WalkInQuota.Override(
        service: service, reason: reason, author: author.who, since: now, until: until)
    else { throw .reasonNeeded }
    quotaOverrides.append(lifting)
    step.liftings.append(lifting)
    log(.quotaLifted, author, now, why: "\(service ?? "all"): \(reason)")
  }

  /// Enough to know today's pace, few enough to follow it.
  static let paceSamples = 50

  mutating func notePace(_ seconds: Int64, of service: String) {
    paces[service, default: []].append(Int(max(0, seconds)))
    if let count = paces[service]?.count, count > Self.paceSamples {
      paces[service]?.removeFirst(count - Self.paceSamples)
    }
  }
}
