/// What one letter states: every field known to its kind, sanitised, and none missing. 文书内容
public struct LetterFacts: Sendable, Equatable {
  /// Why facts make no letter. What is missing comes all at once.
  public enum Fault: Error, Sendable, Equatable {
    /// Not given, or nothing but space.
    case missing([LetterField])
    /// No letter has such a field.
    case unknown(String)
    /// Another kind of letter has it.
    case notOfKind(LetterField)
    case tooLong(LetterField)
    case tooMany(LetterField)
    case notADay(LetterField)
    /// The citizen would have to act before the letter was written.
    case dayPassed(LetterField)
    /// Several lines where one is wanted.
    case notOneLine(LetterField)
  }

  /// The longest name on record of a person or company has fewer; a longer text is a report.
  public static let mostCharacters = 400
  /// No item of the public lists asks for as many papers.
  public static let mostLines = 100

  public let kind: LetterKind
  /// One text, or the lines of a list; never empty. Days as `2026-12-03`.
  public let values: [LetterField: [String]]

  /// - Parameters:
  ///   - kind: the letter.
  ///   - given: texts by the name of their field; blank ones count as not given.
  ///   - today: the day on the letter.
  /// - Throws: why these facts make no such letter.
  public init(_ kind: LetterKind, _ given: [String: [String]], on today: LocalDay) throws(Fault) {
    var values: [LetterField: [String]] = [:]
    for name in given.keys.sorted() {
      guard let field = LetterField(rawValue: name) else { throw .unknown(name) }
      guard kind.fields.contains(field) else { throw .notOfKind(field) }
      let lines = try Self.lines(given[name] ?? [], of: field, on: today)
      if !lines.isEmpty { values[field] = lines }
    }
    let missing = kind.needed.filter { values[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
    self.kind = kind
    self.values = values
  }

  private static func lines(_ given: [String], of field: LetterField, on today: LocalDay)
    throws(Fault) -> [String]
  {
    guard given.count <= mostLines else { throw .tooMany(field) }
    var lines: [String] = []
    for text in given {
      // One more than allowed, so that a text is refused and never cut.
      let line = Sanitiser.line(text, limit: mostCharacters + 1)
      guard line.unicodeScalars.count <= mostCharacters else { throw .tooLong(field) }
      if !line.isEmpty { lines.append(line) }
    }
    guard let first = lines.first else { return [] }
    if field.shape != .list, lines.count > 1 { throw .notOneLine(field) }
    if field.shape == .day {
      guard first.utf8.count == 10, let day = LocalDay(first) else { throw .notADay(field) }
      if field.liesAhead, day < today { throw .dayPassed(field) }
    }
    return lines
  }

  public var receipt: String? { values[.receipt]?.first }
  public var dueDay: LocalDay? { values[.dueDay]?.first.flatMap { LocalDay($0) } }
}

extension FiveParts {
  /// The five parts as a letter's fields, with whose item they are; empty parts stay out, so that
  /// the letter names them as missing.
  public var letterFields: [String: [String]] {
    var fields = [
      LetterField.item.rawValue: [name.zh], LetterField.department.rawValue: [department.name.zh],
      LetterField.contact.rawValue: [department.phone],
    ]
    for part in Part.allCases {
      fields[LetterField(part).rawValue] = self[part].map(\.zh)
    }
    return fields
  }
}
