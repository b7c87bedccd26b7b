import ArgumentParser
import DeviceKit
import FoundationEssentials

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Plays a recording to the driver it was made with, without the device.",
    discussion: """
      Ends with 0 when the driver did everything the recording has, 1 when it did something else.

      EXAMPLE
        hallway-devices replay reader.recording
      """)

  /// A recording of an idle device is played at its pace; longer than its own time plus this, and
  /// the driver waits for something that never comes.
  static let patience: Duration = .seconds(30)

  @Argument(help: "The recording.", completion: .file()) var file: String
  @Option(help: "The driver, where the recording's head does not name it.") var driver: String?

  func run() async throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("\(file) cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self)
    let head = RecordingHead(text)
    guard let name = driver ?? head.driver else {
      throw ValidationError("\(file) names no driver; add --driver")
    }
    let script: ReplayScript
    do { script = try ReplayScript(text) } catch { throw ValidationError(error.description) }
    let errand = try Errand(driver: name)
    let request = try errand.driver.descriptor.device(of: head)
    let device = try errand.driver.make(request, errand.bench(script.opener))
    let end = ContinuousClock.now + script.length + Self.patience

    await withTaskGroup(of: Void.self) { group in
      group.addTask { await device.run() }
      group.addTask { await errand.narrate(device) }
      group.addTask { await Self.follow(script, device, errand, until: end) }
      _ = await group.next()
      group.cancelAll()
    }
    guard script.isFinished else {
      say("line \(script.line) was not reached: \(script.mismatch ?? "the driver did not go on")")
      throw ExitCode.failure
    }
    say("replayed every line")
  }

  /// Gives the device the commands of the recording as it comes to them.
  private static func follow(
    _ script: ReplayScript, _ device: any Device, _ errand: Errand,
    until end: ContinuousClock.Instant
  ) async {
    while !script.isFinished, script.mismatch == nil, ContinuousClock.now < end, !Task.isCancelled {
      if let command = script.dueCommand {
        do {
          say(try await errand.perform(command, on: device))
        } catch {
          say("\(command): \(error)")
        }
        // A command that never reached the line would be due for ever.
        if script.dueCommand == command { return }
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
