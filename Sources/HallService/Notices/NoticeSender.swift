public import Hall

/// Brings a text to a phone: an SMS gateway, a webhook, whatever a site has. 短信网关
///
/// The one thing of notices that a site brings itself; ``ProgramSender`` lets it be any program.
public protocol NoticeSender: Sendable {
  /// Hands a notice over and says what became of it; ends within a bounded time, and at once where
  /// its task is cancelled.
  ///
  /// It may be asked to send the same ``OutgoingNotice/id`` again, after a power cut between its
  /// answer and the ledger's.
  func send(_ notice: OutgoingNotice) async -> NoticeOutcome
}

/// What a sender says became of a notice.
public enum NoticeOutcome: Sendable, Equatable {
  case sent
  /// Not now; `why` is for a technician and names no person.
  case tryAgain(why: String)
  /// Not ever: there is no such phone, or the gateway does not take the text.
  case refused(why: String)
}

/// A notice on its way. Printed, it shows no phone number.
public struct OutgoingNotice: Sendable, CustomStringConvertible, CustomReflectable {
  /// The same at each attempt, for gateways that keep doubles away: `houjie-1204-called`.
  public let id: String
  public let kind: NoticeKind
  /// The ticket's, such as `A012`.
  public let number: String
  public let language: Language
  public let text: String
  /// 11 digits. So few bytes lie in the value itself: no copy stays behind on the heap.
  public let phone: String

  public init(
    id: String, kind: NoticeKind, number: String, language: Language, text: String, phone: String
  ) {
    self.id = id
    self.kind = kind
    self.number = number
    self.language = language
    self.text = text
    self.phone = phone
  }

  public var description: String { id }
  public var customMirror: Mirror { Mirror(reflecting: id) }
}
