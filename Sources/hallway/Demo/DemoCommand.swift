import ArgumentParser
import Foundation
import ProgramKit

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Runs a sample hall with simulated devices, until SIGTERM or the end of input.",
    discussion: """
      Starts hallwayd and hallway-simulator as its children and prints one line of JSON when \
      both answer: {"socket":…,"simulator":…,"hallwaydPid":…}. Should hallwayd die it is started \
      again, and the line is printed again with the new process.

      EXAMPLES
        hallway demo --state /tmp/demo --socket /tmp/demo/hallway.socket
        hallway demo --state /tmp/demo --socket /tmp/demo/hallway.socket --front
      """)

  @Option(help: "Directory of the ledger, the simulated devices and their tickets.")
  var state: String

  @Option(help: "Unix socket the hall will answer on.")
  var socket: String

  @Option(help: "The hall's file; the sample hall that ships unless given.")
  var config: String?

  @Flag(help: "Open the kiosk in this terminal; the demo ends with it.")
  var front = false

  func run() async throws {
    let programs = try Programs()
    let directory = absolute(state)
    let demo = DemoHall(
      programs: programs, state: directory, socket: absolute(socket),
      configuration: try config.map(absolute) ?? programs.sampleHall())
    try await demo.run(front: front)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

/// Where Hallway's programs and its sample hall are: beside this program.
struct Programs {
  let directory: String

  init() throws {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard length > 0 else { throw Complaint("this program cannot find itself in /proc") }
    let path = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    directory = URL(filePath: path).deletingLastPathComponent().path
  }

  func path(_ name: String) throws -> String {
    let path = "\(directory)/\(name)"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Complaint("\(path) is missing; build everything with `make build`")
    }
    return path
  }

  /// `Demo/hallway.yaml` of the checkout this program was built in, or the installed one.
  func sampleHall() throws -> String {
    var folder = URL(filePath: directory)
    var candidates = [folder.appending(path: "../share/hallway/demo/hallway.yaml")]
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      candidates.append(folder.appending(path: "Demo/hallway.yaml"))
    }
    let found = candidates.map(\.standardized.path)
      .first { FileManager.default.fileExists(atPath: $0) }
    guard let found else { throw Complaint("no sample hall found; name one with --config") }
    return found
  }
}
