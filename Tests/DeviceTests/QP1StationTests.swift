import CallerKeypads
import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import EvaluationPads
import LEDStrips
import StationProtocols
import Synchronization
import TestSupport
import Testing

/// Waits for the state that everything else needs.
func ready(_ device: some Device) async throws {
  try await status(of: device, "ready") { $0.state == .ready }
}

struct `A QP1 pad` {
  @Test(arguments: [
    (Tearing.whole, false), (.singleBytes, false), (.leadingGarbage, false), (.whole, true),
  ])
  func `asks for a rating and hears it once`(tearing: Tearing, isPolled: Bool) async throws {
    let bench = try StationBench(
      QP1Machine(address: 9, isPolled: isPolled),
      options: ["station": .integer(9), "poll": .flag(isPolled), "voice": .integer(3)])
    bench.simulator.use { $0.faults.tearing = tearing }
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      async let ratings = taken(2, of: presses, "ratings")
      for level in [5, 1] {
        try await persisting { try await pad.invite("\(level)") }
        #expect(bench.simulator.use { $0.face.asksForRating })
        #expect(bench.simulator.use { $0.press(level, at: .now) })
        try await bench.until("the ACK") { $0.unacknowledged == 0 }
      }
      #expect(try await ratings.map { "\($0.level)" } == ["5", "1"])
      #expect(try await ratings.map(\.evaluation) == ["5", "1"])
      #expect(bench.simulator.use { $0.station.spoken } == [3, 3])
      #expect(bench.simulator.use { $0.face.acknowledged } == 2)
      await bench.simulator.unplug()
    }
  }

  @Test func `an evaluation that ends without a press is no press`() async throws {
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      try await persisting { try await pad.invite() }
      try await persisting { try await pad.show(.welcome(clerk: nil)) }
      try await bench.until("the ACK") { $0.unacknowledged == 0 }
      try await persisting { try await pad.invite() }
      #expect(bench.simulator.use { $0.press(2, at: .now) })
      #expect(try await taken(1, of: presses, "rating").map(\.level) == [2])
      await bench.simulator.unplug()
    }
  }

  @Test func `a rating of before a restart is acknowledged and not heard`() async throws {
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      try await persisting { try await pad.invite() }
      bench.simulator.use { $0.faults.silent = true }
      #expect(bench.simulator.use { $0.press(4, at: .now) })
    }
    bench.simulator.use { $0.faults.silent = false }
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      let presses = await pad.presses()
      try await ready(pad)
      try await bench.until("the ACK of the old rating") { $0.unacknowledged == 0 }
      try await persisting { try await pad.invite() }
      #expect(bench.simulator.use { $0.press(2, at: .now) })
      #expect(try await taken(1, of: presses, "rating").map(\.level) == [2])
      await bench.simulator.unplug()
    }
  }

  @Test func `a rating that the pad keeps over a restart is heard after it, as what it was asked`()
    async throws
  {
    let bench = try StationBench(QP1Machine(address: 1))
    let memory = KeptInMemory()
    func driver() throws -> QP1Pad {
      let quick = quickBench()
      return try QP1Pad(
        bench.request,
        bench: DeviceBench(
          wallTime: quick.wallTime, logger: quick.logger, backoff: quick.backoff, memory: memory))
    }
    var before: String?
    try await running(try driver()) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      try await persisting { try await pad.invite("17") }
      #expect(bench.simulator.use { $0.press(4, at: .now) })
      // The hall has it, and goes before the pad hears of that.
      before = try await first(1, of: presses, "the press").first?.requestID
    }
    #expect(bench.simulator.use { $0.unacknowledged } == 1)
    try await running(try driver()) { pad in
      let presses = await pad.presses()
      try await ready(pad)
      let heard = try await taken(1, of: presses, "the rating of before")
      #expect(heard.map(\.evaluation) == ["17"] && heard.map(\.level) == [4])
      #expect(
        before != nil && heard.first?.requestID == before, "the same press, which counts once")
      try await bench.until("the ACK") { $0.unacknowledged == 0 }
      try await persisting { try await pad.invite("18") }
      #expect(bench.simulator.use { $0.press(2, at: .now) })
      #expect(try await taken(1, of: presses, "the next").map(\.evaluation) == ["18"])
      await bench.simulator.unplug()
    }
  }

  @Test func `a rating stays in the pad until the hall has it`() async throws {
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      try await persisting { try await pad.invite("A") }
      #expect(bench.simulator.use { $0.press(4, at: .now) })
      // It is heard, and heard once more after the hall has said that it could not keep it.
      let heard = try await taken(2, of: presses, "the press and its copy") { _ in .notKept }
      #expect(bench.simulator.use { $0.unacknowledged } == 1)
      let kept = try await taken(1, of: presses, "one more copy")
      try await bench.until("the ACK") { $0.unacknowledged == 0 }
      #expect(Set((heard + kept).map(\.requestID)).count == 1)
      #expect(kept.map(\.evaluation) == ["A"])
      await bench.simulator.unplug()
    }
  }

  @Test func `a cable out between press and acknowledgement loses and doubles nothing`()
    async throws
  {
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      try await persisting { try await pad.invite("A") }
      #expect(bench.simulator.use { $0.press(4, at: .now) })
      let press = try #require(try await first(1, of: presses, "the press").first)
      // The line breaks, and only then the hall answers.
      await bench.simulator.unplug(keepsPower: true)
      try await status(of: pad, "absent") { $0.state == .absent }
      await press.answer(.stored)
      // Meanwhile the next citizen is asked, on a pad that is not there.
      await #expect(throws: DeviceFault.self) { try await pad.invite("B") }
      try bench.simulator.plug()
      try await bench.until("the ACK") { $0.unacknowledged == 0 }
      try await persisting { try await pad.invite("B") }
      #expect(bench.simulator.use { $0.press(2, at: .now) })
      #expect(try await taken(1, of: presses, "the next").map(\.evaluation) == ["B"])
      await bench.simulator.unplug()
    }
  }

  @Test func `prompts are said and shown as the site has them`() async throws {
    let bench = try StationBench(
      QP1Machine(address: 1),
      options: [
        "voice": .integer(1), "welcome": .integer(2), "line": .integer(3), "thanks": .integer(4),
        "screen": .flag(true), "lamps": .flag(true),
      ])
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      try await persisting { try await pad.show(.welcome(clerk: "0017 综合受理")) }
      #expect(bench.simulator.use { $0.station.lines } == [0: "您好，欢迎光临", 1: "0017 综合受理"])
      try await persisting { try await pad.invite() }
      #expect(bench.simulator.use { $0.station.lines } == [0: "请对我的服务给予评价", 1: ""])
      #expect(bench.simulator.use { $0.station.lamps } == 0b11111)
      // The one behind is told to stand back; the one at the window may still rate.
      try await persisting { try await pad.show(.standBack) }
      #expect(bench.simulator.use { $0.face.asksForRating })
      try await persisting { try await pad.show(.thanks) }
      #expect(bench.simulator.use { !$0.face.asksForRating && $0.station.lamps == 0 })
      #expect(bench.simulator.use { $0.station.spoken } == [2, 1, 3, 4])
      await bench.simulator.unplug()
    }
  }

  @Test func `is absent without its cable, and back with it`() async throws {
    let bench = try StationBench(QP1Machine(address: 1))
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await ready(pad)
      await bench.simulator.unplug()
      try await status(of: pad, "absent") { $0.state == .absent }
      await #expect(throws: DeviceFault.self) { try await pad.invite() }
      try bench.simulator.plug()
      try await ready(pad)
      try await persisting { try await pad.invite() }
      #expect(bench.simulator.use { $0.face.asksForRating })
      await bench.simulator.unplug()
    }
  }

  @Test func `a pad that answers nothing is silent, not ready`() async throws {
    let bench = try StationBench(QP1Machine(address: 1))
    bench.simulator.use { $0.faults.silent = true }
    try await running(QP1Pad(bench.request, bench: quickBench())) { pad in
      try await status(of: pad, "silent") { $0.state.fault?.code == .silent }
      bench.simulator.use { $0.faults.silent = false }
      try await ready(pad)
      await bench.simulator.unplug()
    }
  }
}

struct `A QP1 keypad` {
  @Test func `its keys ask, its display shows, also after a power cut`() async throws {
    let bench = try StationBench(
      QP1Machine(address: 2), options: ["station": .integer(2), "keys": .keys([0x31: 1, 0x32: 6])])
    try await running(QP1Keypad(bench.request, bench: quickBench())) { keypad in
      try await ready(keypad)
      let presses = await keypad.presses()
      bench.simulator.use { $0.pressKey(0x31, at: .now) }
      bench.simulator.use { $0.pressKey(0x40, at: .now) }  // means nothing, is acknowledged
      bench.simulator.use { $0.pressKey(0x32, at: .now) }
      #expect(try await first(2, of: presses, "keys").map(\.action) == [.callNext, .skip])
      try await persisting { try await keypad.show(waiting: 12, ticket: "A012") }
      #expect(bench.simulator.use { $0.station.waiting } == 12)
      try await keypad.beep()
      #expect(bench.simulator.use { $0.station.beeps } == 1)

      await bench.simulator.unplug()
      try await status(of: keypad, "absent") { $0.state == .absent }
      try bench.simulator.plug()
      try await bench.until("the display") { $0.station.ticket == "A012" }
      await bench.simulator.unplug()
    }
  }
}

struct `A QP1 strip` {
  @Test func `shows a line cut to its cells, and again after a power cut`() async throws {
    let bench = try StationBench(QP1Machine(address: 1), options: ["cells": .integer(9)])
    try await running(QP1Strip(bench.request, bench: quickBench())) { strip in
      try await ready(strip)
      try await persisting { try await strip.show("请A012到\u{1B}\n3号窗口") }
      // 请 A012 到, a space and 3 take ten cells: the 3 is one too many.
      #expect(bench.simulator.use { $0.station.lines } == [0: "请A012到 "])
      await bench.simulator.unplug()
      try await status(of: strip, "absent") { $0.state == .absent }
      try bench.simulator.plug()
      try await bench.until("the line") { $0.station.lines == [0: "请A012到 "] }
      await bench.simulator.unplug()
    }
  }
}

/// What drivers keep, for as long as a test lasts.
private final class KeptInMemory: DeviceMemory {
  private let kept = Mutex<[DeviceID: [UInt8]]>([:])
  func recall(_ device: DeviceID) -> [UInt8]? { kept.withLock { $0[device] } }
  func keep(_ bytes: [UInt8], of device: DeviceID) throws(DeviceFault) {
    kept.withLock { $0[device] = bytes }
  }
}
