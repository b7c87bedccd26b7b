import Foundation
import Hall
import HallAPI
import HallService
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

/// Plainly nobody's number.
private let phone = "13800001234"

@Suite(.timeLimit(.minutes(5))) struct `Notices to phones` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `a near turn and a call are told once each, with the number and the window`()
    async throws
  {
    let sender = ScriptedSender()
    let hall = self.hall.sending(sender)
    try await hall.open { client in
      try await client.openWindow("2")
      let ticket = try await client.takeToPhone("r1")
      await sender.untilAsked(ticket.number)
      try await client.untilTotals { $0[.nearTurn]?.sent == 1 }
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      await sender.untilAsked(ticket.number)
      try await client.untilTotals { $0[.called]?.sent == 1 }
      // Called again by hand and by key: the phone has been told.
      _ = try await client.call(CounterInterface.Recall.self, .init(window: "2"))
      let other = try await client.takeToPhone("r2")
      await sender.untilAsked(other.number)
      let asked = await sender.asked
      #expect(
        asked.map(\.text) == [
          "您的Z001号前面还有0人，请到等候区留意叫号。", "请Z001号到2号窗口办理。祝您愉快。",
          "您的Z002号前面还有0人，请到等候区留意叫号。",
        ])
      #expect(asked.map(\.phone) == [phone, phone, phone])
      #expect(asked.map(\.kind) == [.nearTurn, .called, .nearTurn])
      #expect(Set(asked.map(\.id)).count == 3)
    }
  }

  @Test func `without a phone, or without a template, nothing is sent`() async throws {
    let sender = ScriptedSender()
    var hall = self.hall.sending(sender)
    hall.notices.templates[.nearTurn] = nil
    hall.notices.templates[.called]?[.en] = nil
    try await hall.open { client in
      try await client.openWindow("2")
      _ = try await client.takeInHand("enquiry", "no-phone")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      _ = try await client.takeToPhone("english", language: .en)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      let last = try await client.takeToPhone("chinese")
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      await sender.untilAsked(last.number)
      try await client.untilTotals { $0[.called]?.sent == 1 }
      #expect(await sender.texts == ["请Z003号到2号窗口办理。祝您愉快。"])
    }
  }

  @Test func `a hall that sends nothing keeps no phone`() async throws {
    try await hall.open { client in
      _ = try await client.takeToPhone("r1")
      #expect(try await hall.store.ticketsWithPhone(after: 0).isEmpty)
      let totals = try await client.call(NoticesInterface.Totals.self, .init())
      #expect(!totals.sending)
    }
  }

  @Test func `a phone is forgotten once its day is over, whatever still waits for it`()
    async throws
  {
    let hung = ScriptedSender(.hang)
    try await hall.sending(hung).open { client in
      try await client.openWindow("2")
      _ = try await client.takeToPhone("r1")
      await hung.untilAsked("Z001")
    }
    #expect(try await hall.store.ticketsWithPhone(after: 0).count == 1)
    hall.clock.advance(seconds: 24 * 3600)
    let sender = ScriptedSender()
    try await hall.sending(sender).open { client in
      try await poll { try await hall.store.ticketsWithPhone(after: 0).isEmpty }
      let yesterday = try await client.call(
        NoticesInterface.Totals.self, .init(day: "2026-11-23"))
      #expect(yesterday.counts.first { $0.kind == .nearTurn }?.lapsed == 1)
      #expect(await sender.asked.isEmpty)
    }
  }

  @Test func `what a gateway takes later is tried again later, and is then sent once`()
    async throws
  {
    let sender = ScriptedSender(
      .answer(.tryAgain(why: "busy")), .answer(.tryAgain(why: "busy")))
    let book = LogBook()
    var hall = self.hall.sending(sender)
    hall.logger = book.logger
    try await hall.open { client in
      try await client.openWindow("2")
      let ticket = try await client.takeToPhone("r1")
      for attempt in 1...2 {
        await sender.untilAsked(ticket.number)
        try await hall.untilAttempts(attempt)
        hall.clock.advance(seconds: 20)
        _ = try await client.takeInHand("enquiry", "ring-\(attempt)")
      }
      await sender.untilAsked(ticket.number)
      try await client.untilTotals { $0[.nearTurn]?.sent == 1 }
      #expect(await sender.asked.count == 3)
      #expect(Set(await sender.asked.map(\.id)) == ["test-1-nearTurn"])
    }
    #expect(book.text.components("notice not sent") == 1, "said once for both attempts")
    #expect(book.text.components("notices are sent again") == 1)
    #expect(!book.text.contains(phone))
    #expect(!book.text.contains("00001234"))
  }

  @Test func `a no, and six times later, end a notice`() async throws {
    let sender = ScriptedSender()
    let hall = self.hall.sending(sender)
    await sender.will(.answer(.refused(why: "no such phone")), for: "Z001")
    await sender.will(.answer(.tryAgain(why: "busy")), for: "Z002")
    try await hall.open { client in
      try await client.openWindow("2")
      _ = try await client.takeToPhone("r1")
      try await client.untilTotals { $0[.nearTurn]?.givenUp == 1 }
      let ticket = try await client.takeToPhone("r2")
      for attempt in 1...NoticeRetry.mostAttempts {
        await sender.untilAsked(ticket.number)
        guard attempt < NoticeRetry.mostAttempts else { break }
        try await hall.untilAttempts(attempt)
        hall.clock.advance(seconds: 76)
        _ = try await client.takeInHand("enquiry", "ring-\(attempt)")
      }
      try await client.untilTotals { $0[.nearTurn]?.givenUp == 2 }
    }
  }

  @Test func `a gateway that hangs on one keeps nobody else waiting, nor the end of the service`()
    async throws
  {
    let sender = ScriptedSender()
    let hall = self.hall.sending(sender)
    await sender.will(.hang, for: "Z001")
    try await hall.open { client in
      try await client.openWindow("2")
      let first = try await client.takeToPhone("r1")
      await sender.untilAsked(first.number)
      let second = try await client.takeToPhone("r2")
      await sender.untilAsked(second.number)
      try await client.untilTotals { $0[.nearTurn]?.sent == 1 }
      #expect(try await client.totals()[.nearTurn]?.waiting == 1)
    }
    // `open` has waited for everything to end.
    #expect(try await hall.waiting().map(\.attempts) == [0], "nobody's failure")
  }

  @Test func `what a restart found waiting is sent once, what helps nobody any more is not`()
    async throws
  {
    let hung = ScriptedSender(.hang, .hang)
    let before = self.hall.sending(hung)
    try await before.open { client in
      try await client.openWindow("2")
      _ = try await client.takeToPhone("gone")
      await hung.untilAsked("Z001")
      _ = try await client.takeToPhone("here")
      await hung.untilAsked("Z002")
    }
    #expect(try await hall.waiting().count == 2)
    // While the sender was away, the first citizen was called and served.
    try await hall.open { client in
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      _ = try await client.call(CounterInterface.Finish.self, .init(window: "2"))
    }
    let sender = ScriptedSender()
    let after = self.hall.sending(sender)
    try await after.open { client in
      await sender.untilAsked("Z002")
      try await client.untilTotals { $0[.nearTurn]?.sent == 1 && $0[.nearTurn]?.lapsed == 1 }
      #expect(await sender.asked.map(\.id) == ["test-2-nearTurn"])
    }
    let idle = ScriptedSender()
    try await hall.sending(idle).open { client in
      // The call of the next one is told after whatever was told before it.
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      await idle.untilAsked("Z002")
      #expect(await idle.asked.map(\.kind) == [.called])
    }
  }

  @Test func `a call that was taken back is told when it is made again`() async throws {
    let sender = ScriptedSender(.answer(.tryAgain(why: "busy")))
    var hall = self.hall.sending(sender)
    hall.notices.templates[.nearTurn] = nil
    try await hall.open { client in
      let ticket = try await client.takeToPhone("r1")
      // Paper that comes out after the call is a change too, after which nothing is undone.
      try await poll { try await client.ticket(ticket).paper.state == .printed }
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      await sender.untilAsked(ticket.number)
      try await hall.untilAttempts(1)
      _ = try await client.call(CounterInterface.Undo.self, .init(window: "2"))
      hall.clock.advance(seconds: 20)
      _ = try await client.takeInHand("enquiry", "ring")
      try await client.untilTotals { $0[.called]?.lapsed == 1 }
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      await sender.untilAsked(ticket.number)
      try await client.untilTotals { $0[.called]?.sent == 1 }
      #expect(await sender.texts.last == "请Z001号到1号窗口办理。祝您愉快。")
    }
  }

  @Test func `totals are for technicians and managers, and of a day that exists`() async throws {
    let clerk = Access(roles: [getuid(): [.clerk, .citizen]], owner: getuid() &+ 1)
    try await hall.open { client in
      let noDay = await refusal {
        _ = try await client.call(NoticesInterface.Totals.self, .init(day: "yesterday"))
      }
      #expect(noDay?.standard == .invalidParameter("day"))
    }
    guard getuid() != 0 else { return }
    try await hall.open(roles: clerk) { client in
      let refused = await refusal { _ = try await client.totals() }
      #expect(refused?.standard == .permissionDenied)
    }
  }
}

extension TestHall {
  fileprivate func sending(_ sender: any NoticeSender) -> TestHall {
    var hall = self
    hall.sender = sender
    return hall
  }

  fileprivate func waiting() async throws -> [WaitingNotice] {
    try await store.waitingNotices(dueBy: Moment(milliseconds: .max), limit: 99)
  }

  /// Waits until a failed attempt is in the ledger.
  fileprivate func untilAttempts(_ attempts: Int) async throws {
    try await poll { try await waiting().contains { $0.attempts == attempts } }
  }
}

/// Asks again until it is so; the suite's time limit ends what never is.
private func poll(_ isSo: () async throws -> Bool) async throws {
  while try await !isSo() { try await Task.sleep(for: .milliseconds(20)) }
}

extension VarlinkClient {
  /// Takes a number for a phone and reads it off the screen.
  fileprivate func takeToPhone(_ request: String, language: Language = .zh) async throws
    -> QueueInterface.Ticket
  {
    let ticket = try await call(
      QueueInterface.TakeTicket.self,
      .init(service: "enquiry", requestId: request, phone: phone, language: language)
    ).ticket
    return try await call(
      QueueInterface.HandOver.self, .init(number: ticket.number, secret: ticket.secret ?? "")
    ).ticket
  }

  fileprivate func openWindow(_ window: String) async throws {
    _ = try await call(CounterInterface.Open.self, .init(window: window))
  }

  fileprivate func totals() async throws -> [NoticeKind: NoticesInterface.Count] {
    let counts = try await call(NoticesInterface.Totals.self, .init()).counts
    return Dictionary(counts.map { ($0.kind, $0) }) { first, _ in first }
  }

  fileprivate func untilTotals(_ isSo: ([NoticeKind: NoticesInterface.Count]) -> Bool)
    async throws
  {
    try await poll { isSo(try await totals()) }
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
