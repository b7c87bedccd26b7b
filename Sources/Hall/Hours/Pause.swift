/// A window, or the whole hall, takes nobody for a while. 暂停服务 (clause 5.3.1.2)
///
/// Why and until when are for the people who wait, so both are part of it; who paused is the
/// journal's matter.
public struct Pause: Sendable, Hashable {
  public enum Place: Sendable, Hashable {
    case hall
    /// The id of the window.
    case window(String)
  }

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

  public let place: Place
  public let reason: Reason
  /// More than the reason's own words, for the people who wait; nothing about a person.
  public let note: Bilingual?
  public let since: Moment
  /// nil where nobody knows.
  public let expectedBack: Moment?

  /// nil where the expected return is not later than the beginning.
  public init?(
    of place: Place, reason: Reason, note: Bilingual? = nil, since: Moment,
    expectedBack: Moment?
  ) {
    if let expectedBack, expectedBack <= since { return nil }
    self.place = place
    self.reason = reason
    self.note = note
    self.since = since
    self.expectedBack = expectedBack
  }

  /// Whether this window is paused by it: the hall's pause is every window's.
  public func covers(window: String) -> Bool {
    switch place {
    case .hall: true
    case .window(let paused): paused == window
    }
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
