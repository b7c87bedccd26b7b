/// What a citizen who left a phone number is told on it, each once a ticket. 短信提醒
public enum NoticeKind: String, Codable, Sendable, CaseIterable {
  /// 即将到号: few are left before them.
  case nearTurn
  /// 叫号: a window expects them.
  case called

  /// Seconds after which it helps nobody any more and is not sent.
  public var helpfulSeconds: Int64 {
    switch self {
    // A few people are called within this; whoever still waits then reads the board.
    case .nearTurn: 15 * 60
    // Three calls and a number is passed (standards.md 4.3): then the window is another's.
    case .called: 5 * 60
    }
  }
}

/// One notice of one ticket; there is never a second of its kind.
public struct NoticeID: Hashable, Sendable {
  /// Identity of the ticket in the ledger.
  public let ticket: Int64
  public let kind: NoticeKind

  public init(ticket: Int64, kind: NoticeKind) {
    self.ticket = ticket
    self.kind = kind
  }
}

/// Where a notice stands.
public enum NoticeState: String, Codable, Sendable, CaseIterable {
  /// To be sent, or to be tried again.
  case waiting
  /// Whoever sends has said that it is on its way.
  case sent
  /// Whoever sends has said no, or "later" too often.
  case givenUp
  /// It would have come too late to help.
  case lapsed
}

/// When a notice that could not be sent is tried again.
public enum NoticeRetry {
  /// With the waits below and a sender's own deadline this just fits the five minutes of a call.
  public static let mostAttempts = 6
  /// Gateways that are busy are ready again within seconds.
  static let firstWait: Int64 = 5_000
  /// A gateway that is down is asked no more often than this.
  static let longestWait: Int64 = 60_000

  /// Milliseconds until the next attempt after so many that failed; nil to give up.
  ///
  /// `chance`, 0..<1, spreads the wait by a quarter to both sides, so that a hundred notices that
  /// failed together do not come back together.
  public static func wait(after attempts: Int, chance: Double) -> Int64? {
    guard attempts < mostAttempts else { return nil }
    let doublings = max(0, attempts - 1)
    let wait = min(longestWait, firstWait << Int64(doublings))
    return wait * 3 / 4 + Int64(Double(wait) / 2 * min(1, max(0, chance)))
  }
}
