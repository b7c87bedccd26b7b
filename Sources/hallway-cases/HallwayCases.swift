import ArgumentParser
import ProgramKit

/// Brings cases of other systems into the hall's ledger; `hallway cases` hands over to it.
@main
struct HallwayCases: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-cases",
    abstract: "Imports files of cases, watches folders for them, keeps what could not be taken.",
    discussion: """
      EXAMPLES
        hallway cases import --source gd EX_GDBS_SL.csv    import a file
        hallway cases quarantine list                      what could not be taken, and why
        hallway cases quarantine retry                     try it again
        hallway-cases watch                                import what is dropped into folders
        hallway-cases digest                               tell two halls' cases apart
      """,
    version: hallwayVersion,
    subcommands: [
      ImportCommand.self, QuarantineCommand.self, WatchCommand.self, DigestCommand.self,
    ])
}
