import DeviceKit
import DeviceTestSupport
import Foundation
import Hall
import Synchronization
import TestSupport
import Testing
import TicketPrinters

/// The traps of device-daemons.md section 5 that printers fall into, each by its number.
struct `Ticket printer traps` {
  @Test func `trap 7: a job the printer never ends is ended by its deadline`() async throws {
    let fake = FakePrinter()
    fake.state.withLock { $0.confirms = false }
    let peer = try FakePeer.tcp(fake.script)
    defer { peer.unplug() }
    let printer = try ESCPOSPrinter(
      DeviceRequest(id: DeviceID("printer"), address: peer.address), bench: quickBench(),
      jobDeadline: .seconds(3))
    try await running(printer) { printer in
      try await status(of: printer, "ready") { $0.state == .ready }
      #expect(code(of: await printer.print(ticket)) == ("unknown", .silent))
    }
  }

  @Test func `trap 8: printing resumes by itself once the paper is back, and the reason was shown`()
    async throws
  {
    try await withPrinter { printer, fake, peer in
      fake.state.withLock { $0.realTime[3] = 0x72 }
      #expect(code(of: await printer.print(ticket)) == ("failed", .paperOut))
      #expect(await printer.status().parts.paper == .out)
      fake.state.withLock { $0.realTime[3] = 0x12 }
      try await status(of: printer, "ready again") { $0.state == .ready && $0.paper == .full }
      #expect(await printer.print(ticket) == .printed)
    }
  }

  @Test func `trap 9: a cable pulled in a job is no success`() async throws {
    try await withPrinter { printer, fake, peer in
      fake.state.withLock { $0.confirms = false }
      async let outcome = printer.print(ticket)
      try await within(hangLimit, "the mark") {
        while fake.state.withLock({ $0.marks }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
      }
      peer.unplug()
      #expect(code(of: await outcome) == ("unknown", .unplugged))
    }
  }

  @Test func `trap 10: a job handed in again after it was printed prints no second ticket`()
    async throws
  {
    try await withPrinter { printer, fake, _ in
      let job = PrintJobID("2026-11-25 A012")
      #expect(await printer.print(ticket, job: job) == .printed)
      #expect(await printer.print(ticket, job: job) == .printed)
      #expect(fake.state.withLock { $0.marks } == 1)
      #expect(await printer.print(ticket, job: PrintJobID("2026-11-25 A013")) == .printed)
      #expect(fake.state.withLock { $0.marks } == 2)
    }
  }

  @Test func `trap 10: the same job twice at once prints one ticket`() async throws {
    try await withPrinter { printer, fake, _ in
      let job = PrintJobID("2026-11-25 A012")
      async let first = printer.print(ticket, job: job)
      async let second = printer.print(ticket, job: job)
      let outcomes = await [first, second]
      #expect(outcomes == [.printed, .printed])
      #expect(fake.state.withLock { $0.marks } == 1)
    }
  }

  @Test func `trap 10: an unknown job stays unknown, and one that failed may try again`()
    async throws
  {
    try await withPrinter { printer, fake, _ in
      let lost = PrintJobID("2026-11-25 A012")
      fake.state.withLock { $0.runsOutInJob = true }
      #expect(code(of: await printer.print(ticket, job: lost)) == ("unknown", .paperOut))
      let refused = PrintJobID("2026-11-25 A013")
      #expect(code(of: await printer.print(ticket, job: refused)).name == "failed")
      // Even while the printer is away.
      #expect(code(of: await printer.print(ticket, job: lost)) == ("unknown", .paperOut))
      fake.state.withLock {
        $0.runsOutInJob = false
        $0.realTime[3] = 0x12
      }
      try await status(of: printer, "ready again") { $0.state == .ready }
      #expect(code(of: await printer.print(ticket, job: lost)) == ("unknown", .paperOut))
      #expect(fake.state.withLock { $0.marks } == 1)
      #expect(await printer.print(ticket, job: refused) == .printed)
    }
  }

  @Test func `trap 11: a write that ran out of time after some bytes is no failure but unknown`()
    async throws
  {
    let script = ScriptedPort()
    let printer = try ESCPOSPrinter(
      DeviceRequest(id: DeviceID("printer"), address: DeviceAddress("tcp:127.0.0.1:9100")),
      bench: quickBench { _, _ throws(DeviceFault) in ScriptedLink(script) },
      jobDeadline: .seconds(3))
    try await running(printer) { printer in
      try await status(of: printer, "ready") { $0.state == .ready }
      script.state.withLock { $0.takesOfAJob = 0 }
      #expect(code(of: await printer.print(ticket)) == ("failed", .silent))
      try await status(of: printer, "ready again") { $0.state == .ready }
      script.state.withLock { $0.takesOfAJob = 40 }
      #expect(code(of: await printer.print(ticket)) == ("unknown", .silent))
    }
  }

  @Test
  func `trap 22: a model without a way back is printed to unasked and never said to have printed`()
    async throws
  {
    let fake = FakePrinter()
    fake.state.withLock { $0.isMute = true }
    try await withPrinter(profile: "one-way-80", fake) { printer, peer in
      try await status(of: printer, "ready") { $0.state == .ready && $0.paper == .unknown }
      #expect(code(of: await printer.print(ticket)) == ("unknown", .silent))
      try await within(hangLimit, "the cut") {
        while !peer.received.holds(hex("1D 56 42 00")) {
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      #expect(!peer.received.holds(hex("10 04")), "nothing was asked")
    }
  }

  @Test func `trap 22: an answer that comes late is not taken for the next question's`()
    async throws
  {
    let fake = FakePrinter()
    try await withPrinter(profile: "generic-80", fake) { printer, peer in
      try await status(of: printer, "ready") { $0.state == .ready }
      // One answer too many, "paper out" had it been to DLE EOT 4, waits before the first question.
      peer.say([0x72])
      #expect(await printer.print(ticket) == .printed)
      #expect(await printer.status().paper == .full)
    }
  }

  @Test func `trap 22: a clone without job marks confirms by the status byte after the cut`()
    async throws
  {
    let fake = FakePrinter()
    fake.state.withLock { $0.confirms = false }
    try await withPrinter(profile: "clone-80", fake) { printer, peer in
      try await status(of: printer, "ready") { $0.state == .ready }
      #expect(await printer.print(ticket) == .printed)
      #expect(fake.state.withLock { $0.marks } == 0)
      #expect(peer.received.holds(hex("1D 56 42 00 1D 72 01")))
      // Held back, it confirms nothing.
      fake.state.withLock { $0.answersInTurn = false }
      #expect(code(of: await printer.print(ticket)) == ("unknown", .silent))
    }
  }

  @Test func `a presenter's sensor confirms the job, and an old ticket makes room first`()
    async throws
  {
    let fake = FakePrinter()
    fake.state.withLock { $0.customPaper = 0x20 }
    try await withPrinter(profile: "custom-kpm210", fake) { printer, peer in
      try await status(of: printer, "a ticket in the outlet") {
        $0.state == .ready && $0.parts.media == .present
      }
      #expect(await printer.print(ticket) == .printed)
      #expect(peer.received.holds(hex("1D 65 05")), "the old one was ejected")
      #expect(fake.state.withLock { $0.presented } == 1)
    }
  }
}

/// A ready printer of one model at a scripted peer.
func withPrinter(
  profile: String, _ fake: FakePrinter, _ body: (ESCPOSPrinter, FakePeer) async throws -> Void
) async throws {
  let peer = try FakePeer.tcp(fake.script)
  defer { peer.unplug() }
  let printer = try ESCPOSPrinter(
    DeviceRequest(
      id: DeviceID("printer"), address: peer.address, options: ["profile": .text(profile)]),
    bench: quickBench(), jobDeadline: .seconds(3))
  try await running(printer) { printer in try await body(printer, peer) }
}

/// A healthy printer behind a port that takes only so many bytes of a job.
final class ScriptedPort: Sendable {
  struct State {
    /// nil takes everything.
    var takesOfAJob: Int?
  }

  let state = Mutex(State())
}

final class ScriptedLink: ByteLink {
  private let port: ScriptedPort
  private(set) var bytesWritten = 0
  private var answers: [UInt8] = []

  init(_ port: ScriptedPort) { self.port = port }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    if bytes.starts(with: [0x10, 0x04]) { answers.append(0x12) }
    guard bytes.count > 20, let limit = port.state.withLock({ $0.takesOfAJob }) else {
      bytesWritten += bytes.count
      return
    }
    let taken = min(limit, bytes.count)
    bytesWritten += taken
    port.state.withLock { $0.takesOfAJob = limit - taken }
    throw DeviceFault(.silent, "took \(taken) of \(bytes.count) bytes")
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    guard !answers.isEmpty else {
      // A wait on a descriptor would end at the deadline; here nobody else speaks.
      let left = Deadline.now.duration(to: deadline)
      if left > .zero { usleep(UInt32(min(left / .microseconds(1), 20_000))) }
      throw DeviceFault(.silent, "nothing to read")
    }
    defer { answers.removeAll() }
    return answers
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    usleep(5_000)
    return false
  }

  func discardInput() throws(DeviceFault) { answers.removeAll() }
}
