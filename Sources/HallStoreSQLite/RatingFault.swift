/// The first thing about a hall's ratings that is not as it was written and sealed.
public enum RatingFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// A row is not what was chained.
  case changedRow(hall: String, row: Int64)
  /// Rows between two that stand there are gone.
  case missingRows(hall: String, after: Int64, before: Int64)
  /// The text of a row is not the one its digest is of.
  case changedText(hall: String, row: Int64)
  /// A row is older than the one before, and nobody noted that the clock was put back.
  case clockBack(hall: String, row: Int64)
  /// A row that speaks of another which is not there, or not of that kind.
  case impossibleRow(hall: String, row: Int64)
  /// There are fewer rows than somebody knows of: who says so, and how many.
  case truncated(hall: String, rows: Int64, known: Int64, by: String)
  /// The row that was sealed as the last of a day is another now.
  case notWhatWasSealed(hall: String, row: Int64, by: String)
  /// A seal's signature is not over what the seal says.
  case forgedSeal(hall: String, day: String)
  /// A seal was signed with a key that is not the hall's.
  case foreignKey(hall: String, day: String)
  /// A seal does not follow on the one before: one was taken out, put in or swapped.
  case brokenSeals(hall: String, day: String)
  /// A seal that was printed is not among those of the ledger.
  case missingSeal(hall: String, day: String)
  /// A row that fits the chain and that the hall has not written: it lacks the hall's mark.
  case foreignRow(hall: String, row: Int64)
  /// A citizen's words are gone, and no row says that their time was over.
  case missingText(hall: String, row: Int64)
  /// The file that keeps the chain's end is gone, or not as the open hall has left it.
  case missingHead(hall: String)
  /// The file that keeps the chain's end was not written by this hall.
  case foreignHead(hall: String)
  /// The file of the keys that seals are signed with is gone.
  case missingKeys(hall: String)
  /// The database would let rows be changed or deleted.
  case unguarded(table: String)

  /// The first wrong row, where it is a row.
  public var row: Int64? {
    switch self {
    case .changedRow(_, let row), .changedText(_, let row), .clockBack(_, let row),
      .impossibleRow(_, let row), .notWhatWasSealed(_, let row, _), .foreignRow(_, let row),
      .missingText(_, let row):
      row
    case .missingRows(_, let after, _): after + 1
    case .truncated(_, let rows, _, _): rows + 1
    case .forgedSeal, .foreignKey, .brokenSeals, .missingSeal, .unguarded, .missingHead,
      .foreignHead, .missingKeys:
      nil
    }
  }

  public var description: String {
    switch self {
    case .changedRow(let hall, let row):
      "ratings of \(hall), row \(row): changed after it was written"
    case .missingRows(let hall, let after, let before):
      "ratings of \(hall): nothing stands between row \(after) and row \(before)"
    case .changedText(let hall, let row):
      "ratings of \(hall), row \(row): its text was changed"
    case .clockBack(let hall, let row):
      "ratings of \(hall), row \(row): older than the row before, and no warning of the clock"
    case .impossibleRow(let hall, let row):
      "ratings of \(hall), row \(row): speaks of a row that is not there"
    case .truncated(let hall, let rows, let known, let by):
      "ratings of \(hall): end with row \(rows), but \(by) knows of row \(known)"
    case .notWhatWasSealed(let hall, let row, let by):
      "ratings of \(hall), row \(row): not the one that \(by) knows"
    case .forgedSeal(let hall, let day):
      "seal of \(hall) for \(day): its signature is not of what it says"
    case .foreignKey(let hall, let day):
      "seal of \(hall) for \(day): signed with a key that is not this hall's"
    case .brokenSeals(let hall, let day):
      "seal of \(hall) for \(day): does not follow on the one before"
    case .missingSeal(let hall, let day):
      "seal of \(hall) for \(day): the printed one is not in the ledger"
    case .foreignRow(let hall, let row):
      "ratings of \(hall), row \(row): not written by this hall, whose mark it lacks"
    case .missingText(let hall, let row):
      "ratings of \(hall), row \(row): its text is gone before its time"
    case .missingHead(let hall):
      "ratings of \(hall): \(RatingHead.file), which the hall had left beside them, is gone"
    case .foreignHead(let hall):
      "ratings of \(hall): \(RatingHead.file) was not written by this hall, whose mark it lacks"
    case .missingKeys(let hall):
      "seals of \(hall): \(RatingAnchors.keyFile), which the hall had left beside them, is gone"
    case .unguarded(let table):
      "table \(table): what refuses to change and delete its rows is gone"
    }
  }

  init(_ chainBreak: ChainBreak, hall: String) {
    switch chainBreak {
    case .changed(let row): self = .changedRow(hall: hall, row: row)
    case .missing(let after, let before):
      self = .missingRows(hall: hall, after: after, before: before)
    }
  }
}
