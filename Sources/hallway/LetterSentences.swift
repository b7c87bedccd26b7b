import Hall
import HallAPI
import Varlink

/// The refusals of letters in sentences.
enum LetterSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let missing = error.decode(LettersInterface.FieldsMissing.self) {
      return "the letter is not written while these are empty: "
        + missing.fields.joined(separator: ", ")
    }
    if let bad = error.decode(LettersInterface.BadField.self) { return words(bad) }
    if let second = error.decode(LettersInterface.AlreadyNotified.self) {
      return "the case has a notice of missing documents already, \(second.number): all are to be "
        + "told at once; give the reason for another in --why"
    }
    if let box = error.decode(LettersInterface.NoGlyph.self) {
      return
        "no installed font has \(Sanitiser.line(box.character)) (\(box.code)), which would be an empty box; "
        + "install a font that has it"
    }
    if let page = error.decode(LettersInterface.NotDrawn.self) { return words(page) }
    if let missing = error.decode(LettersInterface.NotOffered.self) {
      return "the hall has no template for \(missing.kind.rawValue); see letters in hallway.yaml(5)"
    }
    if let missing = error.decode(LettersInterface.NoSuchLetter.self) {
      return
        "there is no letter \(Sanitiser.line(missing.number)); `hallway letter list` lists today's"
    }
    if let missing = error.decode(LettersInterface.NoSuchGuide.self) {
      return "there is no guide \(Sanitiser.line(missing.guide))"
    }
    if let gone = error.decode(LettersInterface.Forgotten.self) {
      return "who \(gone.number) was for is forgotten; it cannot be shown or printed again"
    }
    if let none = error.decode(LettersInterface.NoPrinter.self) {
      return none.form == .a4
        ? "the hall has no A4 printer; print the short form with --slip"
        : "the hall has no ticket printer"
    }
    if error.decode(LettersInterface.RequestMismatch.self) != nil {
      return "this request was answered with another kind of letter; take a new one"
    }
    return nil
  }

  private static func words(_ bad: LettersInterface.BadField) -> String {
    let field = Sanitiser.line(bad.field)
    let why =
      switch bad.reason {
      case .unknown: "is no field"
      case .notOfKind: "is a field of another kind of letter"
      case .tooLong: "is too long; a line has at most \(LetterFacts.mostCharacters) characters"
      case .tooMany: "has too many lines; there are at most \(LetterFacts.mostLines)"
      case .notADay: "is no day; write it like 2026-12-03"
      case .dayPassed: "is a day that has passed"
      case .notOneLine: "is one text; give it once"
      }
    return "\(field) \(why)" + (bad.nearest.map { "; did you mean \($0)?" } ?? "")
  }

  private static func words(_ page: LettersInterface.NotDrawn) -> String {
    switch page.reason {
    case .late: "the letter was not drawn in time; try again"
    case .busy: "too many letters wait; try again in a moment"
    case .tooLong: "the letter has \(page.pages ?? 0) pages, which is more than a letter has"
    case .noPage: "the letter has \(page.pages ?? 0) pages"
    case .broken: "the hall cannot draw letters; see its log"
    }
  }
}
