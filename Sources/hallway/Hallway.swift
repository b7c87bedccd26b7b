import ArgumentParser
import ProgramKit

/// The technician's and the clerk's command line.
@main
struct Hallway: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway",
    abstract: "Talks to a running hall: calls numbers, lists tickets and devices, runs a demo.",
    discussion: """
      EXAMPLES
        hallway call 3                    call the next number to window 3
        hallway finish 3                  finish it, and ask window 3's pad for a rating
        hallway tickets                   today's tickets
        hallway devices --watch           the devices, again after each change
        hallway board --json              the waiting-hall board as JSON, one line a change
        hallway demo --state /tmp/demo --socket /tmp/demo/hallway.socket
      """,
    version: hallwayVersion,
    subcommands: [
      CallCommand.self, FinishCommand.self, TicketsCommand.self, DevicesCommand.self,
      BoardCommand.self, RatingsCommand.self, DescribeCommand.self, DemoCommand.self,
    ])
}
