/// A template's text with fields in braces, such as `您于{acceptedDay}提交的`.
public struct LetterText: Sendable, Equatable {
  /// Why a text is none for a kind of letter.
  public enum Fault: Error, Sendable, Equatable {
    case unknownField(String)
    case notOfKind(LetterField)
    /// Lists stand on lines of their own.
    case list(LetterField)
    case strayBrace
    case tooLong
  }

  /// A page of it.
  public static let mostCharacters = 1500

  private enum Piece: Sendable, Equatable {
    case words(String)
    case field(LetterField)
  }

  private let pieces: [Piece]

  public init(_ text: String, for kind: LetterKind) throws(Fault) {
    guard text.unicodeScalars.count <= Self.mostCharacters else { throw .tooLong }
    var pieces: [Piece] = []
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        throw .strayBrace
      }
      let field = try Self.field(String(rest[rest.index(after: brace)..<end]), in: kind)
      guard field.shape != .list else { throw .list(field) }
      if brace > rest.startIndex { pieces.append(.words(String(rest[..<brace]))) }
      pieces.append(.field(field))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.words(String(rest))) }
    self.pieces = pieces
  }

  /// A field by its name, where a kind of letter or the hall has it.
  public static func field(_ name: String, in kind: LetterKind) throws(Fault) -> LetterField {
    guard let field = LetterField(rawValue: name) else { throw .unknownField(name) }
    guard kind.fields.contains(field) || LetterField.ofHall.contains(field) else {
      throw .notOfKind(field)
    }
    return field
  }

  public var fields: [LetterField] {
    pieces.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  /// The text with its fields filled in; nil where one of them is not known, since half a sentence
  /// says something else.
  func filled(_ value: (LetterField) -> String?) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .words(let words): text += words
      case .field(let field):
        guard let value = value(field) else { return nil }
        text += value
      }
    }
    return text
  }
}
