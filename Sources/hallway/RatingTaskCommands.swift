import ArgumentParser
import Hall
import HallAPI
import ProgramKit
import Varlink

struct RatingTasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Lists what bad ratings ask for, and by when.",
    discussion: """
      The words of a rating and all its reasons: hallway ratings task NUMBER.

      EXAMPLES
        hallway ratings tasks
        hallway ratings tasks --overdue
        hallway ratings tasks --all --csv > for-12345.csv
      """)

  @Flag(help: "Only those that are overdue.") var overdue = false
  @Flag(help: "Those that are closed too.") var all = false
  @Flag(help: "Print CSV instead of a table.") var csv = false
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.Tasks.self, .init(overdueOnly: overdue, includeClosed: all))
    if csv {
      print(
        "task,rating,ticket,level,reasons,text,service,window,openedAt,state,callBackBy,fixBy,overdue,confirmed,note"
      )
      for task in reply.tasks { print(RatingAdapter.line(fields(task))) }
      return
    }
    // JSON has the codes; who reads a table wants to know what they say.
    let reasons =
      connection.json || reply.tasks.isEmpty ? [:] : try await connection.reasonTexts()
    try connection.show(reply) {
      guard let rule = reply.tasks.first?.rule.zh else { return "no tasks" }
      return [table(reply.tasks).text, legend(reply.tasks, reasons), rule]
        .filter { !$0.isEmpty }.joined(separator: "\n")
    }
  }

  private func table(_ tasks: [RatingsInterface.Task]) -> Table {
    var table = Table(
      "TASK", "RATING", "TICKET", "WINDOW", "LEVEL", "REASONS", "STATE", "CALL BACK", "FIX", "",
      "SERVICE")
    for task in tasks {
      table.rows.append([
        "\(task.id)", "\(task.rating)", task.ticket, task.window ?? "-", "\(task.level)",
        task.reasons.isEmpty ? "-" : task.reasons.joined(separator: " "), task.stateWord,
        task.callBackBy ?? "?", task.fixBy ?? "?", task.overdue ? "OVERDUE" : "", task.service.zh,
      ])
    }
    return table
  }

  /// What the codes in the table say.
  private func legend(_ tasks: [RatingsInterface.Task], _ texts: [String: String]) -> String {
    Set(tasks.flatMap(\.reasons)).sorted()
      .compactMap { code in texts[code].map { "\(code) \($0)" } }.joined(separator: "\n")
  }

  private func fields(_ task: RatingsInterface.Task) -> [String] {
    [
      "\(task.id)", "\(task.rating)", task.ticket, "\(task.level)",
      task.reasons.joined(separator: " "), task.text ?? "", task.service.zh, task.window ?? "",
      task.openedAt, task.state.rawValue, task.callBackBy ?? "", task.fixBy ?? "",
      "\(task.overdue)", "\(task.confirmed)", task.note ?? "",
    ]
  }
}

struct RatingTaskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Shows a task, or notes a step of it.",
    discussion: """
      contacted, fixing, answered, confirmed (the citizen says that it is right), closed, which needs
      that or the reason why without in --note.

      EXAMPLES
        hallway ratings task 12
        hallway ratings task 12 contacted --note "will come on Friday"
        hallway ratings task 12 closed --note "not reached in three calls"
      """)

  @Argument(help: "The task, as tasks lists it.") var task: Int
  @Argument(help: "The step; none shows the task.", transform: { try word($0, "step") })
  var step: RatingTask.Step?
  @Option(help: "What was said or done.") var note: String?
  @OptionGroup var connection: Connection

  func validate() throws {
    if step == nil, note != nil {
      throw ValidationError("a note belongs to a step; say which, such as contacted")
    }
  }

  func run() async throws {
    guard let step else { return try await show() }
    let reply = try await connection.ask(
      RatingsInterface.TaskStep.self, .init(task: task, step: step, note: note ?? ""))
    try connection.show(reply) { "task \(task) is \(reply.task.stateWord)" }
  }

  private func show() async throws {
    let all = try await connection.ask(
      RatingsInterface.Tasks.self, .init(includeClosed: true))
    guard let found = all.tasks.first(where: { $0.id == task }) else {
      throw Complaint(RatingSentences.noSuchTask(task))
    }
    let texts = connection.json ? [:] : try await connection.reasonTexts()
    try connection.show(found) {
      let level = RatingLevel(rawValue: found.level).map(RatingPhrases.level)
      var lines = [
        "task \(found.id): \(found.stateWord)\(found.overdue ? ", OVERDUE" : "")",
        "rating \(found.rating): \(found.level) \(level?.zh ?? "")",
        "ticket \(found.ticket), window \(found.window ?? "-"), \(found.service.zh)",
      ]
      lines += found.reasons.map { "  \($0) \(texts[$0] ?? "")" }
      lines += found.text.map { ["  \"\(Sanitiser.line($0))\""] } ?? []
      lines.append(
        "call back by \(found.callBackBy ?? "?"), put right by \(found.fixBy ?? "?") "
          + "(\(found.rule.zh))")
      lines += found.note.map { ["last note: \(Sanitiser.line($0))"] } ?? []
      return lines.joined(separator: "\n")
    }
  }
}

extension RatingsInterface.Task {
  /// How far it is, and whether the citizen has said that it is right.
  fileprivate var stateWord: String {
    confirmed && state != .closed ? "\(state.rawValue), confirmed" : state.rawValue
  }
}

extension Connection {
  /// What the codes of the edition in force say.
  fileprivate func reasonTexts() async throws -> [String: String] {
    let catalogue = try await ask(RatingsInterface.Catalogue.self, NoParameters())
    return Dictionary(catalogue.levels.flatMap(\.reasons).map { ($0.code, $0.text.zh) }) {
      first, _ in first
    }
  }
}
