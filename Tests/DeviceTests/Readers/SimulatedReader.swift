import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import IDCardReaders
import TestSupport
import Testing

/// A simulated module on a real pty and what it hears.
final class SimulatedReader: Sendable {
  let simulator: ReaderSimulator
  /// Every command that reaches the module, as it comes; for one listener.
  let heard: AsyncStream<ReaderCommand>
  private let scratch = TemporaryDirectory()

  init(powerOnBaud: Int? = nil) throws {
    let (stream, continuation) = AsyncStream.makeStream(of: ReaderCommand.self)
    heard = stream
    var machine = ReaderMachine(powerOnBaud: powerOnBaud)
    machine.heard = { continuation.yield($0) }
    simulator = ReaderSimulator(machine, link: scratch.path("reader"))
    try simulator.plug()
  }

  func place(_ id: String) throws {
    let person = try #require(InventedPerson.named(id))
    simulator.use { $0.placeCard(person) }
  }

  func lift() { simulator.use { $0.removeCard() } }

  func change(_ faults: @Sendable (inout ReaderFaults) -> Void) {
    simulator.use { faults(&$0.faults) }
  }

  /// Runs the real driver on this module for the length of `body`.
  func driven(
    options: [String: OptionValue] = [:], baud: Int = 115_200,
    _ body: (SAMVReader) async throws -> Void
  ) async throws {
    let address = try DeviceAddress("\(simulator.address)?baud=\(baud)")
    try await running(reader(at: address, options: options)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      try await body(reader)
    }
    await simulator.unplug()
  }
}

extension AsyncStream<ReaderCommand> {
  /// The next command; nil never comes, since the module outlives its listener.
  func next() async -> ReaderCommand? {
    for await command in self { return command }
    return nil
  }

  /// The commands up to and with the `count`th of a kind.
  func next(_ count: Int = 1, of kind: ReaderCommand) async -> [ReaderCommand] {
    var commands: [ReaderCommand] = []
    while commands.count(where: { $0 == kind }) < count, let command = await next() {
      commands.append(command)
    }
    return commands
  }
}

extension AsyncThrowingStream where Failure == any Error {
  /// The next step of a reading, nil at its end.
  func next() async throws -> Element? {
    for try await step in self { return step }
    return nil
  }
}
