import DeviceKit
import Hall
import HallAPI
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

@testable import HallService

@Suite(.timeLimit(.minutes(1))) struct `The rating desk` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  private func served(_ client: VarlinkClient, _ request: String) async throws
    -> QueueInterface.Ticket
  {
    let ticket = try await client.takeInHand("enquiry", request)
    _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
    _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
    return ticket
  }

  /// What the pads of window 1 are shown next.
  private func evaluation(
    _ views: inout AsyncThrowingStream<RatingsInterface.Await.Reply, any Error>.Iterator
  ) async throws -> RatingsInterface.Evaluation {
    while let view = try await views.next(isolation: #isolation) {
      if let evaluation = view.evaluation { return evaluation }
    }
    throw Unexpected("nothing is asked")
  }

  private func submit(
    _ client: VarlinkClient, _ evaluation: String, _ level: Int, _ request: String
  ) async throws -> RatingsInterface.Receipt {
    try await client.call(
      RatingsInterface.Submit.self,
      .init(level: level, evaluation: evaluation, requestId: request))
  }

  @Test func `a pad is led through a visit: welcome, serving, please rate, thanks, welcome`()
    async throws
  {
    try await hall.open { client in
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      var states: [PadState] = []
      func untilState(_ wanted: PadState) async throws {
        while states.last != wanted {
          states.append(try #require(try await views.next(isolation: #isolation)).state)
        }
      }
      try await untilState(.closed)
      _ = try await client.call(CounterInterface.Open.self, .init(window: "1", clerk: "K7"))
      try await untilState(.welcome)
      _ = try await client.takeInHand("enquiry", "r1")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      try await untilState(.serving)
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      var evaluation: RatingsInterface.Evaluation?
      while evaluation == nil {
        let view = try #require(try await views.next(isolation: #isolation))
        states.append(view.state)
        evaluation = view.evaluation
        if evaluation != nil { #expect(view.clerk?.staffNumber == "K7") }
      }
      _ = try await submit(client, try #require(evaluation).id, 5, "s1")
      try await untilState(.thanks)
      hall.clock.advance(seconds: 6)
      _ = try await client.call(CounterInterface.Pause.self, .init(window: "1", reason: .lunch))
      try await untilState(.paused)
      let changes = states.enumerated().filter { $0 == 0 || states[$0 - 1] != $1 }.map(\.element)
      #expect(changes.contains(.pleaseRate) && changes.last == .paused)
      await pad.close()
    }
  }

  @Test func `intake is asked while somebody is served, and does not stand for the finish`()
    async throws
  {
    try await hall.open { client in
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      let ticket = try await client.takeInHand("enquiry", "r1")
      let nobody = await refusal {
        _ = try await client.call(
          RatingsInterface.Ask.self, .init(window: "1", stage: .intake))
      }
      #expect(nobody?.decode(RatingsInterface.NotRateable.self)?.reason == .nobodyServed)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(RatingsInterface.Ask.self, .init(window: "1", stage: .intake))
      let intake = try await evaluation(&views)
      #expect(intake.stage == .intake && intake.ticket == ticket.number)
      _ = try await submit(client, intake.id, 3, "i")
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      let finish = try await evaluation(&views)
      #expect(finish.stage == .finish && finish.id != intake.id)
      _ = try await submit(client, finish.id, 5, "f")
      #expect(try await client.ticket(ticket).rating == 5)
      await pad.close()
    }
  }

  @Test func `what a pad was asked before a restart it may answer after it, once`() async throws {
    var token = ""
    try await hall.open { client in
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      _ = try await served(client, "r1")
      token = try await evaluation(&views).id
      let (store, today) = (hall.store, WallClock(hall.clock.now).day)
      try await eventually {
        try await store.ratingRows(from: today, through: today).contains {
          $0.entry.kind == .opened
        }
      }
      await pad.close()
    }
    try await hall.open { client in
      hall.clock.advance(seconds: 5)
      let first = try await submit(client, token, 4, "a")
      #expect(try await submit(client, token, 4, "a") == first, "its answer was lost")
      hall.clock.advance(seconds: 600)
      #expect(try await submit(client, token, 4, "a") == first, "and again much later")
      let second = await refusal { _ = try await submit(client, token, 1, "b") }
      #expect(second?.decode(RatingsInterface.AlreadyRated.self) != nil)
      // A key of a device that knows no token is answered from what was asked before.
    }
  }

  @Test func `a bad rating opens work, which a better 追评 confirms`() async throws {
    try await hall.open { client in
      let ticket = try await served(client, "r1")
      let proof = (ticket: ticket.number, secret: ticket.secret ?? "")
      _ = try await client.call(
        RatingsInterface.Submit.self,
        .init(
          level: 1, reasons: ["115", "113"], text: "等太久", ticket: proof.ticket,
          secret: proof.secret, requestId: "bad"))
      func task() async throws -> RatingsInterface.Task {
        try #require(
          try await client.call(RatingsInterface.Tasks.self, .init(includeClosed: true)).tasks.first
        )
      }
      let opened = try await task()
      #expect(opened.level == 1 && opened.reasons == ["115", "113"] && opened.text == "等太久")
      #expect(opened.callBackBy == "2026-11-24" && opened.fixBy == "2026-12-14")
      #expect(opened.state == .open && !opened.overdue)
      func step(_ step: RatingTask.Step, _ note: String = "") async throws -> RatingTask.State {
        try await client.call(
          RatingsInterface.TaskStep.self, .init(task: opened.id, step: step, note: note)
        ).task.state
      }
      #expect(try await step(.contacted, "called") == .contacted)
      let early = await refusal { _ = try await step(.closed) }
      #expect(early?.decode(RatingsInterface.NotPossible.self)?.state == "contacted")
      _ = try await client.call(
        RatingsInterface.RateAgain.self,
        .init(ticket: proof.ticket, secret: proof.secret, level: 4, requestId: "again"))
      #expect(try await task().confirmed)
      #expect(try await step(.closed) == .closed)
      #expect(
        try await client.call(RatingsInterface.Tasks.self, .init()).tasks.isEmpty)
      #expect(try await client.ticket(ticket).rating == 1, "the first one stays")
    }
  }

  @Test func `a day is sealed when it is over, exported, and never live`() async throws {
    try await hall.open { client in
      for (index, level) in [5, 4, 2, 1].enumerated() {
        let ticket = try await served(client, "r\(index)")
        _ = try await client.call(
          RatingsInterface.Submit.self,
          .init(
            level: level, ticket: ticket.number, secret: ticket.secret, requestId: "s\(index)"))
      }
      let none = await refusal { _ = try await client.call(RatingsInterface.Seal.self, .init()) }
      #expect(none?.decode(RatingsInterface.NotPossible.self)?.state == "noRatings")
      let live = try await client.call(RatingsInterface.Totals.self, .init())
      #expect(live.groups.map(\.rated) == [3] && live.withheld == 1, "in lots of three")
      hall.clock.advance(seconds: 86_400)
      let seal = try await client.call(RatingsInterface.Seal.self, .init(print: true))
      #expect(seal.day == "2026-11-23" && seal.printed)
      #expect(PrintedSeal(seal.text)?.rows == Int64(seal.rows))
      #expect(
        try await client.call(RatingsInterface.Seal.self, .init(day: seal.day)).seal == seal.seal)
      let over = try await client.call(
        RatingsInterface.Totals.self, .init(from: "2026-11-23", to: "2026-11-23", by: .item))
      #expect(over.groups.map(\.rated) == [4] && over.groups.first?.satisfied == 0.5)
      let verdict = try await client.call(RatingsInterface.Verify.self, NoParameters())
      #expect(verdict.why == nil && verdict.seals == 1 && verdict.rows >= seal.rows)
      let lack = await refusal {
        for try await _ in client.more(
          RatingsInterface.Export.self,
          .init(from: "2026-11-23", to: "2026-11-23", format: .jsonl))
        {}
      }
      #expect(lack?.decode(RatingsInterface.NotExportable.self)?.field == "areaCode")
      #expect(
        try await client.call(RatingsInterface.Watch.self, .init()).day == "2026-11-23")
    }
  }

  @Test func `nobody who is a clerk rates in a real hall, whatever else they are`() throws {
    let roles: [UInt32: Set<Access.Role>] = [
      7: [.clerk, .pad, .citizen], 8: [.pad], 9: [.citizen],
    ]
    let real = Access(roles: roles, owner: 6, padWindows: [8: ["1"]])
    let sample = Access(roles: roles, owner: 6, isSample: true)
    func call(_ uid: UInt32) -> CallContext {
      CallContext(
        method: RatingsInterface.Submit.name, peer: PeerCredentials(pid: 1, uid: uid, gid: uid))
    }
    #expect(throws: StandardError.permissionDenied) { try real.requireCitizen(call(7)) }
    #expect(throws: StandardError.permissionDenied) { try real.requirePad(of: "1", call(7)) }
    try sample.requireCitizen(call(7))
    try sample.requirePad(of: "1", call(7))
    try real.requirePad(of: "1", call(8))
    #expect(throws: StandardError.permissionDenied) { try real.requirePad(of: "2", call(8)) }
    #expect(throws: StandardError.permissionDenied) { try real.requirePad(of: "1", call(9)) }
    try real.requireCitizen(call(9))
  }

  @Test func `a leaned-on key writes down so many refusals an hour and no more`() {
    var budget = RefusalBudget()
    let now = TestHall.mondayMorning
    var taken = 0
    for _ in 0..<1000 where budget.take("pad-1", at: now) { taken += 1 }
    #expect(taken == RefusalBudget.perHour)
    let isElsewhereCounted = budget.take("pad-2", at: now)
    let isNextHourCounted = budget.take("pad-1", at: now.advanced(bySeconds: 3600))
    #expect(isElsewhereCounted && isNextHourCounted)
  }
}
