import DeviceKit
import Foundation
import Hall
import HallAPI
import HallService
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

@Suite(.timeLimit(.minutes(5))) struct `The other desks` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  // MARK: Cards

  @Test func `a card that must be laid down again says why; nothing of it leaks`() async throws {
    await hall.reader.willRead([
      .waiting, .retry(.movedTooEarly), .reading, .card(hall.card),
    ])
    try await hall.open { client in
      var states: [CardsInterface.ReadingState] = []
      var said = ""
      for try await reply in client.more(CardsInterface.Read.self, .init()) {
        states.append(reply.reading.state)
        said += "\(reply)"
      }
      #expect(states == [.waiting, .retry, .reading, .card])
      #expect(!said.contains("11010519491231002X"))
      #expect(!said.contains("欧阳"))
    }
  }

  @Test func `a reader that dies ends the reading with its fault; no card ends it with timeout`()
    async throws
  {
    await hall.reader.willRead([.waiting], then: .init(.unplugged, "gone"))
    try await hall.open { client in
      let fault = await refusal {
        for try await _ in client.more(CardsInterface.Read.self, .init()) {}
      }
      #expect(
        fault?.decode(CardsInterface.ReaderFault.self)
          == .init(reader: "reader", fault: "unplugged"))
      await hall.reader.willWaitForever()
      var last: CardsInterface.Reading?
      for try await reply in client.more(
        CardsInterface.Read.self, .init(timeoutSeconds: 1))
      { last = reply.reading }
      #expect(last?.state == .timeout)
      let wrong = await refusal {
        for try await _ in client.more(CardsInterface.Read.self, .init(reader: "attic")) {}
      }
      #expect(wrong?.decode(CardsInterface.NoReader.self) != nil)
    }
  }

  @Test func `a second person cannot listen in on a reader, and the first one's leaving frees it`()
    async throws
  {
    await hall.reader.willWaitForever()
    try await hall.open { client in
      let first = try await hall.connect()
      var steps = first.more(CardsInterface.Read.self, .init()).makeAsyncIterator()
      #expect(try await steps.next()?.reading.state == .waiting)
      let busy = await refusal {
        for try await _ in client.more(CardsInterface.Read.self, .init()) {}
      }
      #expect(busy?.decode(CardsInterface.ReaderBusy.self)?.reader == "reader")
      await first.close()
      await hall.reader.willRead([.card(hall.card)])
      try await eventually {
        await refusal { _ = try await client.cardToken() } == nil
      }
    }
  }

  // MARK: Counter and ratings

  @Test func `a pad's press counts once, after the service, within its time`() async throws {
    try await hall.open { client in
      let ticket = try await client.takeInHand("enquiry", "r1")
      #expect(await hall.pad.press(1, at: hall.clock.now) == .refused)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      await hall.pad.untilInvited()
      #expect(await hall.pad.press(5, at: hall.clock.now, as: "five") == .stored)
      // Its copy, then another press: the first one counts.
      #expect(await hall.pad.press(5, at: hall.clock.now, as: "five") == .stored)
      #expect(await hall.pad.press(1, at: hall.clock.now) == .alreadyRated)
      #expect(try await client.ticket(ticket).rating == 5)
      let today = WallClock(hall.clock.now).day.description
      let totals = try await client.call(
        RatingsInterface.Totals.self, .init(from: today, to: today))
      #expect(totals.groups.isEmpty, "one rating of today is told to nobody")
      #expect(totals.withheld == 1)
    }
  }

  @Test func `the kiosk rates with the ticket's code, once, and never by itself`() async throws {
    try await hall.open { client in
      let ticket = try await client.takeInHand("enquiry", "r1")
      func rate(_ level: Int, _ id: String, secret: String?) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            RatingsInterface.Submit.self,
            .init(level: level, ticket: ticket.number, secret: secret, requestId: id))
        }
      }
      let early = await rate(4, "a", secret: ticket.secret)
      #expect(early?.decode(RatingsInterface.NotRateable.self)?.reason == .notFinished)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      #expect(try await client.ticket(ticket).rating == nil)
      let sixth = await rate(6, "b", secret: ticket.secret)
      #expect(sixth?.decode(RatingsInterface.BadLevel.self)?.level == 6)
      #expect(
        await rate(4, "c", secret: "x")?.decode(RatingsInterface.NoSuchTicket.self) != nil)
      #expect(await rate(4, "d", secret: nil)?.standard == .invalidParameter("secret"))
      #expect(await rate(4, "e", secret: ticket.secret) == nil)
      #expect(await rate(4, "e", secret: ticket.secret) == nil, "a lost answer, asked again")
      let second = await rate(1, "f", secret: ticket.secret)
      #expect(second?.decode(RatingsInterface.AlreadyRated.self) != nil)
    }
  }

  @Test func `a kiosk rates a service of the days before, and no older one`() async throws {
    try await hall.open { client in
      var tickets: [QueueInterface.Ticket] = []
      for turn in 0..<2 {
        tickets.append(try await client.takeInHand("enquiry", "r\(turn)"))
        _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
        _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      }
      func rate(_ ticket: QueueInterface.Ticket) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            RatingsInterface.Submit.self,
            .init(level: 5, ticket: ticket.number, secret: ticket.secret, requestId: ticket.number))
        }
      }
      hall.clock.advance(seconds: 2 * 86_400)
      _ = try await client.takeInHand("enquiry", "the same number, another day")
      #expect(await rate(tickets[0]) == nil)
      hall.clock.advance(seconds: 86_400)
      #expect(await rate(tickets[1])?.decode(RatingsInterface.NoSuchTicket.self) != nil)
    }
  }

  @Test func `a pad that is late or unknown does not rate`() async throws {
    try await hall.open { client in
      func rate(_ pad: String) async -> RatingsInterface.NotRateableReason? {
        await refusal {
          _ = try await client.call(
            RatingsInterface.Submit.self, .init(level: 5, pad: pad, requestId: "\(pad)"))
        }?.decode(RatingsInterface.NotRateable.self)?.reason
      }
      #expect(await rate("pad-9") == .noSuchPad)
      #expect(await rate("pad-1") == .nobodyServed)
      _ = try await client.takeInHand("enquiry", "r1")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      await hall.pad.untilInvited()
      hall.clock.advance(seconds: 31)
      #expect(await rate("pad-1") == .tooLate)
    }
  }

  @Test func `a window that is none, or serves nobody, says so`() async throws {
    try await hall.open { client in
      let unknown = await refusal {
        _ = try await client.call(CounterInterface.CallNext.self, .init(window: "9"))
      }
      #expect(unknown?.decode(CounterInterface.NoSuchWindow.self)?.window == "9")
      let idle = await refusal {
        _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      }
      #expect(idle?.decode(CounterInterface.NothingToFinish.self)?.window == "1")
      let nobody = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      #expect(nobody.ticket == nil)
    }
  }

  // MARK: Roles

  @Test func `every method is in the table, and a role calls what its row allows`() async throws {
    var declared: Set<String> = []
    for text in HallInterfaces.all {
      let interface = try VarlinkInterface(text)
      for member in interface.members {
        guard case .method = member.kind else { continue }
        declared.insert("\(interface.name).\(member.name)")
      }
    }
    #expect(declared == Set(Access.table.keys))
    #expect(Access.table["org.hallway.Ratings.Submit"]?.contains(.clerk) == false)
  }

  @Test func `a user without a role may only ask what the service is`() async throws {
    try await hall.open(roles: Access(roles: [:], owner: getuid() &+ 1)) { client in
      // Root may act as anyone, so the rule is asked directly where tests run as root.
      let refused = await refusal {
        _ = try await client.call(CounterInterface.List.self, NoParameters())
      }
      if getuid() != 0 { #expect(refused?.standard == .permissionDenied) }
      _ = try await client.call(ServiceInterface.GetInfo.self, NoParameters())
    }
  }
}

/// Asks again until it is so, or the deadline has passed.
func eventually(
  within limit: Duration = hangLimit, _ condition: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let end = clock.now + limit
  while try await !condition() {
    guard clock.now < end else { throw Unexpected("it did not become so within \(limit)") }
    try await Task.sleep(for: .milliseconds(10))
  }
}
