import CallerKeypads
import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import EvaluationPads
import StationProtocols
import TestSupport
import Testing

/// Traps of device-daemons.md section 5, as far as pads and keypads could fall into them.
struct `Traps at the window` {
  @Test func `trap 10, duplicates on retry: a press sent four times is heard once`() async throws {
    // The host's answers get lost, so the pad sends all its copies.
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    try await running(pad(at: peer)) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      for _ in 0..<4 { peer.say(press(2)) }
      peer.say(press(5))
      #expect(try await taken(2, of: presses, "presses").map(\.level) == [2, 5])
    }
  }

  @Test func `trap 11, a timeout does not mean that nothing was sent: an order is obeyed once`()
    async throws
  {
    // The pad obeys and its answers get lost: the tries that follow have the same number.
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Keypad(bench.request, bench: quickBench())) { keypad in
      try await ready(keypad)
      bench.simulator.use { $0.faults.wrongSum = true }
      await #expect(throws: DeviceFault.self) { try await keypad.beep() }
      #expect(bench.simulator.use { $0.station.beeps } == 1)
      await bench.simulator.unplug()
    }
  }

  @Test func `trap 24, a flapping device: lost answers are no fault`() async throws {
    // Every second answer only; the protocol's three tries are the grace.
    let machine = ForgetfulPad(answersOneIn: 2)
    let bench = try StationBench(machine)
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      let faults = Task {
        for await status in await pad.statuses() where status.state.fault != nil { return true }
        return false
      }
      for _ in 0..<4 { try await pad.invite() }
      #expect(await pad.status().state == .ready)
      faults.cancel()
      #expect(await faults.value == false)
      await bench.simulator.unplug()
    }
  }

  @Test func `trap 26, closing a line that nobody reads: the end is bounded`() async throws {
    // Nobody reads the pty's other side, so its buffer fills and stays full.
    let silent = try FakePeer.mutePty()
    defer { silent.unplug() }
    // `running` checks that the end comes within its bound.
    try await running(pad(at: silent)) { pad in
      try await ready(pad)
      try await within(hangLimit, "a full line") {
        while true {
          do { try await pad.invite() } catch { return }
        }
      }
    }
  }
}

/// A QP1 pad whose answers mostly do not arrive.
private struct ForgetfulPad: WireMachine {
  var pad = QP1Machine(address: 1)
  let answersOneIn: Int
  private var said = 0

  init(answersOneIn: Int) { self.answersOneIn = answersOneIn }

  mutating func receive(_ bytes: [UInt8], at now: WireInstant) { pad.receive(bytes, at: now) }

  mutating func advance(to now: WireInstant) -> [[UInt8]] {
    pad.advance(to: now).filter { _ in
      said += 1
      return said.isMultiple(of: answersOneIn)
    }
  }

  var nextDue: WireInstant? { pad.nextDue }

  mutating func losePower() { pad.losePower() }
}
