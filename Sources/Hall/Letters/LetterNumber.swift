/// A letter's number, such as `02-2026-000012`: its kind's code, the year and a serial that begins
/// anew each year and is never given twice. 文书编号
public struct LetterNumber: Hashable, Sendable, CustomStringConvertible {
  /// One row of numbers. 编号序列
  public struct Series: Hashable, Sendable {
    public let kind: LetterKind
    public let year: Int

    public init(kind: LetterKind, year: Int) {
      self.kind = kind
      self.year = year
    }
  }

  public let series: Series
  /// From 1.
  public let serial: Int

  public init(series: Series, serial: Int) {
    self.series = series
    self.serial = serial
  }

  private static let serialDigits = 6

  /// nil where a text is no number that this type writes.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let kind = LetterKind(code: parts[0]), parts[1].utf8.count == 4,
      let year = Int(parts[1]), let serial = Int(parts[2]), serial > 0
    else { return nil }
    self.init(series: Series(kind: kind, year: year), serial: serial)
    guard description == text else { return nil }
  }

  public var description: String {
    let digits = String(serial)
    let zeros = String(repeating: "0", count: max(0, Self.serialDigits - digits.utf8.count))
    return "\(series.kind.code)-\(series.year)-\(zeros)\(digits)"
  }

  /// A number of the same width, for trying a letter out before it has one.
  public static func provisional(_ kind: LetterKind, _ day: LocalDay) -> String {
    "\(kind.code)-\(day.year)-" + String(repeating: "0", count: serialDigits)
  }
}

/// On what a letter is printed.
public enum LetterForm: String, Codable, Sendable, CaseIterable {
  /// The letter itself, on the A4 printer.
  case a4
  /// The short form, on the ticket printer.
  case slip
}

/// A letter that is about to get its number.
public struct LetterDraft: Sendable, Equatable {
  public var kind: LetterKind
  public var receipt: String?
  /// Until when the citizen has to act.
  public var dueDay: LocalDay?
  /// The same request is answered with the same letter.
  public var requestID: String
  /// Why there is a second one where there may be one only.
  public var why: String?
  /// The composed letter, sealed with the hall's key.
  public var sealed: [UInt8]

  public init(
    kind: LetterKind, receipt: String?, dueDay: LocalDay?, requestID: String, why: String?,
    sealed: [UInt8]
  ) {
    self.kind = kind
    self.receipt = receipt
    self.dueDay = dueDay
    self.requestID = requestID
    self.why = why
    self.sealed = sealed
  }
}

/// A letter as it was issued. 已出具文书
public struct IssuedLetter: Sendable, Equatable {
  public let number: LetterNumber
  public let day: LocalDay
  public let at: Moment
  public let author: Author
  public let window: String
  /// The number of the ticket that was served.
  public let ticket: String
  public let receipt: String?
  public let dueDay: LocalDay?
  public let requestID: String
  public let why: String?
  /// nil once who it was for is forgotten.
  public let sealed: [UInt8]?

  public init(
    number: LetterNumber, day: LocalDay, at: Moment, author: Author, window: String,
    ticket: String, receipt: String?, dueDay: LocalDay?, requestID: String, why: String?,
    sealed: [UInt8]?
  ) {
    self.number = number
    self.day = day
    self.at = at
    self.author = author
    self.window = window
    self.ticket = ticket
    self.receipt = receipt
    self.dueDay = dueDay
    self.requestID = requestID
    self.why = why
    self.sealed = sealed
  }
}

/// One time that a letter went to a printer. 打印记录
public struct LetterPrint: Sendable, Equatable {
  public let letter: LetterNumber
  /// The printer's job; once in the ledger.
  public let job: String
  public let form: LetterForm
  public let at: Moment
  public let who: String
  public var paper: PaperState
  /// A word of ``PaperState``'s fault, for a technician.
  public var fault: String?

  public init(
    letter: LetterNumber, job: String, form: LetterForm, at: Moment, who: String,
    paper: PaperState = .pending, fault: String? = nil
  ) {
    self.letter = letter
    self.job = job
    self.form = form
    self.at = at
    self.who = who
    self.paper = paper
    self.fault = fault
  }
}
