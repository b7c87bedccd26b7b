import Foundation
import ProgramKit
import Subprocess
import UnixSignals
import Varlink

/// A sample hall: the simulator and the service as children of this process.
///
/// Each child holds the other end of its standard input, so that they end with this process
/// however it ends.
struct DemoHall: Sendable {
  let programs: Programs
  let state: String
  let socket: String
  let configuration: String

  var simulatorSocket: String { state + "/simulator.socket" }

  /// How long both may take to answer: a debug build on a busy machine needs a few seconds.
  static let answersWithin = Duration.seconds(60)
  static let askAgainAfter = Duration.milliseconds(50)

  private struct Ready: Encodable {
    let socket: String
    let simulator: String
    let hallwaydPid: Int32
  }

  /// Runs until a signal, the end of input, or the kiosk's end.
  func run(front: Bool) async throws {
    // sun_path holds 107 bytes and a NUL; the simulator's socket has the longest name here.
    guard simulatorSocket.utf8.count <= 107, socket.utf8.count <= 107 else {
      throw Complaint("a socket's path may have 107 bytes; choose a shorter --state or --socket")
    }
    let directory = try StateDirectory(path: state, lockFile: "demo.lock", program: "demo")
    defer { withExtendedLifetime(directory) {} }
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (addresses, simulated) = AsyncStream.makeStream(of: [String: String].self)
      group.addTask { try await simulate { simulated.yield($0) } }
      group.addTask {
        for await devices in addresses { return try await serve(devices, front: front) }
      }
      if front { group.addTask { try await kiosk() } }
      group.addTask { for await _ in signals { return } }
      if !front { group.addTask { await EndOfInput.wait() } }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func simulate(
    _ ready: @escaping @Sendable ([String: String]) -> Void
  ) async throws {
    let devices =
      ["--reader", "reader", "--printer", "printer"]
      + ["1", "2", "3", "4"].flatMap { ["--pad", $0] }
    let simulator = Child(
      name: "hallway-simulator", path: try programs.path("hallway-simulator"),
      arguments: ["--state", state, "--socket", simulatorSocket, "--until-eof"] + devices,
      logDirectory: state)
    _ = try await simulator.run { _, lines in
      for try await line in lines.strings() {
        guard let simulated = try? JSONDecoder().decode(Simulated.self, from: Data(line.utf8))
        else { continue }
        ready(simulated.devices)
      }
    }
    try Task.checkCancellation()
    throw Complaint("the simulator ended: \(simulator.lastWords)")
  }

  /// What the simulator says once it is ready.
  private struct Simulated: Decodable { let devices: [String: String] }

  private typealias HasEnded = Bool

  /// Runs the service, again whenever it is killed, as its service manager would.
  private func serve(_ devices: [String: String], front: Bool) async throws {
    let overrides = devices.sorted { $0.key < $1.key }
      .flatMap { ["--device", "\($0.key)=\($0.value)"] }
    let service = Child(
      name: "hallwayd", path: try programs.path("hallwayd"),
      arguments: [
        "--config", configuration, "--state", state, "--socket", socket, "--until-eof",
      ] + overrides, logDirectory: state)
    while true {
      let status = try await service.run { pid, lines in
        try await withThrowingTaskGroup(of: HasEnded.self) { group in
          group.addTask {
            for try await _ in lines {}
            return true
          }
          if !front {
            group.addTask {
              try await announce(pid)
              return false
            }
          }
          // A service that ends before it answers is not waited for.
          while try await group.next() == false {}
          group.cancelAll()
        }
      }
      try Task.checkCancellation()
      guard case .signaled = status else {
        throw Complaint("the service ended: \(service.lastWords)")
      }
    }
  }

  private func announce(_ pid: Int32) async throws {
    try await untilAnswering()
    let ready = Ready(socket: socket, simulator: simulatorSocket, hallwaydPid: pid)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    let line = String(decoding: try encoder.encode(ready), as: UTF8.self) + "\n"
    FileHandle.standardOutput.write(Data(line.utf8))
  }

  private func kiosk() async throws {
    try await untilAnswering()
    try await Child.inTerminal(
      try programs.path("hallway-kiosk"),
      ["--socket", socket, "--simulator", simulatorSocket])
  }

  private func untilAnswering() async throws {
    let clock = ContinuousClock()
    let end = clock.now + Self.answersWithin
    for path in [socket, simulatorSocket] {
      while true {
        do {
          let client = try await VarlinkClient.connect(
            unixSocket: path, deadline: VarlinkClient.usualConnectDeadline)
          _ = try await client.call(
            ServiceInterface.GetInfo.self, NoParameters(), deadline: VarlinkClient.usualDeadline)
          await client.close()
          break
        } catch {
          guard clock.now < end else { throw Complaint("nobody answers at \(path)") }
          try await Task.sleep(for: Self.askAgainAfter)
        }
      }
    }
  }
}
