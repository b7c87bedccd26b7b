import DeviceKit
import Hall
import HallAPI
import HallService
import Testing
import Varlink

@Suite(.timeLimit(.minutes(1))) struct `A pad at a window of the hall` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `shows what its window does, and asks again when its cable is back`() async throws {
    try await hall.open { client in
      await hall.pad.untilShown(.idle)
      _ = try await client.takeInHand("enquiry", "p-1")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      await hall.pad.untilShown(.welcome(clerk: nil))
      // The one-metre line, by the clerk's key.
      await hall.keypad.press(.remindOfLine, at: hall.clock.now)
      await hall.pad.untilShown(.standBack)
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      let asked = await hall.pad.untilInvited()
      await hall.pad.comeBack(at: hall.clock.now)
      #expect(await hall.pad.untilInvited() == asked)
      #expect(await hall.pad.press(4, at: hall.clock.now, of: asked) == .stored)
      await hall.pad.untilShown(.thanks)
    }
  }

  @Test func `brings a rating late, which counts for whom it was given and for nobody else`()
    async throws
  {
    try await hall.open { client in
      let first = try await client.takeInHand("enquiry", "p-2")
      let second = try await client.takeInHand("enquiry", "p-3")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      let asked = await hall.pad.untilInvited()
      let pressedAt = hall.clock.now
      // Its cable is out, and the next citizen is served and asked.
      hall.clock.advance(seconds: 2)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      // The first prompt may be shown once more when the clerk presses.
      let next = await hall.pad.untilInvited(after: asked)
      #expect(await hall.pad.press(2, at: pressedAt, as: "late", of: asked) == .stored)
      #expect(await hall.pad.press(2, at: pressedAt, as: "late", of: asked) == .stored)
      #expect(await hall.pad.press(5, at: hall.clock.now, of: next) == .stored)
      #expect(await hall.pad.press(5, at: hall.clock.now, of: "made up") == .refused)
      #expect(try await client.ticket(first).rating == 2)
      #expect(try await client.ticket(second).rating == 5)
    }
  }
}
