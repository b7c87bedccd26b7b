import DeviceKit
import Hall
import HallAPI
import TestSupport
import Testing
import Varlink

@Suite(.timeLimit(.minutes(5))) struct `Taking a number` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `an enquiry needs no card, keeps none, and reaches paper`() async throws {
    try await hall.open { client in
      let ticket = try await client.take("enquiry", "r1")
      #expect(ticket.number == "Z001")
      #expect(ticket.windows == ["1", "2"])
      #expect(ticket.ahead == 0)
      #expect(ticket.wait == nil, "nothing is known yet, so nothing is promised")
      #expect(ticket.secret?.count == 6)
      for try await reply in client.more(
        QueueInterface.Follow.self, .init(number: "Z001", secret: ticket.secret))
      where reply.ticket.paper.state == .printed { break }
      let slip = await hall.printer.slips.first
      let isOnPaper = slip?.elements.contains {
        if case .line("Z001", .huge, _, _) = $0 { true } else { false }
      }
      #expect(isOnPaper == true)
      #expect(slip?.elements.contains(.qr("HW:Z001:\(ticket.secret ?? "")")) == true)
    }
  }

  @Test func `a card becomes a token, a masked name, and one waiting ticket`() async throws {
    await hall.reader.willRead([.waiting, .reading, .card(hall.card)])
    try await hall.open { client in
      let token = try await client.cardToken()
      let ticket = try await client.take("renewal", "r1", card: token)
      #expect(ticket.holder == "欧**")
      let again = await refusal { _ = try await client.take("renewal", "r2", card: token) }
      #expect(
        again?.decode(QueueInterface.AlreadyWaiting.self)
          == .init(service: "renewal", number: ticket.number))
      hall.clock.advance(seconds: 121)
      let late = await refusal { _ = try await client.take("passport", "r3", card: token) }
      #expect(late?.decode(QueueInterface.CardExpired.self) != nil)
    }
  }

  @Test func `what cannot be given is refused with its reason`() async throws {
    try await hall.open { client in
      let unknown = await refusal { _ = try await client.take("nothing", "r") }
      #expect(unknown?.decode(QueueInterface.NoSuchService.self)?.service == "nothing")
      let cardless = await refusal { _ = try await client.take("renewal", "r") }
      #expect(cardless?.decode(QueueInterface.CardRequired.self)?.service == "renewal")
      let nameless = await refusal { _ = try await client.take("enquiry", "") }
      #expect(nameless?.standard == .invalidParameter("requestId"))
      let phone = await refusal {
        _ = try await client.call(
          QueueInterface.TakeTicket.self,
          .init(service: "enquiry", requestId: "r", phone: "12"))
      }
      #expect(phone?.standard == .invalidParameter("phone"))
    }
  }

  @Test func `a lost answer is given again, even after the doors have closed`() async throws {
    try await hall.open(alwaysOpen: false) { client in
      let ticket = try await client.take("enquiry", "lost")
      hall.clock.advance(seconds: 3 * 3600)
      #expect(try await client.take("enquiry", "lost").number == ticket.number)
      let closed = await refusal { _ = try await client.take("enquiry", "new") }
      #expect(
        closed?.decode(QueueInterface.ServiceClosed.self)
          == .init(service: "enquiry", opensAt: "2026-11-24T09:00"))
      let mismatch = await refusal { _ = try await client.take("passport", "lost") }
      #expect(mismatch?.decode(QueueInterface.ServiceClosed.self) != nil)
    }
  }

  @Test func `a printer without paper costs no number, and a reprint is the same one`()
    async throws
  {
    await hall.printer.will(.failed(.init(.paperOut, "out")))
    try await hall.open { client in
      let ticket = try await client.take("enquiry", "r1")
      for try await reply in client.more(
        QueueInterface.Follow.self, .init(number: ticket.number, secret: ticket.secret))
      where reply.ticket.paper.state == .failed {
        #expect(reply.ticket.paper.reason == "paperOut")
        #expect(reply.ticket.state == .waiting)
        break
      }
      let reprint = QueueInterface.Reprint.Parameters(
        number: ticket.number, secret: ticket.secret ?? "")
      let caller = try await hall.connect()
      let still = await refusal {
        _ = try await caller.call(QueueInterface.Reprint.self, reprint)
      }
      #expect(still?.decode(QueueInterface.PrinterUnavailable.self)?.reason == "paperOut")
      await hall.printer.will(.printed)
      let printed = try await caller.call(QueueInterface.Reprint.self, reprint).ticket
      #expect(printed.number == ticket.number)
      #expect(printed.paper.state == .printed)
      await caller.close()
    }
  }

  @Test func `secrets are not guessed and tell nothing when wrong`() async throws {
    try await hall.open { client in
      let ticket = try await client.take("enquiry", "r1")
      let open = try await client.call(
        QueueInterface.GetTicket.self, .init(number: ticket.number)
      ).ticket
      #expect(open.secret == nil)
      let wrong = ticket.secret == "000000" ? "000001" : "000000"
      for _ in 0..<5 {
        let guess = await refusal {
          _ = try await client.call(
            QueueInterface.GetTicket.self, .init(number: ticket.number, secret: wrong))
        }
        #expect(guess?.decode(QueueInterface.NoSuchTicket.self) != nil)
      }
      let right = await refusal { _ = try await client.ticket(ticket) }
      #expect(right?.decode(QueueInterface.NoSuchTicket.self) != nil, "the number pauses")
      hall.clock.advance(seconds: 61)
      #expect(try await client.ticket(ticket).number == ticket.number)
    }
  }

  @Test func `the board shows numbers and follows calls`() async throws {
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "r1")
      let watcher = try await hall.connect()
      var boards = watcher.more(QueueInterface.Board.self, NoParameters()).makeAsyncIterator()
      #expect(try await boards.next()?.waiting == 1)
      let called = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      #expect(called.ticket?.number == "Z001")
      let board = try await boards.next()
      #expect(board?.calls.map(\.number) == ["Z001"])
      #expect(board?.lines.first { $0.window == "2" }?.current == "Z001")
      await watcher.close()
    }
  }

  @Test func `after enough services the wait is a range`() async throws {
    try await hall.open { client in
      for turn in 0..<6 {
        _ = try await client.takeInHand("enquiry", "r\(turn)")
        _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
        hall.clock.advance(seconds: 600)
      }
      _ = try await client.takeInHand("enquiry", "ahead")
      let ticket = try await client.takeInHand("enquiry", "me")
      #expect(ticket.ahead == 1)
      // Ten minutes a service, one person before, and the one who is served has just begun.
      let wait = try #require(ticket.wait)
      #expect((5...20).contains(wait.lowMinutes))
      #expect(wait.lowMinutes < wait.highMinutes && wait.highMinutes <= 40)
    }
  }
}
