import ArgumentParser
import ProgramKit

/// What a technician does with drivers and devices without a running hall.
///
/// A program of its own, so that `hallway` stays a front that knows only the protocol; it is
/// reached as `hallway devices record` and so on.
@main
struct DevicesProgram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-devices",
    abstract: "Drivers and devices, without a running hall.",
    discussion: """
      EXAMPLES
        Which drivers are there, and what is plugged in?
          hallway-devices drivers
          hallway-devices plugged

        Why does no driver take this one?
          hallway-devices explain /dev/hidraw0

        A reader misbehaves: record one reading, send the file, replay it anywhere:
          hallway-devices record sam-v usb:auto reader.recording --command readCard
          hallway-devices replay reader.recording
      """,
    version: hallwayVersion,
    subcommands: [
      DriversCommand.self, PluggedCommand.self, ExplainCommand.self, RecordCommand.self,
      ReplayCommand.self, GenerateCommand.self,
    ])
}
