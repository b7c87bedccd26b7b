import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import Scanners
import TestSupport
import Testing

/// The serial driver against a simulated module on a pty.
@Suite(.timeLimit(.minutes(5)))
struct SerialScannerTests {
  private let directory = TemporaryDirectory()

  private func simulator(
    _ change: (inout ScannerMachine) -> Void = { _ in }
  ) throws -> ScannerSimulator {
    var machine = ScannerMachine()
    change(&machine)
    let simulator = ScannerSimulator(machine, link: directory.path("scanner"))
    try simulator.plug()
    return simulator
  }

  private func driver(
    _ simulator: ScannerSimulator, _ options: [String: OptionValue] = [:]
  ) throws -> SerialScanner {
    try SerialScanner(request(simulator.address, options), bench: quickBench())
  }

  @Test(arguments: [Tearing.whole, .singleBytes])
  func `codes of a module are read, torn or not`(_ tearing: Tearing) async throws {
    let module = try simulator { $0.faults.tearing = tearing }
    try await running(driver(module, ["module": .text("gm65")])) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      for text in ["A007", "东莞市民服务中心"] {
        #expect(module.use { $0.scan(Array(text.utf8), at: .now) })
      }
      #expect(try await codes(2, of: stream).map(\.text) == ["A007", "东莞市民服务中心"])
    }
    await module.unplug()
  }

  @Test func `a module in command mode is triggered again after each code`() async throws {
    let module = try simulator { $0.waitsForCommand = true }
    let options: [String: OptionValue] = ["module": .text("gm65"), "trigger": .flag(true)]
    try await running(driver(module, options)) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      try await within(hangLimit, "three codes in a row") {
        for text in ["one", "two", "three"] {
          while !module.use({ $0.scan(Array(text.utf8), at: .now) }) {
            try await Task.sleep(for: .milliseconds(2))
          }
        }
      }
      #expect(try await codes(3, of: stream).map(\.text) == ["one", "two", "three"])
      #expect(module.use { $0.triggers } >= 3)
    }
    await module.unplug()
  }

  @Test func `a module that does not answer, or with a wrong check, is silent and comes back`()
    async throws
  {
    let module = try simulator { $0.faults.wrongCheck = true }
    try await running(driver(module, ["module": .text("gm65")])) { scanner in
      try await status(of: scanner, "silent") { $0.state.fault?.code == .silent }
      module.use { $0.faults.wrongCheck = false }
      try await status(of: scanner, "ready") { $0.state == .ready }
    }
    await module.unplug()
  }

  @Test func `a scanner that is no module gets no byte and needs no answer`() async throws {
    let module = try simulator { $0.faults.silent = true }
    try await running(driver(module)) { scanner in
      try await status(of: scanner, "ready") { $0.state == .ready }
      #expect(module.use { $0.triggers == 0 })
    }
    await module.unplug()
  }

  @Test func `trap 24, a line that flaps comes back each time`() async throws {
    let module = try simulator()
    try await running(driver(module, ["module": .text("gm65")])) { scanner in
      let stream = await scanner.codes()
      for round in 0..<3 {
        try await status(of: scanner, "ready") { $0.state == .ready }
        #expect(module.use { $0.scan(Array("round \(round)".utf8), at: .now) })
        #expect(try await codes(1, of: stream).map(\.text) == ["round \(round)"])
        await module.unplug()
        try await status(of: scanner, "absent") { $0.state == .absent }
        try module.plug()
      }
    }
    await module.unplug()
  }
}

struct ScannerMachineTests {
  private let start = WireInstant.now

  @Test func `a module answers what its manual says and nothing to a damaged command`() {
    var module = ScannerMachine()
    // protocols.md B.3.
    module.receive([0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xAB, 0xCD], at: start)
    #expect(module.advance(to: start) == [[0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31]])
    module.receive([0x7E, 0x00, 0x09, 0x01, 0x00, 0x00, 0x00, 0xDE, 0xC8], at: start)
    #expect(module.advance(to: start) == [[0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31]])
    module.receive([0x7E, 0x00, 0x09, 0x01, 0x00, 0x00, 0x00, 0xDE, 0xC9], at: start)
    #expect(module.advance(to: start).isEmpty)
    #expect(module.triggers == 1 && module.saves == 1)
  }

  @Test func `a triggered module looks for five seconds and for one code`() {
    var module = ScannerMachine()
    module.waitsForCommand = true
    let trigger: [UInt8] = [0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xAB, 0xCD]
    var seen: [Bool] = [module.scan([0x41], at: start)]
    module.receive(trigger, at: start)
    seen.append(module.scan([0x41], at: start + .seconds(4)))
    seen.append(module.scan([0x41], at: start + .seconds(4)))
    module.receive(trigger, at: start)
    seen.append(module.scan([0x41], at: start + .seconds(5)))
    #expect(seen == [false, true, false, false])
  }

  @Test func `commands are found in any garbage, which never traps`() {
    var dice = Dice(state: 66)
    var module = ScannerMachine()
    for _ in 0..<500 {
      module.receive(dice.bytes(0...40), at: start)
      _ = module.advance(to: start)
    }
    // What garbage may still wait for: the longest command.
    module.receive([UInt8](repeating: 0, count: 300), at: start)
    _ = module.advance(to: start + .seconds(1))
    let before = module.triggers
    module.receive([0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xAB, 0xCD], at: start)
    #expect(module.triggers == before + 1)
  }
}
