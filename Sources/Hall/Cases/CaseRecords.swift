/// What a source said of one case: the newest version of each of its records, in the case's order.
///
/// A value of this type is the same whatever came first, twice or late.
public struct CaseRecords: Hashable, Sendable {
  /// A record as it stands.
  public struct Entry: Hashable, Sendable {
    public let record: String
    public let version: Int
    public let at: Moment
    public let event: CaseEvent
    public let facts: CaseFacts
    /// ``CaseForm`` of event and facts.
    public let form: [UInt8]

    public init(
      record: String, version: Int, at: Moment, event: CaseEvent, facts: CaseFacts, form: [UInt8]
    ) {
      self.record = record
      self.version = version
      self.at = at
      self.event = event
      self.facts = facts
      self.form = form
    }

    public init(_ notice: CaseNotice) {
      self.init(
        record: notice.record, version: notice.version, at: notice.at, event: notice.event,
        facts: notice.facts, form: CaseForm.bytes(notice.event, notice.facts))
    }

    /// A source that sends two texts under one version is not told apart by what came first: the
    /// later time counts, then the greater bytes.
    fileprivate func isNewer(than other: Entry) -> Bool {
      if version != other.version { return version > other.version }
      if at != other.at { return at > other.at }
      return other.form.lexicographicallyPrecedes(form)
    }

    /// When it happened, then as ``CaseEventKind`` lists them; the rest makes the order total.
    fileprivate static func precedes(_ a: Entry, _ b: Entry) -> Bool {
      if a.at != b.at { return a.at < b.at }
      let (first, second) = (a.event.kind.place, b.event.kind.place)
      if first != second { return first < second }
      return (a.version, a.record) < (b.version, b.record)
    }
  }

  public let identity: CaseIdentity
  private var entries: [String: Entry] = [:]

  public init(identity: CaseIdentity) { self.identity = identity }

  /// Records that the ledger kept.
  public init(identity: CaseIdentity, entries: [Entry]) {
    self.identity = identity
    self.entries = Dictionary(entries.map { ($0.record, $0) }) { $1.isNewer(than: $0) ? $1 : $0 }
  }

  /// In the order in which things happened.
  public var inOrder: [Entry] { entries.values.sorted(by: Entry.precedes) }

  public var count: Int { entries.count }

  /// Takes a notice of this case whose ``CaseNotice/fault(at:)`` is nil.
  public mutating func take(_ notice: CaseNotice) -> CaseOutcome {
    let entry = Entry(notice)
    guard entry.form.count <= CaseNotice.longestForm else { return .rejected(.tooLong) }
    if let known = entries[entry.record] {
      if known == entry { return .repeated }
      guard entry.isNewer(than: known) else { return .superseded }
    } else if entries.count >= CaseNotice.mostRecords {
      return .rejected(.tooManyRecords)
    }
    entries[entry.record] = entry
    return .applied
  }
}

extension CaseEventKind {
  /// Its place in the list.
  fileprivate var place: Int { Self.places[self] ?? 0 }

  private static let places = Dictionary(
    uniqueKeysWithValues: CaseEventKind.allCases.enumerated().map { ($1, $0) })
}
