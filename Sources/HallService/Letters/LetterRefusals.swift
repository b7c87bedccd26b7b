import Hall
import HallAPI

extension LetterFacts.Fault {
  /// As the interface says it.
  func refusal(of kind: LetterKind) -> any Error {
    func bad(_ field: LetterField, _ reason: LettersInterface.BadField.Reason) -> any Error {
      LettersInterface.BadField(field: field.rawValue, reason: reason)
    }
    return switch self {
    case .missing(let fields): LettersInterface.FieldsMissing(fields: fields.map(\.rawValue))
    case .unknown(let name):
      LettersInterface.BadField(
        field: String(name.prefix(CallerText.longest)), reason: .unknown,
        nearest: nearest(to: name, among: kind.fields.map(\.rawValue)))
    case .notOfKind(let field): bad(field, .notOfKind)
    case .tooLong(let field): bad(field, .tooLong)
    case .tooMany(let field): bad(field, .tooMany)
    case .notADay(let field): bad(field, .notADay)
    case .dayPassed(let field): bad(field, .dayPassed)
    case .notOneLine(let field): bad(field, .notOneLine)
    }
  }
}

extension LetterPressFault {
  /// As the interface says it.
  var refusal: any Error {
    switch self {
    case .noGlyph(let character):
      LettersInterface.NoGlyph(character: character, code: Self.code(of: character))
    case .tooLong(let pages): LettersInterface.NotDrawn(reason: .tooLong, pages: pages)
    case .noPage(let pages): LettersInterface.NotDrawn(reason: .noPage, pages: pages)
    case .late: LettersInterface.NotDrawn(reason: .late)
    case .busy: LettersInterface.NotDrawn(reason: .busy)
    case .broken: LettersInterface.NotDrawn(reason: .broken)
    }
  }

  /// `U+2CB4E`, of a character with marks one after the other.
  static func code(of character: String) -> String {
    character.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }.joined(separator: " ")
  }
}
