/// Why and until when a window or the hall gives no service (clause 5.3.1.2). 暂停服务
public struct Pause: Sendable, Equatable {
  public enum Reason: String, Codable, Sendable, CaseIterable {
    case lunch, meeting, system, equipment, other
  }

  public let reason: Reason
  public let since: Moment
  /// When service is expected again, nil where nobody can say.
  public let expectedBack: Moment?

  public init(reason: Reason, since: Moment, expectedBack: Moment?) {
    self.reason = reason
    self.since = since
    self.expectedBack = expectedBack
  }
}
