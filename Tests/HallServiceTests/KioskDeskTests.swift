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

/// What a citizen at a kiosk may do beside numbers, cases and ratings.
struct `At a kiosk` {
  @Test func `somebody is told what is held of them, by kinds and counts, and nobody else's`()
    async throws
  {
    let hall = try TestHall()
    try await hall.bring([hall.message("HJ1", .accepted, at: "2026-11-20 10:00")])
    let other = IdentityCard(
      kind: .resident, name: "别人", number: try #require(IDNumber("110105194912310038")),
      birth: LocalDay("1949-12-31"), validUntil: nil)
    await hall.reader.willRead([.card(hall.card)])
    try await hall.open { client in
      let token = try await client.cardToken()
      let ticket = try await client.call(
        QueueInterface.TakeTicket.self,
        .init(service: "renewal", requestId: "mine", card: token, phone: "13800001234")
      ).ticket
      let again = try await client.cardToken()
      let mine = try await client.call(PrivacyInterface.Mine.self, .init(card: again))
      #expect(mine.name == "欧**" && mine.number.contains("*"))
      #expect(mine.days == 30 && mine.caseDays == 365 && mine.phone == "0769-12345")
      let kept = Dictionary(uniqueKeysWithValues: mine.kept.map { ($0.kind, $0) })
      #expect(kept[.tickets]?.count == 1 && kept[.inLine]?.count == 1)
      #expect(kept[.cases]?.count == 1 && kept[.cases]?.until == nil)
      #expect(kept[.tickets]?.until == "2026-12-23")
      #expect(kept[.ratings] == nil && kept[.reservations] == nil)
      let text = String(decoding: try JSONEncoder().encode(mine), as: UTF8.self)
      #expect(!text.contains(ticket.number) && !text.contains("HJ1"))
      await hall.reader.willRead([.card(other)])
      let theirs = try await client.cardToken()
      #expect(
        try await client.call(PrivacyInterface.Mine.self, .init(card: theirs)).kept.isEmpty)
      let refused = await refusal {
        _ = try await client.call(PrivacyInterface.Mine.self, .init(card: "made up"))
      }
      #expect(refused?.decode(PrivacyInterface.CardExpired.self) != nil)
    }
  }

  @Test func `a call for help is told to staff, answered, and the kiosk hears of it`() async throws
  {
    let hall = try TestHall()
    try await hall.open { client in
      let staff = try await hall.connect()
      let call = try await client.call(HelpInterface.Call.self, .init(place: "西门\u{1b}[2J1号"))
        .call
      #expect(call.state == .calling && !call.place.contains("\u{1b}"))
      let (states, state) = AsyncStream.makeStream(of: HelpCalls.State.self)
      async let following: Void = {
        for try await reply in client.more(HelpInterface.Follow.self, .init(id: call.id)) {
          state.yield(reply.call.state)
        }
        state.finish()
      }()
      var seen: [HelpCalls.State] = []
      for await next in states {
        seen.append(next)
        switch next {
        case .calling:
          #expect(
            try await staff.call(HelpInterface.List.self, .init()).calls.map(\.id) == [call.id])
          let answered = try await staff.call(
            HelpInterface.Answer.self, .init(id: call.id, window: "1"))
          #expect(answered.call.by == "window 1")
        case .coming: _ = try await staff.call(HelpInterface.Close.self, .init(id: call.id))
        case .over: break
        }
      }
      try await following
      #expect(seen == [.calling, .coming, .over])
      await staff.close()
    }
  }

  @Test func `a letter of one's case is printed at the kiosk, another case's is not`() async throws
  {
    var hall = try TestHall()
    hall.letters = LetterPolicy(
      templates: [
        LetterTemplate(kind: .acceptance, edition: "test", title: "受理", page: [.facts([.item])])
      ], seal: "章")
    try await hall.bring([
      hall.message("HJ1", .accepted, at: "2026-11-20 10:00"),
      hall.message("HJ2", .accepted, at: "2026-11-20 10:00"),
    ])
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "somebody")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      func issue(_ receipt: String) async throws -> String {
        let day = WallClock(TestHall.mondayMorning).day
        var facts = LetterKind.acceptance.sampleFacts(on: day)
        facts["receipt"] = nil
        return try await client.call(
          LettersInterface.Issue.self,
          .init(
            window: "1", kind: .acceptance, receipt: receipt,
            fields: facts.map { .init(name: $0.key, values: $0.value) },
            form: LettersInterface.Issue.Form.none, requestId: "issue-\(receipt)")
        ).letter.number
      }
      let (mine, theirs) = (try await issue("HJ1"), try await issue("HJ2"))
      let handle = try #require(
        try await client.call(
          CasesInterface.Lookup.self, .init(receipt: "HJ1", password: "024680")
        ).cases.first?.handle)
      let found = try await client.call(LettersInterface.OfCase.self, .init(handle: handle))
      #expect(found.letters.map(\.number) == [mine] && Set(found.forms) == [.a4, .slip])
      #expect(found.letters.first?.printable == true)
      func print(_ number: String, _ form: LetterForm? = nil) async throws
        -> LettersInterface.PrintOwn.Reply
      {
        try await client.call(
          LettersInterface.PrintOwn.self, .init(handle: handle, number: number, form: form))
      }
      #expect(try await print(mine).letter.paper == .printed)
      let document = try #require(await hall.documentPrinter.nextDocument())
      #expect(document.pdf == Array(mine.utf8))
      #expect(try await print(mine, .slip).letter.paper == .printed)
      #expect(try await print(mine, .slip).letter.printable == false)
      let enough = await refusal { _ = try await print(mine) }
      #expect(enough?.decode(LettersInterface.PrintedEnough.self) != nil)
      let stranger = await refusal { _ = try await print(theirs) }
      #expect(stranger?.decode(LettersInterface.NoSuchLetter.self) != nil)
      hall.clock.advance(seconds: 601)
      let late = await refusal { _ = try await print(mine) }
      #expect(late?.decode(LettersInterface.HandleExpired.self) != nil)
    }
  }
}
