import Foundation
import Hall
import HallAPI
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

@testable import HallService

@Suite(.timeLimit(.minutes(5))) struct `Days, hours and paper numbers` {
  var hall: TestHall
  init() throws { hall = try TestHall() }

  private func book(
    _ client: VarlinkClient, _ code: String, _ from: String, _ until: String,
    service: String = "enquiry"
  ) async -> VarlinkRemoteError? {
    await refusal {
      _ = try await client.call(
        ReservationsInterface.Book.self,
        .init(code: code, service: service, from: from, until: until))
    }
  }

  @Test func `a reservation outside the doors' hours is refused, and told the hours`() async throws
  {
    try await hall.open(alwaysOpen: false) { client in
      let refused = await book(client, "a", "2026-11-24T12:30", "2026-11-24T13:00")
      #expect(
        refused?.decode(ReservationsInterface.OutsideHours.self)
          == .init(day: "2026-11-24", spans: [.init(opens: "09:00", closes: "12:00")]))
      let closed = await book(client, "a", "2026-11-25T10:00", "2026-11-25T10:30")
      #expect(
        closed?.decode(ReservationsInterface.OutsideHours.self)
          == .init(day: "2026-11-25", spans: []))
      #expect(await book(client, "a", "2026-11-24T11:30", "2026-11-24T12:00") == nil)
      #expect(await book(client, "a", "2026-11-24T11:30", "2026-11-24T12:00") == nil, "again")
    }
  }

  @Test func `what is not offered today is on no screen, taken by nobody, and says its days`()
    async throws
  {
    var hall = hall
    hall.validity = [
      "passport": .init(from: LocalDay("2026-11-24"), until: LocalDay("2026-12-31"))
    ]
    try await hall.open { client in
      func offered() async throws -> [String] {
        try await client.call(HallInterface.Describe.self, NoParameters()).services.map(\.id)
      }
      #expect(try await offered() == ["renewal", "enquiry"])
      let refused = await refusal { _ = try await client.take("passport", "r1") }
      #expect(
        refused?.decode(QueueInterface.NotOffered.self)
          == .init(service: "passport", from: "2026-11-24", until: "2026-12-31"))
      let today = await book(
        client, "a", "2026-11-23T11:00", "2026-11-23T11:30", service: "passport")
      #expect(today?.decode(ReservationsInterface.NotOffered.self)?.from == "2026-11-24")
      #expect(
        await book(client, "a", "2026-11-24T11:00", "2026-11-24T11:30", service: "passport") == nil)
      hall.clock.advance(seconds: 86_400)
      #expect(try await offered() == ["renewal", "passport", "enquiry"])
      _ = try await client.take("passport", "r1")
    }
  }

  @Test func `a number that was given up does not return`() async throws {
    try await hall.open { client in
      let ticket = try await client.takeInHand("enquiry", "r1")
      let proof = QueueInterface.TicketProof(number: ticket.number, secret: ticket.secret ?? "")
      _ = try await client.call(QueueInterface.GiveUp.self, proof)
      let refused = await refusal { _ = try await client.call(QueueInterface.Return.self, proof) }
      #expect(
        refused?.decode(QueueInterface.NotPossible.self)
          == .init(from: "abandoned", to: "waiting"))
    }
  }

  @Test func `emergency numbers are printed once, or marked as printed again`() async throws {
    try await hall.open { client in
      func block(_ count: Int, _ again: EmergencyBlock.Again? = nil) async throws
        -> CounterInterface.PrintBlock.Reply
      {
        try await client.call(
          CounterInterface.PrintBlock.self, .init(letter: "E", count: count, again: again))
      }
      #expect(try await block(2).reprint == false)
      let twice = await refusal { _ = try await block(2) }
      #expect(
        twice?.decode(CounterInterface.BlockPrinted.self) == .init(first: "E001", last: "E002"))
      #expect(try await block(2, .more).numbers == ["E003", "E004"])
      let again = try await block(1, .same)
      #expect(again.numbers.count == 4 && again.reprint)
      let tooLong = await refusal { _ = try await block(497, .more) }
      #expect(tooLong?.decode(CounterInterface.BlockTooLong.self)?.left == 496)
      #expect(await refusal { _ = try await block(501) }?.standard == .invalidParameter("count"))
    }
    let slip = EmergencySlip(
      hallName: Bilingual(zh: "厅", en: "Hall"),
      numbers: [TicketNumber(letter: "E", serial: 1, width: 3)], isReprint: true
    ).slip
    #expect("\(slip)".contains(SlipPhrases.reprint.zh))
  }

  @Test func `the paper list of days ago changes that day's figures, and today's nothing`()
    async throws
  {
    try await hall.open { client in
      hall.clock.advance(seconds: 3 * 86_400)
      func enter(_ number: String, day: String, called: String? = "09:20") async
        -> VarlinkRemoteError?
      {
        await refusal {
          _ = try await client.call(
            CounterInterface.EnterLate.self,
            .init(
              number: number, day: day, service: "enquiry", takenAt: "09:05", calledAt: called,
              finishedAt: called == nil ? nil : "09:29", window: called == nil ? nil : "1"))
        }
      }
      func finished(_ day: String) async throws -> Int {
        try await client.call(FiguresInterface.Report.self, .init(from: day, through: day))
          .total.finished
      }
      #expect(await enter("E001", day: "2026-11-23") == nil)
      #expect(
        await enter("E001", day: "2026-11-23")?.decode(CounterInterface.NumberTaken.self) != nil)
      #expect(await enter("E001", day: "2026-11-24") == nil)
      #expect(
        await enter("E002", day: "2026-11-24", called: nil)?
          .decode(CounterInterface.TimesContradict.self) != nil, "nobody of that day waits")
      var figures = [try await finished("2026-11-23"), try await finished("2026-11-26")]
      #expect(figures == [1, 0])
      for day in ["2026-10-25", "2026-11-27", "x"] {
        #expect(await enter("E003", day: day)?.standard == .invalidParameter("day"))
      }
      #expect(await enter("E001", day: "2026-11-26") == nil, "today, said as a day")
      figures = [try await finished("2026-11-26")]
      #expect(figures == [1])
    }
    let audit = try LedgerAudit.verify(path: hall.ledger)
    #expect(audit.tickets == 3)
  }
}
