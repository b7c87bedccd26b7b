import CaseAdapters

/// What came of a file, or of a quarantine tried again.
public struct ImportSummary: Codable, Equatable, Sendable {
  /// Records that were read.
  public var records = 0
  /// New to the ledger, or newer than what was there.
  public var applied = 0
  /// A newer version was there.
  public var superseded = 0
  /// The same was there.
  public var repeated = 0
  /// How many were put aside, by their reason and field.
  public var quarantined: [String: Int] = [:]
  /// The line at which a run that was interrupted is gone on with; nil from the beginning.
  public var resumedAt: Int?
  /// The whole file was taken by an earlier run.
  public var isDone = false

  public init() {}

  /// How many were put aside.
  public var setAside: Int { quarantined.values.reduce(0, +) }

  mutating func putAside(_ fault: CaseRecordFault) {
    quarantined["\(fault)", default: 0] += 1
  }

  /// One line for a log: numbers and reasons alone.
  public var words: String {
    if isDone { return "imported before, nothing to do" }
    let reasons = quarantined.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return "\(records) records: \(applied) new, \(repeated) repeated, \(superseded) superseded, "
      + "\(setAside) in quarantine" + (reasons.isEmpty ? "" : " (\(reasons))")
      + (resumedAt.map { ", gone on with at line \($0)" } ?? "")
  }
}
