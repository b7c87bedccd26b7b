import ArgumentParser
import Hall
import HallAPI
import ProgramKit
import Varlink

/// What citizens may read about each item. 办事指南
struct GuideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guide", abstract: "Finds, shows, prints and checks guides.",
    discussion: """
      EXAMPLES
        hallway guide search sfz                 by initials, letters, characters or English words
        hallway guide search --scope tolerant    a catalogue: hall, city, crossCity or tolerant
        hallway guide show id-card-renewal
        hallway guide print id-card-renewal      the five parts, on ticket paper
        hallway guide questions                  what is asked most; notices: what changes
        hallway guide check guides.yaml          every fault of a file with its line; asks no hall
      """,
    subcommands: [
      Search.self, Show.self, Print.self, Questions.self, Notices.self, Check.self,
    ])

  struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Finds guides as the kiosk does, the nearest first.")
    @Argument(help: "What to look for; nothing finds all.") var words: [String] = []
    @Option(help: "Id of a department.") var department: String?
    @Option(help: "Id of a theme.") var theme: String?
    @Option(help: "hall, city, crossCity or tolerant.", transform: GuideScope.init(argument:))
    var scope: GuideScope?
    @Option(help: "At most so many, 1 to 200.") var limit = 20
    @OptionGroup var connection: Connection

    func run() async throws {
      let reply = try await connection.ask(
        GuidesInterface.Search.self,
        .init(
          text: words.joined(separator: " "), department: department, theme: theme, scope: scope,
          limit: limit))
      try connection.show(reply) {
        var table = Table("ID", "NAME", "DEPARTMENT", "FOUND")
        for hit in reply.hits {
          table.rows.append([
            hit.id, hit.name.zh, hit.department.zh,
            hit.closeness == .exact ? "" : "by \(hit.closeness.rawValue)",
          ])
        }
        let more = reply.count > reply.hits.count ? ", these first" : ""
        return "\(reply.count) found\(more)\n\(table.text)"
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows one guide.")
    @Argument(help: "Id of the guide.") var id: String
    @OptionGroup var connection: Connection

    func run() async throws {
      let reply = try await connection.ask(GuidesInterface.Get.self, .init(id: id))
      try connection.show(reply) { GuideSentences.text(reply) }
    }
  }

  struct Print: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the five parts on the ticket printer.")
    @Argument(help: "Id of the guide.") var id: String
    @Option(help: "zh or en.", transform: Language.init(argument:)) var language = Language.zh
    @OptionGroup var connection: Connection

    func run() async throws {
      let reply = try await connection.ask(
        GuidesInterface.Print.self, .init(guide: id, language: language))
      try connection.show(reply) { "printed" }
    }
  }

  struct Questions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the questions that are read most; nobody is written down.")
    @Option(help: "At most so many, 1 to 100.") var limit = 10
    @OptionGroup var connection: Connection

    func run() async throws {
      let reply = try await connection.ask(
        GuidesInterface.TopQuestions.self, .init(limit: limit))
      try connection.show(reply) {
        var table = Table("READ", "ITEM", "QUESTION")
        for question in reply.questions {
          table.rows.append(["\(question.asked)", question.name.zh, question.question.zh])
        }
        return table.text
      }
    }
  }

  struct Notices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what is announced today: items that change, leave or are new.")
    @OptionGroup var connection: Connection

    func run() async throws {
      let reply = try await connection.ask(GuidesInterface.Notices.self, NoParameters())
      try connection.show(reply) {
        var table = Table("KIND", "FROM", "UNTIL", "HOLDS FROM", "TITLE")
        for notice in reply.notices {
          table.rows.append([
            notice.kind.rawValue, notice.from, notice.until ?? "-", notice.effective,
            notice.title.zh,
          ])
        }
        return table.text
      }
    }
  }

  /// The file is the service's to read, so the service's program looks it through.
  struct Check: SiblingErrand {
    static let program = "hallwayd"
    static let word: String? = "--check-guides"
    static let configuration = CommandConfiguration(
      abstract: "Checks a file of guides; asks no hall.")
    @Argument(help: "The YAML file.") var file: String
    var arguments: [String] { [file] }
  }
}

extension GuideScope {
  /// As written after `--scope`.
  init(argument: String) throws {
    guard let scope = Self(rawValue: argument) else {
      throw ValidationError("say hall, city, crossCity or tolerant")
    }
    self = scope
  }
}

extension Language {
  /// As written after `--language`.
  init(argument: String) throws {
    guard let language = Self(rawValue: argument) else { throw ValidationError("say zh or en") }
    self = language
  }
}
