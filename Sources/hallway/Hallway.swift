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
        hallway call 3              call the next number to window 3
        hallway finish 3            finish it; the pad of window 3 asks for a rating
        hallway window 3 pass       what else a clerk does: serve, hold, transfer, undo ...
        hallway return A012         somebody who was passed is here after all
        hallway hall pause          no numbers and no calls; hall unpause goes on
        hallway tickets             today's tickets
        hallway report week --csv   figures of seven days
        hallway ratings totals      satisfaction; also export, seal, tasks, watch
        hallway report visits       who came often for one matter; no names
        hallway guide search sfz    guides, as the kiosk finds them; also show, print, check
        hallway cases late          cases whose day is over; show, owed, credit
        hallway letter list         the letters citizens took home today; also issue, preview
        hallway notices             how many notices went to phones
        sudo hallway doctor         what is wrong with this machine, and what mends it
        hallway help-calls          who calls for help at a kiosk; answer 3, close 3
        hallway devices --watch     the devices, again after each change
        hallway devices test        a technician's test of each device, step by step
        hallway selftest            before opening: all that can be tested without hands
        hallway board --json        the board as JSON, one line a change
        hallway audit verify        verify the ledger, also while the hall is open
        hallway staff-card          read a clerk's card, for hallway clerk card
        hallway clerk list          who may work at which window
        hallway backup FOLDER       copy it; hallway restore FOLDER puts it back
        hallway simulate --city     a day of 33 halls, in seconds
        hallway demo --state /tmp/demo --socket /tmp/demo/hallway.socket

      Commands that ask the hall find it by --socket, or by HALLWAY_SOCKET; those of the ledger by
      --state, or by STATE_DIRECTORY; simulate needs neither.
      """,
    version: hallwayVersion,
    subcommands: [
      CallCommand.self, FinishCommand.self, WindowCommand.self, ReturnCommand.self,
      VoidCommand.self, TicketsCommand.self, BoardCommand.self, WholeHallCommand.self,
      ReservationsCommand.self, BlockCommand.self, LateCommand.self, ReportCommand.self,
      CalibrationCommand.self, RatingsCommand.self, CasesCommand.self, LetterCommand.self,
      NoticesCommand.self, HelpCallsCommand.self, GuideCommand.self, DescribeCommand.self,
      DevicesCommand.self, SelfTestCommand.self, AuditErrand.self,
      BackupErrand.self, RestoreErrand.self, ClerkErrand.self, StaffCardCommand.self,
      SimulateCommand.self, DoctorErrand.self,
      DemoCommand.self,
    ])
}
