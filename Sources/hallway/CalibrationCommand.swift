import ArgumentParser
import Foundation
import HallAPI
import Varlink

/// How true the announced waits are.
struct CalibrationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration", abstract: "How the waits that were announced today turned out.",
    discussion: """
      Half of all waits are promised to be at most the low end of what is announced, nine of ten at
      most the high end. Counted are the waits that have ended.

      EXAMPLES
        hallway calibration
        hallway calibration --json
      """)

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(FiguresInterface.Calibration.self, NoParameters())
    try connection.show(reply) {
      guard reply.waits > 0 else { return "no announced wait has ended yet today" }
      var table = Table("WAIT", "PROMISED", "KEPT")
      table.rows = [
        ["at most the low end", "50%", percent(reply.atMostLow)],
        ["between the ends", "40%", percent(reply.inside)],
        ["at most the high end", "90%", percent(reply.atMostHigh)],
      ]
      let error = String(format: "%.1f", reply.meanErrorMinutes)
      return "\(reply.waits) announced waits have ended, mean error \(error) min\n\(table.text)"
    }
  }

  private func percent(_ share: Double) -> String { String(format: "%.1f%%", share * 100) }
}
