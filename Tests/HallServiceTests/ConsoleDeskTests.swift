import DeviceKit
import Hall
import HallAPI
import HallStore
import PINHashing
import Testing
import Varlink

@testable import HallService

@Suite(.timeLimit(.minutes(5))) struct `A window's console` {
  @Test func `follows the window, whoever's hand moves it`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "r1")
      _ = try await client.takeInHand("enquiry", "r2")
      let watcher = try await hall.connect()
      var desks = watcher.more(CounterInterface.Follow.self, .init(window: "2"))
        .makeAsyncIterator()
      let before = try #require(try await desks.next()?.desk)
      #expect(before.next?.number == "Z001" && before.ticket == nil && before.obeys)
      #expect(before.next?.words.zh == "等候时间最长" && before.fullLoad == 30)
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      let called = try #require(try await desks.next()?.desk)
      #expect(called.ticket?.number == "Z001" && called.ticket?.state == .called)
      #expect(called.next?.number == "Z002" && called.mark != before.mark)
      _ = try await client.call(CounterInterface.Hold.self, .init(window: "2"))
      let held = try #require(try await desks.next()?.desk)
      #expect(held.held.map(\.number) == ["Z001"] && held.ticket == nil)
      await watcher.close()
    }
  }

  @Test func `a step meant for another desk is not done`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      for id in ["r1", "r2", "r3"] { _ = try await client.takeInHand("enquiry", id) }
      let watcher = try await hall.connect()
      var desks = watcher.more(CounterInterface.Follow.self, .init(window: "2"))
        .makeAsyncIterator()
      let mark = try #require(try await desks.next()?.desk.mark)
      let question = CounterInterface.WindowQuestion(window: "2", seen: mark)
      let called = try await client.call(CounterInterface.CallNext.self, question)
      #expect(called.ticket?.number == "Z001")
      // The same call again, as after a lost answer; every other step that was meant for it, too.
      func isMoved(_ body: () async throws -> Void) async -> Bool {
        await refusal(body)?.decode(CounterInterface.Moved.self) == .init(window: "2")
      }
      #expect(await isMoved { _ = try await client.call(CounterInterface.CallNext.self, question) })
      #expect(await isMoved { _ = try await client.call(CounterInterface.Recall.self, question) })
      #expect(await isMoved { _ = try await client.call(CounterInterface.Finish.self, question) })
      #expect(await isMoved { _ = try await client.call(CounterInterface.Pass.self, question) })
      #expect(await isMoved { _ = try await client.call(CounterInterface.Undo.self, question) })
      #expect(await isMoved { _ = try await client.call(CounterInterface.Close.self, question) })
      #expect(
        await isMoved {
          _ = try await client.call(CounterInterface.Hold.self, .init(window: "2", seen: mark))
        })
      let windows = try await client.call(CounterInterface.Windows.self, NoParameters()).windows
      #expect(windows.first { $0.window == "2" }?.current == "Z001")
      // Without a mark a call is what it always was.
      let next = try await client.call(CounterInterface.CallNext.self, .init(window: "2"))
      #expect(next.ticket?.number == "Z002")
      await watcher.close()
    }
  }

  @Test func `who came too often is marked, without a name more than the clerk has`() async throws {
    var hall = try TestHall()
    hall.visits = VisitPolicy(times: 2, withinDays: 30, service: "enquiry")
    let (reader, card) = (hall.reader, hall.card)
    try await hall.open { client in
      for turn in 0..<3 {
        await reader.willRead([.card(card)])
        let token = try await client.cardToken()
        _ = try await client.takeInHand("renewal", "r\(turn)", card: token)
        let called = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
        #expect(called.ticket?.visits == (turn < 2 ? nil : 2))
        _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      }
    }
  }

  @Test func `whose window it is not is told no name, and who is nobody is told nothing`()
    async throws
  {
    var hall = try TestHall()
    hall.clerks = ClerkRoster([
      Clerk(id: "07", name: "王芳", pin: try PINHash.make("123456", logCost: 4))
    ])
    try await hall.open { client in
      _ = try await client.takeInHand("enquiry", "r1")
      var desks = client.more(CounterInterface.Follow.self, .init(window: "2"))
        .makeAsyncIterator()
      let closed = try #require(try await desks.next()?.desk)
      #expect(!closed.obeys && !closed.window.open)
    }
  }

  @Test func `a window that there is not is refused`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      let none = await refusal {
        for try await _ in client.more(CounterInterface.Follow.self, .init(window: "99")) {}
      }
      #expect(none?.decode(CounterInterface.NoSuchWindow.self) == .init(window: "99"))
    }
  }

  @Test func `a board is told how many wait for each matter`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      for id in ["r1", "r2"] { _ = try await client.takeInHand("enquiry", id) }
      let watcher = try await hall.connect()
      var boards = watcher.more(QueueInterface.Board.self, NoParameters()).makeAsyncIterator()
      let board = try #require(try await boards.next())
      #expect(board.services.map(\.service) == ["enquiry"])
      #expect(board.services.first?.waiting == 2)
      await watcher.close()
    }
  }
}
