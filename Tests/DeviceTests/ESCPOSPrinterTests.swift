import DeviceKit
import DeviceTestSupport
import Foundation
import Hall
import Synchronization
import TestSupport
import Testing
import TicketPrinters

/// A small printer of our own: answers real-time questions, prints until told to stop.
final class FakePrinter: Sendable {
  struct State {
    /// Answers to `DLE EOT` 1...4.
    var realTime: [UInt8] = [0x12, 0x12, 0x12, 0x12]
    var isMute = false
    /// Whether marks come back.
    var confirms = true
    /// Runs out of paper when a job's mark arrives.
    var runsOutInJob = false
    /// Whether `GS r` is answered.
    var answersInTurn = true
    /// The paper byte of Custom's full status; nil for a printer without presenter.
    var customPaper: UInt8?
    var presented = 0
    var marks = 0
    var clears = 0
  }

  let state = Mutex(State())

  var script: FakePeer.Script {
    { [self] pending in
      state.withLock { state in
        var answer: [UInt8] = []
        while let first = pending.first {
          let mark = hex("1D 28 48 06 00 30 30")
          if pending.starts(with: [0x10, 0x04]) {
            guard pending.count >= 3 else { break }
            if pending[2] == 0x14 {
              answer += [0x10, 0x0F, state.customPaper ?? 0, 0, 0, 0]
            } else {
              answer += [state.realTime[Int(pending[2]) - 1]]
            }
            pending.removeFirst(3)
          } else if pending.starts(with: [0x10, 0x05]) {
            guard pending.count >= 3 else { break }
            state.clears += 1
            pending.removeFirst(3)
          } else if pending.starts(with: [0x1D, 0x72]) {
            guard pending.count >= 3 else { break }
            if state.answersInTurn { answer.append(0x00) }
            pending.removeFirst(3)
          } else if pending.starts(with: [0x1D, 0x65]) {
            guard pending.count >= 3 else { break }
            state.customPaper = pending[2] == 0x03 ? 0x20 : 0x00
            if pending[2] == 0x03 { state.presented += 1 }
            pending.removeFirst(3)
          } else if pending.starts(with: mark) {
            guard pending.count >= 11 else { break }
            state.marks += 1
            if state.runsOutInJob {
              state.realTime[3] = 0x72
              answer += hex("18 00 0F 00")
            } else if state.confirms {
              answer += [0x37, 0x22] + pending[7..<11] + [0x00]
            }
            pending.removeFirst(11)
          } else if first == 0x10 || first == 0x1D, pending.count < 11, mark.starts(with: pending) {
            break
          } else if first == 0x10, pending.count < 2 {
            break
          } else {
            pending.removeFirst()
          }
        }
        return state.isMute ? [] : answer
      }
    }
  }
}

let ticket = Slip([.line("A012", size: .huge, align: .centre), .rule, .qr("Q7")])

func printer(at peer: FakePeer) throws -> ESCPOSPrinter {
  try ESCPOSPrinter(
    DeviceRequest(id: DeviceID("printer"), address: peer.address), bench: quickBench())
}

/// A ready printer over TCP (9100) or a pty, for the length of `body`.
func withPrinter(
  tcp: Bool = false,
  _ body: (ESCPOSPrinter, FakePrinter, FakePeer) async throws -> Void
) async throws {
  let fake = FakePrinter()
  let peer = try tcp ? FakePeer.tcp(fake.script) : FakePeer.pty(fake.script)
  defer { peer.unplug() }
  try await running(printer(at: peer)) { printer in
    try await status(of: printer, "ready") { $0.state == .ready && $0.paper == .full }
    try await body(printer, fake, peer)
  }
}

extension ESCPOSPrinter {
  /// A job of its own.
  nonisolated func print(_ slip: Slip) async -> PrintOutcome {
    await print(slip, job: .fresh())
  }
}

func code(of outcome: PrintOutcome) -> (name: String, code: DeviceFault.Code?) {
  switch outcome {
  case .printed: ("printed", nil)
  case .failed(let fault): ("failed", fault.code)
  case .unknown(let fault): ("unknown", fault.code)
  }
}

struct `An ESC/POS printer` {
  @Test(arguments: [false, true])
  func `prints, and says so only after the printer did`(tcp: Bool) async throws {
    try await withPrinter(tcp: tcp) { printer, fake, peer in
      #expect(await printer.print(ticket) == .printed)
      #expect(fake.state.withLock { $0.marks } == 1)
      #expect(peer.received.holds(hex("41 30 31 32 0A")))
    }
  }

  @Test(arguments: [
    (2, UInt8(0x16), DeviceFault.Code.coverOpen), (3, 0x1A, .cutterError), (4, 0x72, .paperOut),
  ])
  func `fails before a byte of the job when it cannot print`(
    question: Int, answer: UInt8, expected: DeviceFault.Code
  ) async throws {
    try await withPrinter { printer, fake, peer in
      fake.state.withLock { $0.realTime[question - 1] = answer }
      let outcome = code(of: await printer.print(ticket))
      #expect(outcome == ("failed", expected))
      #expect(!peer.received.holds(hex("41 30 31 32 0A")))
      #expect(isFaulted(await printer.status(), expected))
      fake.state.withLock { $0.realTime[question - 1] = 0x12 }
      #expect(await printer.print(ticket) == .printed, "and the end of it is seen")
      #expect(await printer.status().state == .ready)
    }
  }

  @Test func `paper that runs out in a job makes it unknown, and the rest is cleared`()
    async throws
  {
    try await withPrinter { printer, fake, peer in
      fake.state.withLock { $0.runsOutInJob = true }
      #expect(code(of: await printer.print(ticket)) == ("unknown", .paperOut))
      try await status(of: printer, "paper out") {
        isFaulted($0, .paperOut) && $0.paper == .out
      }
      #expect(fake.state.withLock { $0.clears } == 1)
      #expect(code(of: await printer.print(ticket)).name == "failed")
      fake.state.withLock {
        $0.runsOutInJob = false
        $0.realTime[3] = 0x12
      }
      try await status(of: printer, "ready again") { $0.state == .ready && $0.paper == .full }
      // ESC @, cut, and only then the next job's ESC @: the old number stays off the new ticket.
      let separation = hex("1B 40 1D 56 42 00 1B 40")
      #expect(!peer.received.holds(separation))
      #expect(await printer.print(ticket) == .printed)
      #expect(peer.received.holds(separation))
    }
  }

  @Test func `a cable pulled in a job makes it unknown`() async throws {
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

  @Test func `a connection closed in a job makes it unknown, and the next prints`() async throws {
    try await withPrinter(tcp: true) { printer, fake, peer in
      fake.state.withLock { $0.confirms = false }
      async let outcome = printer.print(ticket)
      try await within(hangLimit, "the mark") {
        while fake.state.withLock({ $0.marks }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
      }
      peer.drop()
      #expect(code(of: await outcome) == ("unknown", .unplugged))
      fake.state.withLock { $0.confirms = true }
      try await status(of: printer, "ready again") { $0.state == .ready }
      #expect(await printer.print(ticket) == .printed)
    }
  }

  @Test func `a silent printer fails the job, is faulted, and recovers by itself`() async throws {
    try await withPrinter { printer, fake, peer in
      fake.state.withLock { $0.isMute = true }
      #expect(code(of: await printer.print(ticket)) == ("failed", .silent))
      #expect(!peer.received.holds(hex("41 30 31 32 0A")))
      #expect(isFaulted(await printer.status(), .silent))
      #expect(await printer.status().paper == .unknown, "what it said before may be long past")
      fake.state.withLock { $0.isMute = false }
      try await status(of: printer, "ready again") { $0.state == .ready }
    }
  }

  @Test func `idle status sees paper low, out, the cover and their end`() async throws {
    try await withPrinter { printer, fake, peer in
      // By itself (ASB): near end, then the cover.
      peer.say(hex("10 00 03 00"))
      try await status(of: printer, "low") { $0.state == .ready && $0.paper == .low }
      peer.say(hex("38 00 03 00"))
      try await status(of: printer, "cover") { isFaulted($0, .coverOpen) }
      peer.say(hex("10 00 00 00"))
      try await status(of: printer, "full") { $0.state == .ready && $0.paper == .full }
      // And where it says nothing by itself, because it is asked.
      fake.state.withLock { $0.realTime[3] = 0x72 }
      try await status(of: printer, "out") { isFaulted($0, .paperOut) && $0.paper == .out }
    }
  }

  @Test func `of 40 jobs at once 8 are overloaded and 32 printed`() async throws {
    try await withPrinter { printer, fake, _ in
      // The printer moves only once all have come; each comes where it is made.
      let jobs = fake.state.withLock { _ in
        (0..<40).map { _ in Task.immediate { await printer.print(ticket) } }
      }
      var outcomes: [PrintOutcome] = []
      for job in jobs { outcomes.append(await job.value) }
      #expect(outcomes.count { $0 == .printed } == 32)
      #expect(outcomes.suffix(8).allSatisfy { code(of: $0) == ("failed", .overloaded) })
    }
  }

  @Test func `absent printers fail at once`() async throws {
    let printer = try ESCPOSPrinter(
      DeviceRequest(id: DeviceID("printer"), address: DeviceAddress("tcp:127.0.0.1:1")),
      bench: quickBench())
    try await running(printer) { printer in
      let begun = ContinuousClock.now
      #expect(code(of: await printer.print(ticket)) == ("failed", .absent))
      // Far from the job's 15 s; tests share two cores with others.
      #expect(begun.duration(to: .now) < .seconds(5))
    }
  }
}
