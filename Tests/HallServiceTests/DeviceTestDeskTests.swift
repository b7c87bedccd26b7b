import DeviceKit
import Hall
import HallAPI
import Testing
import Varlink

struct `A technician's test` {
  private typealias Test = DevicesInterface.Test

  @Test func `masks the card it read, and nobody else reads meanwhile`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      await hall.reader.willRead([.waiting, .reading, .card(hall.card)])
      let result = try await last(client, .init(device: "reader", seconds: 5))
      #expect(result?.outcome == .passed)
      #expect(result?.detail?.contains(hall.card.number.masked) == true)
      #expect(result?.detail?.contains(hall.card.number.digits) == false)
      #expect(result?.detail?.contains(hall.card.name) == false)

      await hall.reader.willWaitForever()
      var busy: VarlinkRemoteError?
      for try await reply in client.more(Test.self, .init(device: "reader", seconds: 1))
      where reply.step?.state == .person {
        let other = try await hall.connect()
        busy = await refusal {
          for try await _ in other.more(CardsInterface.Read.self, .init(timeoutSeconds: 1)) {}
        }
        await other.close()
      }
      #expect(busy?.decode(CardsInterface.ReaderBusy.self)?.reader == "reader")
    }
  }

  @Test func `has every key of a pad pressed, and rates nobody`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      var outcome: DevicesInterface.TestResult?
      for try await reply in client.more(Test.self, .init(device: "pad-1", seconds: 30, keys: 3)) {
        if let result = reply.result { outcome = result }
        guard let step = reply.step, step.state == .person, let key = step.step.last,
          let level = Int(String(key))
        else { continue }
        let verdict = await hall.pad.press(level, at: hall.clock.now, of: "test \(level)")
        #expect(verdict == .stored)
      }
      #expect(outcome?.outcome == .passed)
      #expect(outcome?.detail == "3 keys")
      // Afterwards a press is a citizen's again: nobody is served, so it does not count.
      #expect(await hall.pad.press(5, at: hall.clock.now) == .refused)
    }
  }

  @Test func `says what a printer said, and refuses what makes no sense`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      await hall.printer.will(.failed(DeviceFault(.paperOut, "no paper")))
      let result = try await last(client, .init(device: "printer"))
      #expect(result?.outcome == .failed)
      #expect(result?.detail?.contains("no paper") == true)
      let unknown = await refusal { _ = try await last(client, .init(device: "none")) }
      #expect(unknown?.decode(DevicesInterface.NoSuchDevice.self)?.device == "none")
      let long = await refusal {
        _ = try await last(client, .init(device: "printer", seconds: 601))
      }
      #expect(long?.standard == .invalidParameter("seconds"))
    }
  }

  private func last(
    _ client: VarlinkClient, _ wish: Test.Parameters
  ) async throws -> DevicesInterface.TestResult? {
    var result: DevicesInterface.TestResult?
    for try await reply in client.more(Test.self, wish) { result = reply.result ?? result }
    return result
  }
}

struct `A self-test` {
  @Test func `tests every device without hands and is told beside each of them`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      #expect(try await client.call(DevicesInterface.LastSelfTest.self, .init()).record == nil)
      await hall.camera.will(DeviceFault(.unplugged, "gone"))
      var record: DevicesInterface.SelfTestRecord?
      for try await reply in client.more(DevicesInterface.RunSelfTest.self, .init()) {
        record = reply.record ?? record
      }
      #expect(record?.passed == false)
      #expect(record?.day == "2026-11-23")
      let failed = record?.results.filter { $0.outcome != .passed }.map(\.subject)
      #expect(failed == ["camera"])
      let slips = await hall.printer.slips
      #expect(slips.count == 1)
      #expect(slips.first?.elements.contains(.line("异常 camera", bold: true)) == true)
      let devices = try await client.call(DevicesInterface.List.self, NoParameters()).devices
      #expect(devices.first { $0.id == "camera" }?.selfTest == "failed")
      #expect(devices.filter { $0.selfTest == "passed" }.count == devices.count - 1)
      // Yesterday's says nothing of today.
      hall.clock.advance(seconds: 24 * 3600)
      let later = try await client.call(DevicesInterface.List.self, NoParameters()).devices
      #expect(later.allSatisfy { $0.selfTest == nil })
    }
  }
}
