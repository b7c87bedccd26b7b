/// How long a citizen will wait, told only where enough is known to be honest. 预计等候
public struct WaitForecaster: Sendable {
  public init() {}
  public init(replaying tickets: [Ticket]) {}
  public func announce(for ticket: Ticket, in engine: QueueEngine, at now: Moment) -> AnnouncedWait?
  { nil }
}
