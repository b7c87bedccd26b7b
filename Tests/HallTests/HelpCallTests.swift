import Hall
import Testing

/// Calls for a person at a kiosk. 呼叫工作人员
@Suite struct HelpCallTests {
  private static let morning = Moment(milliseconds: 1_795_397_400_000)
  private var calls = HelpCalls()

  private func later(_ seconds: Int64) -> Moment { Self.morning.advanced(bySeconds: seconds) }

  @Test mutating func `a call is answered, then over, and who answered first stays named`() throws {
    let call = try calls.press(at: "西门1", Self.morning)
    #expect(call.state == .calling && call.times == 1)
    let answered = try calls.answer(call.id, by: "window 3", later(20))
    #expect(answered.state == .coming && answered.answeredAt == later(20))
    #expect(try calls.answer(call.id, by: "window 4", later(30)).by == "window 3")
    let over = try calls.close(call.id, by: "uid 5", later(60))
    #expect(over.state == .over && over.by == "window 3" && over.overAt == later(60))
    #expect(try calls.close(call.id, by: "uid 5", later(90)).overAt == later(60))
  }

  @Test mutating func `a key that is leaned on is one call`() throws {
    let first = try calls.press(at: "1", Self.morning)
    for second in 1...200 {
      #expect(try calls.press(at: "1", later(Int64(second))).id == first.id)
    }
    #expect(try calls.call(first.id, later(201)).times == 201)
    #expect(try calls.press(at: "2", later(201)).id != first.id)
  }

  @Test mutating func `a place that calls again and again has to pause, another has not`() throws {
    for index in 0..<HelpCalls.mostOfPlace {
      let call = try calls.press(at: "1", later(Int64(index) * 10))
      _ = try calls.close(call.id, by: "staff", later(Int64(index) * 10 + 5))
    }
    #expect(throws: HelpCalls.Refusal.tryLater(seconds: Int(HelpCalls.pauseSeconds) - 100)) {
      try calls.press(at: "1", later(100))
    }
    _ = try calls.press(at: "2", later(100))
    _ = try calls.press(at: "1", later(HelpCalls.pauseSeconds))
  }

  @Test mutating func `a call nobody answers ends by itself, and a new day begins with none`()
    throws
  {
    let call = try calls.press(at: "1", Self.morning)
    #expect(calls.all(at: later(HelpCalls.lifeSeconds - 1)).map(\.state) == [.calling])
    #expect(calls.all(at: later(HelpCalls.lifeSeconds)).map(\.state) == [.over])
    #expect(calls.all(at: later(86_400)).isEmpty)
    #expect(throws: HelpCalls.Refusal.noSuchCall(call.id)) {
      try calls.answer(call.id, by: "x", later(86_400))
    }
  }

  @Test mutating func `whom nobody has answered comes first, the oldest before`() throws {
    let ids = try (1...3).map { try calls.press(at: "\($0)", later(Int64($0))).id }
    _ = try calls.answer(ids[0], by: "x", later(10))
    #expect(calls.all(at: later(11)).map(\.id) == [ids[1], ids[2], ids[0]])
  }
}
