/// How a hall words one kind of letter; a file that it may edit. 文书模板
public struct LetterTemplate: Sendable, Equatable {
  /// One element of a letter, from top to bottom.
  public enum Block: Sendable, Equatable {
    /// Whom it is to, at the left edge.
    case salutation(LetterText)
    /// Goes with what follows it, and is left out with it.
    case heading(LetterText)
    case text(LetterText)
    /// The lines of a list field, numbered.
    case list(LetterField)
    /// Fields with their names, a row each.
    case facts([LetterField])
    /// A line to sign on, with what it is for.
    case signature(LetterText)

    /// The fields it states.
    public var fields: [LetterField] {
      switch self {
      case .salutation(let text), .heading(let text), .text(let text), .signature(let text):
        text.fields
      case .list(let field): [field]
      case .facts(let fields): fields
      }
    }
  }

  public let kind: LetterKind
  /// 模板版本
  public let edition: String
  public let title: String
  public let page: [Block]
  /// The short form; ``usualSlip(of:)`` where the file has none.
  public let slip: [Block]

  public init(
    kind: LetterKind, edition: String, title: String, page: [Block], slip: [Block]? = nil
  ) {
    self.kind = kind
    self.edition = edition
    self.title = title
    self.page = page
    self.slip = slip ?? Self.usualSlip(of: kind)
  }

  /// Fields that the kind needs and the page never states.
  public var unstated: [LetterField] {
    let stated = Set(page.flatMap(\.fields))
    return kind.needed.filter { !stated.contains($0) }
  }

  /// All that is known, one under the other.
  private static func usualSlip(of kind: LetterKind) -> [Block] {
    [.facts(kind.fields.filter { $0.shape != .list })]
      + kind.fields.filter { $0.shape == .list }.flatMap { field -> [Block] in
        let name = LetterPhrases.name(of: field).zh
        let heading = (try? LetterText(name, for: kind)).map { Block.heading($0) }
        return [heading, .list(field)].compactMap(\.self)
      }
  }
}

/// The letters of a hall. 文书
public struct LetterPolicy: Sendable, Equatable {
  /// A kind without a template is not issued here.
  public var templates: [LetterKind: LetterTemplate]
  /// Whose seal comes into its place, such as 行政审批专用章 (行政许可法 art. 32).
  public var seal: String

  public init(templates: [LetterTemplate] = [], seal: String = "") {
    self.templates = Dictionary(templates.map { ($0.kind, $0) }) { first, _ in first }
    self.seal = seal
  }

  /// No letters.
  public static let none = LetterPolicy()
}
