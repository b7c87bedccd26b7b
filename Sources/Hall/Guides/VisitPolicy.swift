/// From when on somebody came too often for one matter (clauses 5.2.3.3a and 5.3.10). 多次往返
public struct VisitPolicy: Sendable, Equatable {
  /// So often the person was served for the same matter, 2 or more.
  public let times: Int
  /// Within so many days, today among them; a ticket's holder is not kept longer than the hall promises.
  public let withinDays: Int
  /// The service whose window takes up what could not be done. “办不成事”反映窗口
  public let service: String

  public init(times: Int, withinDays: Int, service: String) {
    self.times = times
    self.withinDays = withinDays
    self.service = service
  }

  /// The first day that counts on `today`.
  public func firstDay(on today: LocalDay) -> LocalDay {
    today.adding(days: 1 - withinDays) ?? today
  }
}
