/// Why and until when a window or the whole hall takes nobody (clause 5.3.1.2). 暂停服务
///
/// Both are for the people who wait; who paused is the journal's matter.
public struct Pause: Sendable, Hashable {
  public enum Reason: String, Codable, Sendable, CaseIterable {
    /// 午休
    case lunch
    /// 会议
    case meeting
    /// 系统故障: a program or network the window depends on.
    case system
    /// 设备故障
    case equipment
    case other
  }

  public let reason: Reason
  public let since: Moment
  /// nil where nobody knows.
  public let expectedBack: Moment?

  public init(reason: Reason, since: Moment, expectedBack: Moment?) {
    self.reason = reason
    self.since = since
    self.expectedBack = expectedBack
  }

  /// The return that may still be promised at `now`; nil once it has passed, because a sign that
  /// names a time gone by is worse than one that names none.
  public func promisedBack(at now: Moment) -> Moment? {
    expectedBack.flatMap { $0 > now ? $0 : nil }
  }

  /// Whether the return was expected by now, so that somebody should look.
  public func isOverdue(at now: Moment) -> Bool {
    expectedBack.map { $0 <= now } ?? false
  }
}
