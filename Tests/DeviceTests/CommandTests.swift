import DeviceKit
import DeviceTestSupport
import Dispatch
import EvaluationPads
import Synchronization
import TestSupport
import Testing

/// A device whose commands wait for a byte that a test may never send.
private actor Waiter: SupervisedDevice {
  static let descriptor = DriverDescriptor(
    name: "waiter", kind: .scanner, schemes: [.serial], abilities: [], timeouts: [])

  nonisolated let supervision: Supervision
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }
  var link: (any ByteLink)?
  var suspicion: DeviceFault?
  private var probes = 0

  init(_ address: DeviceAddress, _ bench: DeviceBench) throws {
    supervision = try Supervision(
      Self.descriptor, DeviceRequest(id: DeviceID("waiter"), address: address), bench)
  }

  func probe(_ link: any ByteLink) throws(DeviceFault) {
    probes += 1
    supervision.board.show(.ready)
  }

  func watch(_ link: any ByteLink) throws(DeviceFault) {
    if try link.waitForInput(until: .after(.seconds(60))) { try link.discardInput() }
  }

  func countProbes() -> Int { probes }

  /// Waits for a byte; `begun` is called when it does, from which on no byte is lost to the watch.
  nonisolated func byte(
    within time: Duration, begun: @escaping @Sendable () -> Void = {}
  ) async throws(DeviceFault) -> UInt8? {
    try await command("byte", within: time) { _, link throws(DeviceFault) in
      begun()
      return try link.read(upTo: 1, deadline: .after(.seconds(600))).first
    }
  }

  nonisolated func note(_ what: @escaping @Sendable () -> Void) async throws(DeviceFault) {
    try await command("note") { _, _ throws(DeviceFault) in what() }
  }

  nonisolated func misbehave() async throws(DeviceFault) {
    try await command("misbehave") { _, _ throws(DeviceFault) in
      throw DeviceFault(.protocolError, "nonsense")
    }
  }
}

/// Which commands were served, in this order.
private final class Served: Sendable {
  private let numbers = Mutex<[Int]>([])
  var all: [Int] { numbers.withLock { $0 } }
  func add(_ number: Int) { numbers.withLock { $0.append(number) } }
}

/// A ready ``Waiter`` on a pty.
private func withWaiter(
  _ bench: DeviceBench = quickBench(), _ body: (Waiter, FakePeer) async throws -> Void
) async throws {
  let peer = try FakePeer.pty { _ in [] }
  defer { peer.unplug() }
  try await running(Waiter(peer.address, bench)) { device in
    try await status(of: device, "ready") { $0.state == .ready }
    try await body(device, peer)
  }
}

/// A command that waits for a byte far longer than any test, once it has begun to.
private func waiting(
  on device: Waiter
) async throws -> Task<DeviceFault.Code?, Never> {
  let (beginnings, begun) = AsyncStream.makeStream(of: Void.self)
  let task = Task {
    await fault { () async throws(DeviceFault) in
      _ = try await device.byte(within: .seconds(600)) { begun.yield() }
    }
  }
  _ = try await within(hangLimit, "its beginning") { await beginnings.first { _ in true } }
  return task
}

private func fault(_ body: () async throws(DeviceFault) -> Void) async -> DeviceFault.Code? {
  do {
    try await body()
    return nil
  } catch {
    return error.code
  }
}

struct `Commands` {
  @Test func `end at their deadline, however patient the driver is`() async throws {
    try await withWaiter { device, _ in
      let hasBegun = Atomic(false)
      var code: DeviceFault.Code?
      // On a busy machine a turn can come too late for a deadline so short: then it is another one.
      while !hasBegun.load(ordering: .relaxed) {
        code = try await within(hangLimit, "the command's end") {
          await fault { () async throws(DeviceFault) in
            _ = try await device.byte(within: .milliseconds(100)) {
              hasBegun.store(true, ordering: .relaxed)
            }
          }
        }
      }
      #expect(code == .silent)
    }
  }

  @Test func `under way end when their caller gives up, and the next one is served`() async throws {
    try await withWaiter { device, peer in
      let first = try await waiting(on: device)
      #expect(await device.status().availability == .busy)
      first.cancel()
      #expect(await first.value == .cancelled)
      #expect(await device.status().availability == .online)
      let second = Task { try await device.byte(within: hangLimit) { peer.say([7]) } }
      #expect(try await second.value == 7)
    }
  }

  @Test func `are over when their caller is told`() async throws {
    try await withWaiter { device, _ in
      for _ in 0..<200 {
        try await device.note {}
        #expect(await device.status().availability == .online)
      }
    }
  }

  @Test func `are served in the order they came`() async throws {
    try await withWaiter { device, _ in
      for _ in 0..<20 {
        let served = Served()
        // Started where they are made, so they come in this order.
        var tasks: [Task<DeviceFault.Code?, Never>] = []
        for number in 0..<32 {
          let task = Task.immediate {
            await fault { () async throws(DeviceFault) in
              try await device.note { served.add(number) }
            }
          }
          tasks.append(task)
        }
        for task in tasks { #expect(await task.value == nil) }
        #expect(served.all == Array(0..<32))
      }
    }
  }

  @Test func `that wait end at their deadline, whatever those before them do`() async throws {
    try await withWaiter { device, _ in
      let first = try await waiting(on: device)
      let code = try await within(hangLimit, "the end of the second, while the first goes on") {
        await fault { () async throws(DeviceFault) in
          _ = try await device.byte(within: .milliseconds(50))
        }
      }
      #expect(code == .overloaded)
      first.cancel()
      #expect(await first.value == .cancelled)
    }
  }

  @Test func `that wait end at once when their caller gives up`() async throws {
    try await withWaiter { device, _ in
      let first = try await waiting(on: device)
      let second = Task.immediate {
        await fault { () async throws(DeviceFault) in
          _ = try await device.byte(within: .seconds(600))
        }
      }
      second.cancel()
      let code = try await within(hangLimit, "the second's end") { await second.value }
      #expect(code == .cancelled)
      first.cancel()
      #expect(await first.value == .cancelled)
    }
  }

  @Test func `beyond thirty-two are refused at once`() async throws {
    try await withWaiter { device, _ in
      // Started where they are made, so all are admitted before the next one comes.
      let waiting = (0..<32).map { _ in
        Task.immediate {
          await fault { () async throws(DeviceFault) in
            _ = try await device.byte(within: .seconds(600))
          }
        }
      }
      // "At once": its own deadline is far beyond the test's.
      let code = try await within(hangLimit, "a refusal") {
        await fault { () async throws(DeviceFault) in
          _ = try await device.byte(within: .seconds(600))
        }
      }
      #expect(code == .overloaded)
      for task in waiting { task.cancel() }
      for task in waiting { #expect(await task.value == .cancelled) }
    }
  }

  @Test func `that find the device misbehaving leave it to the ladder, which brings it back`()
    async throws
  {
    try await withWaiter { device, _ in
      let before = await device.countProbes()
      #expect(
        await fault { () async throws(DeviceFault) in try await device.misbehave() }
          == .protocolError)
      try await within(hangLimit, "a new probe") {
        while await device.countProbes() == before { try await Task.sleep(for: .milliseconds(5)) }
      }
      try await status(of: device, "ready again") { $0.state == .ready }
    }
  }
}

/// A link that is silent and knows some rungs.
private final class Wedged: ByteLink {
  let rungs: Set<RecoveryStep>
  let climbed: @Sendable (RecoveryStep) -> Void
  var bytesWritten: Int { 0 }

  init(rungs: Set<RecoveryStep>, climbed: @escaping @Sendable (RecoveryStep) -> Void) {
    self.rungs = rungs
    self.climbed = climbed
  }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    throw DeviceFault(.silent, "wedged")
  }
  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    throw DeviceFault(.silent, "wedged")
  }
  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    throw DeviceFault(.silent, "wedged")
  }
  func discardInput() throws(DeviceFault) {}
  func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool {
    guard rungs.contains(step) else { return false }
    climbed(step)
    return true
  }
}

struct `The recovery ladder` {
  private func rungs(tried available: Set<RecoveryStep>) async throws -> [RecoveryStep] {
    let climbed = Mutex<[RecoveryStep]>([])
    let openings = Atomic(0)
    let device = try Waiter(
      try DeviceAddress("serial:/dev/wedged"),
      quickBench { _, _ throws(DeviceFault) in
        openings.wrappingAdd(1, ordering: .relaxed)
        return Wedged(rungs: available) { step in climbed.withLock { $0.append(step) } }
      })
    try await running(device) { device in
      try await status(of: device, "the last rung") { $0.recovery == .callTechnician }
      while available.contains(.clearHalt), climbed.withLock({ $0.count < 5 }) {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
    #expect(openings.load(ordering: .relaxed) > RecoverySteps.reopenings)
    return climbed.withLock { $0 }
  }

  private enum RecoverySteps { static let reopenings = 3 }

  @Test func `trap 20: a wedged device is tried by clear halt, reset and port power, in order`()
    async throws
  {
    let tried = try await rungs(tried: [.clearHalt, .reset, .portPower])
    #expect(tried.prefix(3) == [.clearHalt, .reset, .portPower])
    // A halt outlives reopening: clearing it goes on when a technician was called.
    #expect(tried.dropFirst(3).allSatisfy { $0 == .clearHalt })
  }

  /// A wedged device that knows one rung, and that a test unplugs.
  private func wedged(
    knowing rung: RecoveryStep, _ climbed: @escaping @Sendable () -> Void,
    isThere: @escaping @Sendable () -> Bool
  ) throws -> Waiter {
    try Waiter(
      try DeviceAddress("serial:/dev/wedged"),
      quickBench { _, _ throws(DeviceFault) in
        guard isThere() else { throw DeviceFault(.absent, "unplugged") }
        return Wedged(rungs: [rung]) { _ in climbed() }
      })
  }

  @Test func `begins at the bottom for what is plugged in after a technician was called`()
    async throws
  {
    let resets = Atomic(0)
    let isThere = Atomic(true)
    let device = try wedged(knowing: .reset) {
      resets.wrappingAdd(1, ordering: .relaxed)
    } isThere: {
      isThere.load(ordering: .relaxed)
    }
    try await running(device) { device in
      for times in 1...3 {
        try await status(of: device, "the last rung") { $0.recovery == .callTechnician }
        #expect(resets.load(ordering: .relaxed) == times)
        isThere.store(false, ordering: .relaxed)
        try await status(of: device, "absent") { $0.state == .absent && $0.recovery == nil }
        isThere.store(true, ordering: .relaxed)
      }
    }
  }

  @Test func `goes on where it was when its own power cut made the device go away`() async throws {
    let cuts = Atomic(0)
    let absences = Atomic(0)
    let device = try wedged(knowing: .portPower) {
      cuts.wrappingAdd(1, ordering: .relaxed)
    } isThere: {
      // Not there at the first attempt after a cut.
      let isThere = cuts.load(ordering: .relaxed) == absences.load(ordering: .relaxed)
      if !isThere { absences.wrappingAdd(1, ordering: .relaxed) }
      return isThere
    }
    try await running(device) { device in
      try await status(of: device, "the last rung") { $0.recovery == .callTechnician }
    }
    #expect(cuts.load(ordering: .relaxed) == 1)
    #expect(absences.load(ordering: .relaxed) == 1)
  }

  @Test func `on a line that has no such rungs it reopens and then calls a technician`()
    async throws
  {
    #expect(try await rungs(tried: []) == [])
  }
}
