import Foundation
import Hall
import HallAPI
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

@testable import HallService

/// What somebody with a socket and bad intent tries.
@Suite(.timeLimit(.minutes(5))) struct `Attacks on the desks` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `a number with a NUL behind it is nobody's number`() async throws {
    try await hall.open { client in
      let ticket = try await client.take("enquiry", "r1")
      let hidden = await refusal {
        _ = try await client.call(
          QueueInterface.GetTicket.self,
          .init(number: ticket.number + "\u{0}x", secret: ticket.secret))
      }
      #expect(hidden?.decode(QueueInterface.NoSuchTicket.self) != nil)
      let request = await refusal { _ = try await client.take("enquiry", "r1\u{0}x") }
      #expect(request?.standard == .invalidParameter("requestId"))
    }
  }

  @Test func `whoever goes on guessing a code keeps its owner out for a minute, not for ever`()
    async throws
  {
    try await hall.open { client in
      let ticket = try await client.take("enquiry", "r1")
      func ask(_ secret: String?) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            QueueInterface.GetTicket.self, .init(number: ticket.number, secret: secret))
        }
      }
      for _ in 0..<5 { #expect(await ask("x") != nil) }
      #expect(await ask(ticket.secret) != nil, "six digits stay a secret only while tries are few")
      hall.clock.advance(seconds: 59)
      for _ in 0..<5 { #expect(await ask("x") != nil) }
      hall.clock.advance(seconds: 1)
      #expect(await ask(ticket.secret) == nil)
    }
  }

  @Test func `who follows a ticket goes on hearing of it while somebody guesses its code`()
    async throws
  {
    try await hall.open { client in
      let ticket = try await client.takeInHand("enquiry", "r1")
      let follower = try await hall.connect()
      var changes = follower.more(
        QueueInterface.Follow.self, .init(number: ticket.number, secret: ticket.secret)
      ).makeAsyncIterator()
      #expect(try await changes.next()?.ticket.secret == ticket.secret)
      for _ in 0..<6 {
        _ = await refusal {
          _ = try await client.call(
            QueueInterface.GetTicket.self, .init(number: ticket.number, secret: "x"))
        }
      }
      _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      var state: TicketState?
      while state != .called { state = try #require(await changes.next()).ticket.state }
      await follower.close()
    }
  }

  @Test func `many wrong receipts count, also with one's own right one in between`() async throws {
    try await hall.bring([hall.message("HJ1", .accepted, at: "2026-11-20 10:00")])
    try await hall.open { client in
      func ask(_ receipt: String) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            CasesInterface.Lookup.self, .init(receipt: receipt, password: "024680"))
        }
      }
      for guess in 0..<6 { #expect(await ask("X\(guess)")?.name == CasesInterface.NoMatch.name) }
      #expect(await ask("HJ1") == nil, "other people's slips do not close the kiosk")
      for guess in 6..<30 { #expect(await ask("X\(guess)")?.name == CasesInterface.NoMatch.name) }
      #expect(await ask("X30")?.name == CasesInterface.TryLater.name)
    }
  }

  @Test func `a pad is named by a program that may be one`() throws {
    let access = Access(roles: [7: [.citizen], 8: [.pad]], owner: 6)
    func submit(_ uid: UInt32) -> CallContext {
      CallContext(
        method: RatingsInterface.Submit.name, peer: PeerCredentials(pid: 1, uid: uid, gid: uid))
    }
    try access.check(submit(7))
    #expect(throws: StandardError.permissionDenied) { try access.require(.pad, submit(7)) }
    try access.require(.pad, submit(8))
  }

  @Test func `a flooded throttle still counts every key, and a clock put back frees all`() {
    let throttle = Throttle<Int>()
    let start = TestHall.mondayMorning
    for key in 0...Throttle<Int>.mostKeys {
      throttle.failed(key, at: Moment(milliseconds: start.milliseconds + Int64(key)))
    }
    let later = start.advanced(bySeconds: 30)
    for _ in 0..<5 { throttle.failed(-1, at: later) }
    #expect(throttle.pause(-1, at: later) == 60)
    #expect(throttle.pause(-1, at: start.advanced(bySeconds: -3600)) == nil)
  }
}
