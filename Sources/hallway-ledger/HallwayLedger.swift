import ArgumentParser
import ProgramKit

/// What is done with a hall's ledger without asking its service; `hallway` hands over to it.
@main
struct HallwayLedger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-ledger",
    abstract: "Verifies, copies and restores a hall's ledger and cases.",
    discussion: """
      EXAMPLES
        hallway-ledger audit verify     verify the ledger, also while the hall is open
        hallway-ledger backup FOLDER    copy it, and the cases
        hallway-ledger restore FOLDER   put a copy back, while the hall is closed
      """,
    version: hallwayVersion,
    subcommands: [AuditCommand.self, BackupCommand.self, RestoreCommand.self])
}
