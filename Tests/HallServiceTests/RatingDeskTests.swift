import DeviceKit
import Hall
import HallAPI
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

@testable import HallService

@Suite(.timeLimit(.minutes(5))) struct `The rating desk` {
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

  @Test func `what may still be said of a ticket is told before anybody says it`() async throws {
    try await hall.open { client in
      let waiting = try await client.takeInHand("enquiry", "r1")
      func may(_ ticket: QueueInterface.Ticket) async throws -> RatingsInterface.May {
        try await client.call(
          RatingsInterface.Check.self, .init(ticket: ticket.number, secret: ticket.secret ?? "")
        ).may
      }
      func reason(_ secret: String? = nil) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            RatingsInterface.Check.self,
            .init(ticket: waiting.number, secret: secret ?? waiting.secret ?? ""))
        }
      }
      #expect(
        await reason()?.decode(RatingsInterface.NotRateable.self)?.reason == .notFinished)
      #expect(await reason("000000")?.decode(RatingsInterface.NoSuchTicket.self) != nil)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      #expect(try await may(waiting) == .rate)
      let unrated = try await served(client, "r2")
      _ = try await client.call(
        RatingsInterface.Submit.self,
        .init(
          level: 2, ticket: waiting.number, secret: waiting.secret, requestId: "one"))
      #expect(try await may(waiting) == .again)
      // Rated later than laterDays nothing is, added to it is.
      hall.clock.advance(seconds: 3 * 86_400)
      #expect(try await may(waiting) == .again)
      let late = await refusal { _ = try await may(unrated) }
      #expect(late?.decode(RatingsInterface.NotRateable.self)?.reason == .tooLate)
      _ = try await client.call(
        RatingsInterface.RateAgain.self,
        .init(
          ticket: waiting.number, secret: waiting.secret ?? "", level: 4, requestId: "two"))
      #expect(try await may(waiting) == .nothing)
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
      let why = early?.decode(RatingsInterface.NotPossible.self)
      #expect(why?.state == "contacted")
      #expect(why?.possible == [.contacted, .fixing, .answered, .confirmed], "not closed")
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
      let live = try await client.call(
        RatingsInterface.Totals.self, .init(from: "2026-11-23", to: "2026-11-23"))
      #expect(live.groups.isEmpty && live.withheld == 4, "of today nothing is told")
      hall.clock.advance(seconds: 86_400)
      let seal = try await client.call(RatingsInterface.Seal.self, .init(print: true))
      #expect(seal.day == "2026-11-23" && seal.printed && seal.notPrinted == nil)
      #expect(PrintedSeal(seal.text)?.rows == Int64(seal.rows))
      #expect(
        try await client.call(RatingsInterface.Seal.self, .init(day: seal.day)).seal == seal.seal)
      let over = try await client.call(
        RatingsInterface.Totals.self, .init(from: "2026-11-23", to: "2026-11-23", by: .item))
      #expect(over.groups.map(\.rated) == [4] && over.groups.first?.satisfied == 0.5)
      let verdict = try await client.call(RatingsInterface.Verify.self, NoParameters())
      #expect(verdict.why == nil && verdict.seals == 1 && verdict.rows >= seal.rows)
      var lacking: [RatingsInterface.Rejected] = []
      for try await reply in client.more(
        RatingsInterface.Export.self,
        .init(from: "2026-11-23", to: "2026-11-23", format: .jsonl))
      {
        #expect(reply.line.isEmpty)
        if let rejected = reply.rejected { lacking.append(rejected) }
      }
      #expect(lacking.count == 4 && lacking.allSatisfy { $0.day == "2026-11-23" })
      #expect(
        lacking.first?.fields == ["areaCode", "deptCode", "taskCode", "dataSource"])
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

  // MARK: What outlives memory

  private func rows(_ kind: RatingEntry.Kind) async throws -> [RatingRecord] {
    let day = WallClock(hall.clock.now).day
    return try await hall.store.ratingRows(from: day, through: day).filter {
      $0.entry.kind == kind
    }
  }

  @Test func `asking for what stands shows it once more and writes nothing`() async throws {
    try await hall.open { client in
      _ = try await served(client, "r1")
      let asked = await hall.pad.untilInvited()
      for _ in 0..<20 {
        _ = try await client.call(RatingsInterface.Ask.self, .init(window: "1", stage: .finish))
      }
      #expect(await hall.pad.untilInvited() == asked, "the pad asks once more")
      #expect(try await rows(.opened).count == 1)
      for _ in 0..<20 {
        hall.clock.advance(seconds: 31)
        _ = try await client.call(RatingsInterface.Ask.self, .init(window: "1", stage: .finish))
      }
      #expect(try await rows(.opened).count == RatingDesk.mostAsked)
    }
  }

  @Test func `a press that comes late after a restart does not count, whatever is forgotten`()
    async throws
  {
    var tokens: [String] = []
    try await hall.open { client in
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      _ = try await served(client, "r1")
      tokens.append(try await evaluation(&views).id)
      hall.clock.advance(seconds: 2)
      // The next is called and does not come; nobody is asked about it.
      _ = try await client.takeInHand("enquiry", "r2")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      for _ in 0..<3 {
        _ = try await client.call(CounterInterface.Recall.self, .init(window: "1"))
      }
      _ = try await client.call(CounterInterface.Pass.self, .init(window: "1"))
      await pad.close()
    }
    hall.clock.advance(seconds: 3)
    try await hall.open { client in
      let late = await refusal { _ = try await submit(client, tokens[0], 5, "late") }
      #expect(late?.decode(RatingsInterface.NotRateable.self)?.reason == .tooLate)
      #expect(try await rows(.rated).isEmpty)
      // What was pressed before the call, at a pad that was offline, still does.
      let inTime = WallClock(TestHall.mondayMorning.advanced(bySeconds: 1)).iso8601
      _ = try await client.call(
        RatingsInterface.Submit.self,
        .init(level: 4, evaluation: tokens[0], ratedAt: inTime, requestId: "in time"))
      #expect(try await rows(.rated).count == 1)
    }
  }

  @Test func `after a restart nobody is asked for what is rated`() async throws {
    try await hall.open { client in
      _ = try await served(client, "r1")
      let asked = await hall.pad.untilInvited()
      #expect(await hall.pad.press(5, at: hall.clock.now, of: asked) == .stored)
    }
    try await hall.open { _ in
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      let first = try await views.next(isolation: #isolation)
      #expect(first != nil && first?.evaluation == nil)
      await pad.close()
    }
  }

  @Test func `a pad's own press of before a restart counts once after it`() async throws {
    var asked = ""
    try await hall.open { client in
      _ = try await served(client, "r1")
      asked = await hall.pad.untilInvited()
    }
    hall.clock.advance(seconds: 5)
    try await hall.open { client in
      let pressedAt = TestHall.mondayMorning.advanced(bySeconds: 1)
      for _ in 0..<2 {
        #expect(await hall.pad.press(3, at: pressedAt, as: "kept", of: asked) == .stored)
      }
      let rated = try await rows(.rated)
      #expect(rated.map(\.entry.level) == [.fair])
    }
  }

  @Test func `a request is answered as the first time after any number of refusals`()
    async throws
  {
    try await hall.open { client in
      let ticket = try await served(client, "r1")
      func rate(_ request: String) async throws -> RatingsInterface.Receipt {
        try await client.call(
          RatingsInterface.Submit.self,
          .init(level: 4, ticket: ticket.number, secret: ticket.secret, requestId: request))
      }
      let first = try await rate("first")
      for index in 0..<RefusalBudget.perHour + 20 {
        let again = await refusal { _ = try await rate("again \(index)") }
        #expect(again?.decode(RatingsInterface.AlreadyRated.self) != nil)
      }
      #expect(try await rate("first") == first)
      #expect(try await rows(.refused).count == RefusalBudget.perEvaluation)
    }
    // The hall has closed: what got no row is summed up.
    let refused = try await rows(.refused)
    #expect(refused.reduce(0) { $0 + $1.entry.times } == RefusalBudget.perHour + 20)
    #expect(refused.count == RefusalBudget.perEvaluation + 1)
  }

  @Test func `a user has so many places before a window and no more`() async throws {
    try await hall.open { _ in
      var pads: [VarlinkClient] = []
      for _ in 0..<PadSeats.most {
        let pad = try await hall.connect()
        #expect(try await look("1", pad) == nil)
        pads.append(pad)
      }
      let one = try await hall.connect()
      #expect(try await look("1", one)?.limit == PadSeats.most)
      #expect(try await look("2", one) == nil, "elsewhere there is room")
      // Who goes leaves a place.
      for pad in pads { await pad.close() }
      try await eventually {
        let next = try await hall.connect()
        let isSeated = try await look("1", next) == nil
        await next.close()
        return isSeated
      }
      await one.close()
    }
  }

  /// Looks at a window and stays; gives why not.
  private func look(_ window: String, _ pad: VarlinkClient) async throws
    -> RatingsInterface.TooManyPads?
  {
    let views = pad.more(RatingsInterface.Await.self, .init(window: window))
    // The stream is held, or the client would take its call back.
    let (seen, isSeen) = AsyncStream.makeStream(of: RatingsInterface.TooManyPads?.self)
    Task {
      do {
        for try await _ in views { isSeen.yield(nil) }
      } catch {
        isSeen.yield((error as? VarlinkRemoteError)?.decode(RatingsInterface.TooManyPads.self))
      }
    }
    for await answer in seen { return answer }
    return nil
  }

  @Test func `a clerk who undoes after a rating is a figure of the watch`() async throws {
    try await hall.open { client in
      // A slip that comes out meanwhile is a change too, after which nothing can be taken back.
      let ticket = try await client.take("enquiry", "r1")
      try await eventually { try await client.ticket(ticket).paper.state == .printed }
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      let asked = await hall.pad.untilInvited()
      #expect(await hall.pad.press(1, at: hall.clock.now, of: asked) == .stored)
      hall.clock.advance(seconds: 5)
      _ = try await client.call(CounterInterface.Undo.self, .init(window: "1"))
      hall.clock.advance(seconds: 86_400)
      let found = try await client.call(RatingsInterface.Watch.self, .init()).findings
      #expect(found.map(\.kind).contains(.undoneAfter))
      #expect(found.first { $0.kind == .undoneAfter }?.place == "1")
    }
  }

  @Test func `what is left out closes its task`() async throws {
    try await hall.open { client in
      let ticket = try await served(client, "r1")
      let given = try await client.call(
        RatingsInterface.Submit.self,
        .init(level: 1, ticket: ticket.number, secret: ticket.secret, requestId: "bad"))
      _ = try await client.call(
        RatingsInterface.Exclude.self,
        .init(rating: given.rating, kind: .malicious, reason: "see the video"))
      let tasks = try await client.call(RatingsInterface.Tasks.self, .init(includeClosed: true))
      #expect(tasks.tasks.map(\.state) == [.closed])
      #expect(tasks.tasks.first?.note == "left out as malicious: see the video")
    }
  }
}
