import ArgumentParser
import Foundation
import HallAPI
import ProgramKit
import Varlink

/// 开门自检
struct SelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest", abstract: "Tests everything that can be tested without hands.",
    discussion: """
      Before opening: every device answers, each ticket printer prints one sheet with the findings, clock
      and disk are well. The hall keeps the record; hallway-selftest.timer runs it every morning.

      Ends with 0 where nothing failed, else with 1.

      EXAMPLES
        hallway selftest
        hallway selftest last
        hallway selftest last --json | jq -r '.record.results[] | select(.outcome == "failed") | .subject'
      """,
    subcommands: [RunSelfTestCommand.self, LastSelfTestCommand.self],
    defaultSubcommand: RunSelfTestCommand.self)
}

struct RunSelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs the self-test now.",
    discussion: "EXAMPLE\n  hallway selftest run")

  @OptionGroup var connection: Connection

  func run() async throws {
    var record: DevicesInterface.SelfTestRecord?
    try await connection.follow(DevicesInterface.RunSelfTest.self, NoParameters()) { reply in
      if let told = reply.record { record = told }
      guard let result = reply.result, !connection.json else { return }
      print("\(result.outcome.rawValue)  \(result.subject)\(result.detail.map { ": \($0)" } ?? "")")
    }
    guard let record else { throw Complaint("the hall ended its self-test without a record") }
    try SelfTestTable.show(record, connection)
  }
}

struct LastSelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "last", abstract: "Shows the last self-test.",
    discussion: "EXAMPLE\n  hallway selftest last")

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(DevicesInterface.LastSelfTest.self, NoParameters())
    guard let record = reply.record else { throw Complaint("no self-test is on record yet") }
    if !connection.json {
      var table = Table("RESULT", "WHAT", "KIND", "WHY")
      table.rows = record.results.map {
        [$0.outcome.rawValue, $0.subject, $0.kind, $0.detail ?? "-"]
      }
      print(table.text)
    }
    try SelfTestTable.show(record, connection)
  }
}

enum SelfTestTable {
  /// The record's last line, or all of it as JSON; a failure is the program's too.
  static func show(_ record: DevicesInterface.SelfTestRecord, _ connection: Connection) throws {
    try connection.show(DevicesInterface.LastSelfTest.Reply(record: record)) {
      let failed = record.results.filter { $0.outcome == .failed }.map(\.subject)
      let at = "self-test of \(record.at)"
      return failed.isEmpty
        ? "\(at): nothing failed" : "\(at): failed: \(failed.joined(separator: ", "))"
    }
    if !record.passed { throw ExitCode.failure }
  }
}
