import ArgumentParser
import Foundation
import Hall
import HallAPI
import ProgramKit
import Varlink

/// 设备测试
struct TestDevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Walks a technician through a test of each device.",
    discussion: """
      Each device is taken from the hall while it is tested: a card is read, a sheet printed, every key
      pressed, a code held up, a picture looked at, display and strip shown. Numbers and names are masked.
      On a terminal Enter skips what a person is asked for; "n" says that what is to be seen is wrong. \
      Without a terminal what the device acknowledges counts.

      Ends with 0 where all passed, with 1 where one failed, with 3 where none failed and some were skipped.

      EXAMPLES
        hallway devices test
        hallway devices test reader pad-3
        hallway devices test pad-7 --keys 3 --seconds 20
      """)

  @Argument(help: "Devices' ids; all unless given.") var devices: [String] = []
  @Option(help: "How long a person has for each thing, 1 to 600.") var seconds = 60
  @Option(help: "How many keys the rating pads have, 1 to 5.") var keys = 5
  @OptionGroup var connection: Connection

  /// How long something stays to be seen, where somebody looks.
  private static let lookSeconds = 10
  /// The status of a run in which nothing failed and not everything was tested.
  static let incomplete = ExitCode(3)

  func validate() throws {
    guard (1...600).contains(seconds) else {
      throw ValidationError("--seconds is 1 to 600, not \(seconds).")
    }
    guard (1...5).contains(keys) else { throw ValidationError("--keys is 1 to 5, not \(keys).") }
  }

  func run() async throws {
    let known = try await connection.ask(DevicesInterface.List.self, NoParameters()).devices
    if let stranger = devices.first(where: { id in !known.contains { $0.id == id } }) {
      throw ValidationError("there is no device \(stranger); `hallway devices` lists them")
    }
    let chosen = known.filter { devices.isEmpty || devices.contains($0.id) }
    let person = Typist.ofTerminal()
    var results: [DevicesInterface.TestResult] = []
    for (index, device) in chosen.enumerated() {
      if !connection.json { say("[\(index + 1)/\(chosen.count)] \(device.id)  \(device.kind)") }
      let result = try await test(device, person)
      results.append(result)
      try report(result)
    }
    try sum(results)
  }

  private func test(
    _ device: DevicesInterface.Device, _ person: Typist?
  ) async throws -> DevicesInterface.TestResult {
    func skipped(_ why: String) -> DevicesInterface.TestResult {
      .init(subject: device.id, kind: device.kind, outcome: .skipped, detail: why)
    }
    let walk = TestWalk(connection: connection, person: person)
    do {
      let wish = DevicesInterface.Test.Parameters(
        device: device.id, seconds: seconds, lookSeconds: person == nil ? 0 : Self.lookSeconds,
        keys: keys)
      guard let result = try await walk.test(wish) else { return skipped("a person skipped it") }
      return result
    } catch let refusal as DeviceTaken {
      return skipped(refusal.description)
    }
  }

  private func report(_ result: DevicesInterface.TestResult) throws {
    if connection.json {
      try connection.show(DevicesInterface.Test.Reply(result: result)) { "" }
    } else {
      say("      \(result.outcome.rawValue)\(result.detail.map { ": \($0)" } ?? "")")
    }
    fflush(nil)
  }

  private func sum(_ results: [DevicesInterface.TestResult]) throws {
    let failed = results.filter { $0.outcome == .failed }
    let skipped = results.filter { $0.outcome == .skipped }
    if !connection.json {
      say(
        "\(results.count - failed.count - skipped.count) passed, \(failed.count) failed, "
          + "\(skipped.count) skipped")
      for result in failed + skipped {
        say("  \(result.subject)  \(result.outcome.rawValue): \(result.detail ?? "")")
      }
    }
    if !failed.isEmpty { throw ExitCode.failure }
    if !skipped.isEmpty { throw Self.incomplete }
  }

  private func say(_ line: String) { print(line) }
}
