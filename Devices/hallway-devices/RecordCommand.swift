import ArgumentParser
import DeviceKit
import ProgramKit

struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Runs a driver on a device and writes down, redacted, what crosses the line.",
    discussion: """
      The recording holds no ID number, name or photo: it can be sent to anybody and becomes a test. \
      The hall must not be using the device meanwhile.

      EXAMPLES
        hallway-devices record sam-v usb:auto reader.recording --command readCard
        hallway-devices record esc-pos tcp:192.168.1.40:9100 printer.recording --seconds 20
        hallway-devices record ff68 serial:@1-3 pad.recording --option station=2 --command invite
      """)

  @Argument(help: "The driver, such as sam-v.") var driver: String
  @Argument(help: "Where the device is, such as usb:auto.") var address: String
  @Argument(help: "The file to write; made anew.", completion: .file()) var file: String
  @Option(help: "How long to record.") var seconds = 10
  @Option(help: "Give the device this command once it is ready: readCard, invite, print, …")
  var command: String?
  @Option(
    name: .customLong("option"),
    help: ArgumentHelp("An option of the driver; repeatable.", valueName: "name=value"))
  var options: [String] = []
  @Option(help: "A note for the recording's head: model, firmware, what went wrong.")
  var note = ""

  func validate() throws {
    guard (1...3600).contains(seconds) else {
      throw ValidationError("--seconds is 1 to 3600, not \(seconds).")
    }
  }

  func run() async throws {
    let errand = try Errand(driver: driver)
    if let command { try errand.require(command) }
    let place: DeviceAddress
    do { place = try DeviceAddress(address) } catch { throw ValidationError(error.description) }
    let request = DeviceRequest(
      id: DeviceID("device"), address: place, options: try chosenOptions(of: errand.driver))
    let recorder = try Recorder(path: file, driver: errand.driver, device: request, note: note)
    let device = try errand.driver.make(request, errand.bench(recorder.recording(openLiveLink)))

    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await device.run() }
      group.addTask { await errand.narrate(device) }
      group.addTask { [seconds, command] in
        try await Self.use(device, errand, command: command, for: .seconds(seconds))
      }
      // The last task ends first; the other two end with the device.
      try await group.next()
      group.cancelAll()
    }
    say("wrote \(file)")
  }

  private func chosenOptions(of driver: Driver) throws -> [String: OptionValue] {
    var chosen: [String: OptionValue] = [:]
    for text in options {
      do throws(DeviceFault) {
        let (name, value) = try driver.descriptor.option(reading: text)
        chosen[name] = value
      } catch {
        throw ValidationError(error.message)
      }
    }
    return chosen
  }

  private static func isReady(
    _ device: any Device, by end: ContinuousClock.Instant
  ) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        for await status in await device.statuses() where status.state == .ready { return true }
        return false
      }
      group.addTask {
        try await Task.sleep(until: end)
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
  }

  private static func use(
    _ device: any Device, _ errand: Errand, command: String?, for duration: Duration
  ) async throws {
    let end = ContinuousClock.now + duration
    if let command {
      guard try await Self.isReady(device, by: end) else {
        throw Complaint("the device never became ready; \(command) was not given")
      }
      say(try await errand.perform(command, on: device))
    }
    try await Task.sleep(until: end)
  }
}
