import DeviceKit
import Hall
import HallAPI
import HallService
import TestSupport
import Testing
import Varlink

@Suite(.timeLimit(.minutes(5))) struct `Keypad and strip at a window` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `a clerk calls, asks for a rating and pauses with keys alone`() async throws {
    try await hall.open { client in
      await hall.strip.untilShown("窗口1")
      await hall.keypad.untilShown("0 -")
      _ = try await client.takeInHand("enquiry", "w-1")
      _ = try await client.takeInHand("enquiry", "w-2")
      await hall.keypad.untilShown("2 -")

      await hall.keypad.press(.callNext, at: hall.clock.now)
      await hall.strip.untilShown("请Z001到1号窗口")
      await hall.keypad.untilShown("1 Z001")

      await hall.keypad.press(.askRating, at: hall.clock.now)
      await hall.pad.untilInvited()
      await hall.strip.untilShown("窗口1")
      // Again without anybody at the window: the pad asks once more.
      await hall.keypad.press(.askRating, at: hall.clock.now)
      await hall.pad.untilInvited()

      await hall.keypad.press(.pause, at: hall.clock.now)
      await hall.strip.untilShown("暂停服务")
      await hall.keypad.press(.callNext, at: hall.clock.now)
      await hall.strip.untilShown("请Z002到1号窗口")
    }
  }

  @Test func `a recall shows the same number again`() async throws {
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "w-3")
      await hall.keypad.press(.callNext, at: hall.clock.now)
      await hall.strip.untilShown("请Z001到1号窗口")
      await hall.keypad.press(.recall, at: hall.clock.now)
      await hall.strip.untilShown("请Z001到1号窗口")
    }
  }

  @Test func `a key from long ago calls nobody`() async throws {
    // Pressed while the hall was away: the driver has kept it.
    await hall.keypad.press(.callNext, at: hall.clock.now)
    hall.clock.advance(seconds: 60)
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "w-4")
      await hall.keypad.press(.pause, at: hall.clock.now)
      // The later key was obeyed, so the earlier one has been looked at.
      await hall.strip.untilShown("暂停服务")
      #expect(await !hall.strip.lines.contains { $0.contains("Z001") })
    }
  }

  @Test func `a strip that missed a call shows it when it is back`() async throws {
    try await hall.open { client in
      await hall.strip.untilShown("窗口1")
      await hall.strip.will(DeviceFault(.unplugged, "gone"))
      _ = try await client.takeInHand("enquiry", "w-5")
      let called = try await client.call(
        CounterInterface.CallNext.self, .init(window: "1"), deadline: hangLimit)
      #expect(called.ticket?.number == "Z001")
      await hall.keypad.untilShown("0 Z001")
      await hall.strip.ready()
      await hall.strip.untilShown("请Z001到1号窗口")
    }
  }

  @Test func `nobody's name is on a strip`() async throws {
    await hall.reader.willRead([.card(hall.card)])
    try await hall.open { client in
      _ = try await client.takeInHand("renewal", "w-6", card: try await client.cardToken())
      await hall.keypad.press(.callNext, at: hall.clock.now)
      await hall.strip.untilShown("请A001到1号窗口")
      #expect(await !hall.strip.lines.contains { $0.contains("欧阳") })
    }
  }
}
