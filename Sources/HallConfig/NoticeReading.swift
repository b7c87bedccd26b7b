public import Hall

/// What citizens' phones are told, and by whom; all of it may be left out. 短信提醒
public struct NoticeConfiguration: Sendable, Equatable {
  /// The absolute path of the site's program that sends; nil where nothing is sent.
  public let program: String?
  public let policy: NoticePolicy

  /// A hall whose file says nothing about it.
  static let none = NoticeConfiguration(program: nil, policy: .usual)

  private init(program: String?, policy: NoticePolicy) {
    self.program = program
    self.policy = policy
  }
}

extension NoticeConfiguration {
  init(_ section: Section) {
    program = section.optional("program")?.program()
    let usual = NoticePolicy.usual
    var templates: [NoticeKind: [Language: NoticeTemplate]] = [:]
    for kind in NoticeKind.allCases {
      templates[kind] =
        section.optional(kind.rawValue)?.templates(of: kind) ?? usual.templates[kind]
    }
    policy = NoticePolicy(
      peopleAhead: section.optional("peopleAhead")?.integer(0...50) ?? usual.peopleAhead,
      templates: templates)
  }
}

extension Entry {
  /// A program by its absolute path, or an empty text for none; whether it is there and to be
  /// trusted is asked when the service starts.
  fileprivate func program() -> String? {
    guard let path = scalar("a path, or \"\""), !path.isEmpty else { return nil }
    guard path.hasPrefix("/"), !path.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      fault("\(quoted(path)) is not an absolute path; write it like /usr/local/lib/hallway/send")
      return nil
    }
    return path
  }

  /// A text in both languages; `0` sends nothing in that language (standards.md 4.2).
  fileprivate func templates(of kind: NoticeKind) -> [Language: NoticeTemplate] {
    section { section in
      var templates: [Language: NoticeTemplate] = [:]
      for language in Language.allCases {
        templates[language] = section[language.rawValue].template(of: kind)
      }
      return templates
    }
  }

  private func template(of kind: NoticeKind) -> NoticeTemplate? {
    let text = text()
    guard !text.isEmpty, text != "0" else { return nil }
    do throws(NoticeTemplate.Fault) {
      return try NoticeTemplate(text, for: kind)
    } catch {
      let blanks = NoticeTemplate.Blank.known(in: kind).map { "{\($0.rawValue)}" }
        .joined(separator: " and ")
      switch error {
      case .unknownBlank(let word):
        fault("there is no blank \(quoted("{\(word)}")) here; the blanks here are \(blanks)")
      case .strayBrace:
        fault("a brace stands alone; braces are for the blanks \(blanks)")
      case .tooLong:
        fault(
          "the text has more than \(NoticeTemplate.mostCharacters) characters, which is three short "
            + "messages; write a shorter one")
      }
      return nil
    }
  }
}
