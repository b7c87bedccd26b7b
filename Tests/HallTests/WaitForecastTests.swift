import Testing

@testable import Hall

@Suite struct `Waiting times` {
  static let kiosk = Author(who: "test", place: "kiosk")
  let morning = Moment(milliseconds: 1_772_413_200_000)  // 2026-03-02T09:00+08:00
  var engine: QueueEngine
  var forecaster = WaitForecaster()

  init() throws {
    let rules = QueueRules(
      catalogue: Catalogue(
        fields: [.init(id: "f", name: Bilingual(zh: "f", en: "f"))],
        services: ["card", "permit"].map {
          .init(
            id: $0, field: "f", name: Bilingual(zh: $0, en: $0), letter: "A", card: .optional)
        },
        windows: [("1", ["card"]), ("2", ["card", "permit"]), ("3", ["permit"])].map {
          .init(
            id: $0.0, name: Bilingual(zh: $0.0, en: $0.0), kind: .comprehensive,
            zone: Bilingual(zh: "z", en: "z"), services: $0.1)
        }))
    engine = QueueEngine(rules: rules, day: try #require(LocalDay("2026-03-02")))
  }

  /// Takes a number that is in hand at once.
  @discardableResult
  mutating func take(_ service: String, minute: Int64 = 0) throws -> Ticket {
    let now = morning.advanced(bySeconds: minute * 60)
    let order = TicketOrder(
      requestID: "r\(engine.nextTicket)", service: service, secret: "1", paper: .printed)
    return try engine.take(order, by: Self.kiosk, at: now).ticket
  }

  mutating func open(_ windows: String...) throws {
    for window in windows { try engine.open(window, clerk: nil, by: Self.kiosk, at: morning) }
  }

  mutating func serveTen(_ service: String, seconds: Int) {
    for _ in 0..<10 { forecaster.served(service: service, seconds: seconds) }
  }

  @Test mutating func `is unknown while no window is at work`() throws {
    serveTen("card", seconds: 600)
    let ticket = try take("card")
    #expect(forecaster.forecast(for: ticket, in: engine, at: morning) == nil)
    try open("3")
    #expect(forecaster.forecast(for: ticket, in: engine, at: morning) == nil)
  }

  @Test mutating func `is unknown while too few were served to know how fast`() throws {
    try open("1")
    for _ in 1..<WaitForecaster.leastServices { forecaster.served(service: "card", seconds: 60) }
    let ticket = try take("card")
    #expect(forecaster.forecast(for: ticket, in: engine, at: morning) == nil)
    forecaster.served(service: "card", seconds: 60)
    #expect(forecaster.forecast(for: ticket, in: engine, at: morning) != nil)
  }

  @Test mutating func `is unknown for a number that is held for a slot`() throws {
    try open("1")
    serveTen("card", seconds: 600)
    var ticket = try take("card")
    ticket.callableFrom = morning.advanced(bySeconds: 1800)
    #expect(forecaster.forecast(for: ticket, in: engine, at: morning) == nil)
  }

  @Test mutating func `is none where a window is free`() throws {
    try open("1")
    serveTen("card", seconds: 600)
    let ticket = try take("card")
    let announced = forecaster.forecast(for: ticket, in: engine, at: morning)
    #expect(announced == AnnouncedWait(low: 0, high: 0, modelled: 0))
  }

  @Test mutating func `is the work ahead over the windows that do it`() throws {
    try open("1", "2")
    serveTen("card", seconds: 600)
    for _ in 0..<6 { try take("card") }
    _ = try engine.callNext("1", by: Self.kiosk, at: morning)
    _ = try engine.callNext("2", by: Self.kiosk, at: morning)
    let last = try take("card")
    // Each window serves who is there and two of the four ahead.
    let announced = try #require(forecaster.forecast(for: last, in: engine, at: morning))
    #expect(announced.modelled == 3 * 600)
    #expect(announced.low == 30)
    #expect(announced.high == 60)
  }

  @Test mutating func `follow which window calls whom`() throws {
    try open("1", "2", "3")
    serveTen("card", seconds: 600)
    serveTen("permit", seconds: 300)
    for _ in 0..<3 { try take("card") }
    for _ in 0..<5 { try take("permit") }
    for window in ["1", "2", "3"] {
      _ = try engine.callNext(window, by: Self.kiosk, at: morning)
    }
    try take("card", minute: 1)
    let last = try take("card", minute: 1)
    let now = morning.advanced(bySeconds: 60)
    // Window 2 serves two older permits first, while window 1 serves two cards.
    #expect(forecaster.forecast(for: last, in: engine, at: now)?.modelled == 1140)
  }

  @Test mutating func `counts a paused window from when it is expected back`() throws {
    try open("1", "2")
    serveTen("card", seconds: 600)
    for _ in 0..<4 { try take("card") }
    _ = try engine.callNext("1", by: Self.kiosk, at: morning)
    let back = morning.advanced(bySeconds: 1200)
    try engine.pause("2", .lunch, until: back, by: Self.kiosk, at: morning)
    let last = try take("card")
    // Window 1 serves three in turn, and window 2 one of the three ahead once it is back.
    #expect(forecaster.forecast(for: last, in: engine, at: morning)?.modelled == 1800)
    try engine.pause("2", .lunch, until: nil, by: Self.kiosk, at: morning)
    #expect(forecaster.forecast(for: last, in: engine, at: morning)?.modelled == 2400)
  }

  @Test mutating func `that were not the hall's own are left out of its account`() throws {
    let told = AnnouncedWait(low: 5, high: 10, modelled: 300)
    func called(_ id: Int64, _ change: (inout Ticket) -> Void) -> Ticket {
      var ticket = Ticket(
        id: id, day: engine.day, number: TicketNumber(letter: "A", serial: Int(id)),
        service: "card", secret: "1", takenAt: morning)
      ticket.announced = told
      ticket.calls = 1
      change(&ticket)
      return ticket
    }
    let now = morning.advanced(bySeconds: 360)
    forecaster.called(called(1) { $0.callableFrom = now }, at: now)
    forecaster.called(called(2) { $0.returns = 1 }, at: now)
    forecaster.called(called(3) { $0.announced = nil }, at: now)
    forecaster.disregard(4)
    forecaster.called(called(4) { _ in }, at: now)
    #expect(forecaster.calibration.count == 0)
    forecaster.called(called(5) { _ in }, at: now)
    forecaster.called(called(5) { _ in }, at: now.advanced(bySeconds: 900))
    #expect(forecaster.calibration.count == 1)
    #expect(forecaster.calibration.withinLow == 0)
    #expect(forecaster.calibration.withinHigh == 1)
    #expect(forecaster.calibration.meanErrorMinutes == 1)
  }

  /// Waits with a long tail, and half as long again in the morning as later:
  /// no model of ours would know.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  mutating func `hold what they promise whatever the waits are like`(_ seed: UInt64) throws {
    try open("1")
    serveTen("card", seconds: 600)
    for _ in 0..<3 { try take("card") }
    _ = try engine.callNext("1", by: Self.kiosk, at: morning)
    var state = seed
    var waits: [(Ticket, Moment)] = []
    for step in 0..<3000 {
      let now = morning.advanced(bySeconds: Int64(step) * 60)
      var ticket = Ticket(
        id: Int64(100 + step), day: engine.day, number: TicketNumber(letter: "A", serial: step),
        service: "card", secret: "1", takenAt: now)
      ticket.announced = forecaster.announce(for: ticket, in: engine, at: now)
      ticket.calls = 1
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let dice = Double(state >> 33) / Double(UInt64(1) << 31)
      let factor = (step < 1500 ? 1.2 : 0.85) / (1.02 - dice).squareRoot()
      let wait = Int64(Double(try #require(ticket.announced).modelled) * factor)
      waits.append((ticket, now.advanced(bySeconds: wait)))
      for (called, at) in waits where at <= now { forecaster.called(called, at: at) }
      waits.removeAll { $0.1 <= now }
    }
    for (called, at) in waits { forecaster.called(called, at: at) }
    let account = forecaster.calibration
    #expect(account.count == 3000)
    #expect(try #require(account.worstDistance) <= 5, "\(account)")
  }

  @Test mutating func `are told after a restart as before it`() throws {
    try open("1", "2")
    var tickets: [Ticket] = []
    for step in 0..<200 {
      let now = morning.advanced(bySeconds: Int64(step) * 120)
      var ticket = Ticket(
        id: Int64(1000 + step), day: engine.day, number: TicketNumber(letter: "A", serial: step),
        service: step % 3 == 0 ? "card" : "permit", secret: "1", takenAt: now)
      ticket.announced = AnnouncedWait(low: 8 + step % 5, high: 20, modelled: 600)
      ticket.calls = 1
      ticket.calledAt = now.advanced(bySeconds: Int64(300 + step * 37 % 900))
      ticket.finishedAt = ticket.calledAt?.advanced(bySeconds: 400)
      tickets.append(ticket)
    }
    // As the engine's owner would: whatever happens, in the order of time.
    var events: [(at: Moment, teach: (inout WaitForecaster) -> Void)] = []
    for ticket in tickets {
      let (called, finished) = (try #require(ticket.calledAt), try #require(ticket.finishedAt))
      events.append((ticket.takenAt, { $0.note(ticket) }))
      events.append((called, { $0.called(ticket, at: called) }))
      events.append((finished, { $0.served(service: ticket.service, seconds: 400) }))
    }
    for event in events.sorted(by: { $0.at < $1.at }) { event.teach(&forecaster) }
    let restored = WaitForecaster(replaying: tickets)
    for _ in 0..<5 { try take("card") }
    _ = try engine.callNext("1", by: Self.kiosk, at: morning)
    _ = try engine.callNext("2", by: Self.kiosk, at: morning)
    let last = try take("card")
    let told = forecaster.forecast(for: last, in: engine, at: morning)
    #expect(told != nil)
    #expect(restored.forecast(for: last, in: engine, at: morning) == told)
    #expect(restored.calibration == forecaster.calibration)
  }
}
