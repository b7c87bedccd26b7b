/// A text with blanks for numbers and windows; there is no blank for a name. 短信模板
public struct NoticeTemplate: Sendable, Equatable {
  /// What a blank is filled with.
  public enum Blank: String, Sendable, CaseIterable {
    /// `A012`
    case number
    /// The window that calls.
    case window
    /// How many go first.
    case ahead

    /// The blanks that mean something in a notice of a kind.
    public static func known(in kind: NoticeKind) -> [Blank] {
      switch kind {
      case .nearTurn: [.number, .ahead]
      case .called: [.number, .window]
      }
    }
  }

  /// Why a text is no template.
  public enum Fault: Error, Sendable, Equatable {
    case unknownBlank(String)
    case strayBrace
    case tooLong
  }

  /// Three short messages of 67 UCS-2 characters each, which one text is split into
  /// (3GPP TS 23.040, 9.2.3.24.1).
  public static let mostCharacters = 201

  private enum Piece: Sendable, Equatable {
    case words(String)
    case blank(Blank)
  }

  private let pieces: [Piece]

  public init(_ text: String, for kind: NoticeKind) throws(Fault) {
    guard text.utf16.count <= Self.mostCharacters else { throw .tooLong }
    var pieces: [Piece] = []
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        throw .strayBrace
      }
      let word = String(rest[rest.index(after: brace)..<end])
      guard let blank = Blank(rawValue: word), Blank.known(in: kind).contains(blank) else {
        throw .unknownBlank(word)
      }
      if brace > rest.startIndex { pieces.append(.words(String(rest[..<brace]))) }
      pieces.append(.blank(blank))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.words(String(rest))) }
    self.pieces = pieces
  }

  func filled(number: String, window: String, ahead: Int) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): words
      case .blank(.number): number
      case .blank(.window): window
      case .blank(.ahead): "\(ahead)"
      }
    }.joined()
  }
}

/// Who is told what. 提醒规则
public struct NoticePolicy: Sendable, Equatable {
  /// At most so many before somebody and their turn is near.
  ///
  /// By people and not by minutes: a wait is a guess, a place in the line is not (standards.md 5).
  public var peopleAhead: Int
  /// A kind without a template is not sent in that language.
  public var templates: [NoticeKind: [Language: NoticeTemplate]]

  public init(
    peopleAhead: Int = 3, templates: [NoticeKind: [Language: NoticeTemplate]] = [:]
  ) {
    self.peopleAhead = peopleAhead
    self.templates = templates
  }

  /// Nobody is told anything.
  public static let off = NoticePolicy()

  /// A hall that says nothing about it sends both.
  public static let usual = NoticePolicy(
    templates: Dictionary(
      uniqueKeysWithValues: NoticeKind.allCases.map { kind in
        let text = NoticePhrases.usual(kind)
        let templates = Language.allCases.compactMap { language in
          (try? NoticeTemplate(text[language], for: kind)).map { (language, $0) }
        }
        return (kind, Dictionary(uniqueKeysWithValues: templates))
      }))

  func template(_ kind: NoticeKind, _ language: Language) -> NoticeTemplate? {
    templates[kind]?[language]
  }
}
