import Hall

/// The first row of a ledger that does not agree with the others.
public enum LedgerFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// A line of the journal is not what was chained.
  case changedLine(hall: String, sequence: Int64)
  /// Lines between two that stand there are gone.
  case missingLines(hall: String, after: Int64, before: Int64)
  /// A line tells of a state that its ticket was not in, or of a ticket that does not exist.
  case impossibleLine(hall: String, sequence: Int64, ticket: Int64)
  /// A ticket's row says another state than the journal's last word on it.
  case wrongState(hall: String, day: String, number: String, row: String, journal: String?)
  /// A ticket's number is not what its letter and serial make.
  case wrongNumber(hall: String, day: String, number: String)
  /// Numbers of a day are missing before this one.
  case skippedNumber(hall: String, day: String, letter: String, serial: Int)
  case repeatedNumber(hall: String, day: String, letter: String, serial: Int)
  /// A row points to one that does not exist.
  case danglingRow(table: String, into: String)
  /// The ratings are not what was sealed.
  case rating(RatingFault)
  /// SQLite itself finds the file damaged.
  case damagedFile(String)

  public var description: String {
    switch self {
    case .changedLine(let hall, let sequence):
      "journal of \(hall), line \(sequence): changed after it was written"
    case .missingLines(let hall, let after, let before):
      "journal of \(hall): nothing stands between line \(after) and line \(before)"
    case .impossibleLine(let hall, let sequence, let ticket):
      "journal of \(hall), line \(sequence): ticket \(ticket) was not in that state"
    case .wrongState(let hall, let day, let number, let row, let journal):
      "ticket \(number) of \(hall) on \(day): is \(row), but the journal says "
        + (journal ?? "nothing of it")
    case .wrongNumber(let hall, let day, let number):
      "ticket \(number) of \(hall) on \(day): not the number its letter and serial make"
    case .skippedNumber(let hall, let day, let letter, let serial):
      "tickets of \(hall) on \(day): \(letter) \(serial) is missing"
    case .repeatedNumber(let hall, let day, let letter, let serial):
      "tickets of \(hall) on \(day): \(letter) \(serial) was given twice"
    case .danglingRow(let table, let other):
      "a row of table \(table) points to a \(other) that does not exist"
    case .rating(let fault): "\(fault)"
    case .damagedFile(let words): "the file itself is damaged: \(words)"
    }
  }
}

extension LedgerFault {
  /// A break of a hall's journal.
  init(_ chainBreak: ChainBreak, journalOf hall: String) {
    switch chainBreak {
    case .changed(let sequence): self = .changedLine(hall: hall, sequence: sequence)
    case .missing(let after, let before):
      self = .missingLines(hall: hall, after: after, before: before)
    }
  }
}
