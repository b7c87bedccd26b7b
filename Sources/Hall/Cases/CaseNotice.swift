/// One message of a source about a case: a version of one of the case's records. 数据交换记录
///
/// A record that is sent again with a higher version takes the place of the one before (VERSION,
/// standards.md 3.1); in what order versions and records arrive makes no difference.
public struct CaseNotice: Hashable, Sendable {
  public let identity: CaseIdentity
  /// Which record of the case, as the source names it: each has versions of its own.
  public let record: String
  /// 1, then one more each time the record is sent again.
  public let version: Int
  public let at: Moment
  public let event: CaseEvent
  public let facts: CaseFacts

  public init(
    identity: CaseIdentity, record: String, version: Int = 1, at: Moment, event: CaseEvent,
    facts: CaseFacts = CaseFacts()
  ) {
    self.identity = identity
    self.record = record
    self.version = version
    self.at = at
    self.event = event
    self.facts = facts
  }
}

/// Why a notice is not taken. Words for whoever mends the source; never what names a person.
public enum CaseNoticeFault: String, Error, Codable, Sendable, CaseIterable {
  /// Source, serial or record is empty, too long or holds control characters.
  case badIdentity
  /// Versions begin with 1.
  case badVersion
  /// Before 1980 or later than the hall's clock allows.
  case badTime
  /// It holds more text than a notice may.
  case tooLong
  /// A case has as many records as it may have.
  case tooManyRecords
  /// A case cannot be a part of itself.
  case ownParent
}

extension CaseNotice {
  /// Serials and names of records are opaque text up to this (standards.md 3.2).
  public static let longestName = 64
  /// Of ``CaseForm``, in bytes: ten documents with two lines each take a tenth of it.
  public static let longestForm = 32_768
  /// Clocks of other systems go wrong by minutes; a day is a slip of the pen.
  public static let futureSeconds: Int64 = 3600
  /// 1980: no exchange of cases is older.
  static let earliest = Moment(milliseconds: 315_532_800_000)
  /// The longest case of a year has some tens.
  public static let mostRecords = 500

  /// What is wrong with it before anything is looked up; nil for nothing.
  public func fault(at now: Moment) -> CaseNoticeFault? {
    for name in [identity.source, identity.serial, record] where !Self.isName(name) {
      return .badIdentity
    }
    if let receipt = facts.receipt, !Self.isName(receipt.number) { return .badIdentity }
    if let parent = facts.parent, !Self.isName(parent) { return .badIdentity }
    if facts.parent == identity.serial { return .ownParent }
    guard version >= 1, version <= Int(Int32.max) else { return .badVersion }
    guard at >= Self.earliest, at <= now.advanced(bySeconds: Self.futureSeconds) else {
      return .badTime
    }
    return nil
  }

  /// Text that a source may call a case, a record or a receipt by.
  public static func isName(_ text: String) -> Bool {
    (1...longestName).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}

/// What became of a notice.
public enum CaseOutcome: Hashable, Sendable {
  /// It is the newest version of its record now.
  case applied
  /// A newer version of its record was there already.
  case superseded
  /// The same was there already.
  case repeated
  case rejected(CaseNoticeFault)
}
