public import Hall

/// How much of one kind is kept of a person.
public struct KeptRecords: Sendable, Equatable {
  public let count: Int
  /// The latest day that something of it is of; nil where days do not decide how long it is kept.
  public let lastDay: LocalDay?

  public init(count: Int, lastDay: LocalDay?) {
    self.count = count
    self.lastDay = lastDay
  }
}

/// The part of the ledger that says what it holds of one person. 我的信息 (PIPL art. 45)
public protocol PersonStore: Sendable {
  /// What leads to the person, counted by kind; kinds of which there is nothing are left out.
  ///
  /// `day` is the oldest of which the hall still knows whose its numbers were. Cases are not the ledger's: ``CaseStore/caseCounts(of:)`` counts them.
  func records(of person: PersonKey, since day: LocalDay) async throws
    -> [PersonRecord: KeptRecords]
}
