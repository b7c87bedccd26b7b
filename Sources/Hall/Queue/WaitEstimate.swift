/// How long a citizen will wait, told only where enough is known to be honest. 预计等候
public struct WaitForecaster: Sendable {
  public init() {}
  public var calibration: Calibration { Calibration() }
  public init(replaying tickets: [Ticket]) {}
  public func announce(for ticket: Ticket, in engine: QueueEngine, at now: Moment) -> AnnouncedWait?
  { nil }
}

public struct Calibration: Sendable, Equatable {
  public var waits = 0
  public var atMostLow = 0.0
  public var inside = 0.0
  public var atMostHigh = 0.0
  public var meanErrorMinutes = 0.0
}
