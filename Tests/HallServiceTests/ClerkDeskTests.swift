import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import HallStoreSQLite
import PINHashing
import TestSupport
import Testing
import Varlink

@testable import HallService

@Suite(.timeLimit(.minutes(5))) struct `Clerks at the counter` {
  var hall: TestHall
  private let log = LogBook()

  init() throws {
    hall = try TestHall()
    // The least cost: what a PIN is worth is not asked here.
    func clerk(_ id: String, _ pin: String, windows: [String] = [], user: String? = nil) throws
      -> Clerk
    {
      Clerk(
        id: id, name: "王芳\(id)", windows: windows, user: user,
        pin: try PINHash.make(pin, logCost: 4))
    }
    hall.clerks = ClerkRoster([
      try clerk("07", "123456"), try clerk("08", "654321"),
      try clerk("09", "111111", windows: ["2"]),
    ])
    hall.logger = log.logger
  }

  private func open(
    _ client: VarlinkClient, _ clerk: String? = "07", _ pin: String? = "123456",
    window: String = "1"
  ) async -> VarlinkRemoteError? {
    await refusal {
      _ = try await client.call(
        CounterInterface.Open.self, .init(window: window, clerk: clerk, pin: pin))
    }
  }

  private func authors(_ kinds: [JournalLine.Kind]) async throws -> [String] {
    let day = WallClock(hall.clock.now).day
    return try await hall.store.journal(from: day, through: day).map(\.line)
      .filter { kinds.contains($0.kind) }.map(\.author.who)
  }

  @Test(arguments: [true, false])
  func `a pad shows the card of who works there, as far as the hall shows names`(
    showsNames: Bool
  ) async throws {
    var hall = hall
    hall.ratings.showsClerkNames = showsNames
    hall.clerks = ClerkRoster([
      // What a file says is drawn on a screen: no command of a terminal gets there.
      Clerk(
        id: "07", name: "王\u{1B}[2J芳\u{202E}", post: "综合受理岗",
        pin: try PINHash.make("123456", logCost: 4))
    ])
    try await hall.open { client in
      #expect(await open(client) == nil)
      let pad = try await hall.connect()
      var views = pad.more(RatingsInterface.Await.self, .init(window: "1")).makeAsyncIterator()
      let card = try #require(try await views.next(isolation: #isolation)?.clerk)
      #expect(card.staffNumber == "07" && card.post?.zh == "综合受理岗")
      let name = card.name?.zh
      #expect(showsNames ? name == "王[2J芳" : name == nil)
      await pad.close()
    }
  }

  @Test func `whatever a clerk does is written down under the staff number, never the name`()
    async throws
  {
    try await hall.open { client in
      for id in ["r1", "r2"] { _ = try await client.takeInHand("enquiry", id) }
      #expect(await open(client) == nil)
      let called = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      let number = try #require(called.ticket?.number)
      _ = try await client.call(CounterInterface.Hold.self, .init(window: "1", why: nil))
      await hall.keypad.press(.callNext, at: hall.clock.now)
      try await eventually {
        try await client.call(CounterInterface.Windows.self, NoParameters()).windows[0].current
          != nil
      }
      for _ in 0..<2 {
        _ = try await client.call(CounterInterface.Recall.self, .init(window: "1"))
      }
      let passed = try await client.call(CounterInterface.Pass.self, .init(window: "1"))
      _ = try await client.call(
        CounterInterface.Return.self, .init(number: passed.ticket.number))
      _ = try await client.call(
        CounterInterface.Resume.self, .init(window: "1", number: number))
      _ = try await client.call(CounterInterface.Close.self, .init(window: "1"))
      let kinds: [JournalLine.Kind] = [
        .opened, .called, .recalled, .held, .passed, .returned, .resumed, .finished, .closed,
      ]
      let who = try await authors(kinds)
      #expect(who == [String](repeating: "clerk 07", count: 11), "\(who)")
      let all = try await authors(JournalLine.Kind.allCases)
      #expect(!"\(all)".contains("王芳"))
    }
  }

  @Test func `a window without its clerk calls nobody, by socket or by key`() async throws {
    try await hall.open { client in
      let ticket = try await client.takeInHand("enquiry", "r1")
      let refused = await refusal {
        _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
      }
      #expect(refused?.decode(CounterInterface.ClerkNeeded.self) == .init(window: "1"))
      #expect(
        await open(client, "07", nil)?.decode(CounterInterface.ClerkNeeded.self) != nil)
      #expect(await open(client, nil, nil)?.decode(CounterInterface.ClerkNeeded.self) != nil)
      await hall.keypad.press(.callNext, at: hall.clock.now)
      try await eventually { log.text.contains("key not obeyed") }
      #expect(try await client.ticket(ticket).state == .waiting)
      #expect(
        await open(client, "07", "123456", window: "9")?
          .decode(CounterInterface.NoSuchWindow.self) != nil)
    }
  }

  @Test func `which of number and PIN was wrong is not told, and tries are few`() async throws {
    try await hall.open { client in
      let wrongPIN = await open(client, "07", "000000")
      #expect(wrongPIN?.decode(CounterInterface.SignInRefused.self) == .init(waitSeconds: 0))
      #expect(await open(client, "nobody", "123456", window: "2") == wrongPIN)
      #expect(await open(client, "07", "0", window: "2") == wrongPIN, "no PIN at all")
      let third = await open(client, "07", "000000", window: "2")
      #expect(third?.decode(CounterInterface.SignInRefused.self)?.waitSeconds == 10)
      #expect(await open(client) != nil, "the right one is not looked at either")
      hall.clock.advance(seconds: 10)
      let fourth = await open(client, "07", "000000")
      #expect(fourth?.decode(CounterInterface.SignInRefused.self)?.waitSeconds == 20)
      #expect(await open(client, "08", "654321", window: "2") == nil, "others come to work")
      hall.clock.advance(seconds: 20)
      #expect(await open(client) == nil)
      #expect(await open(client, "07", "000000") == wrongPIN, "counted anew")
      let told = log.text.split(separator: "\n").filter { $0.contains("sign-in refused") }
      #expect(told.count == 7)
      #expect(!told.contains { $0.contains("07") || $0.contains("000000") }, "\(told)")
    }
  }

  @Test func `a clerk works where the file lets them, and is relieved by the next`() async throws {
    try await hall.open { client in
      #expect(
        await open(client, "09", "111111")?.decode(CounterInterface.WindowNotAllowed.self)
          == .init(window: "1"))
      #expect(await open(client, "09", "111111", window: "2") == nil)
      #expect(await open(client, "08", "654321", window: "2") == nil)
      let windows = try await client.call(CounterInterface.Windows.self, NoParameters()).windows
      #expect(windows.map(\.clerk) == [nil, "08"])
      let day = WallClock(hall.clock.now).day
      let lines = try await hall.store.journal(from: day, through: day).map(\.line)
      #expect(lines.map(\.kind) == [.opened, .closed, .opened])
      #expect(lines[1].why == "relieves clerk 09")
    }
  }

  @Test func `a Unix user may be a clerk without a PIN`() async throws {
    var hall = hall
    hall.clerks = ClerkRoster(
      [Clerk(id: "12", name: "陈静", user: "chenjing")], userIDs: [getuid(): "12"])
    try await hall.open { client in
      let other = await open(client, "13", nil)
      #expect(other?.decode(CounterInterface.ClerkNeeded.self) != nil)
      #expect(await open(client, nil, nil) == nil)
    }
    #expect(try await authors([.opened]) == ["clerk 12"])
  }

  @Test func `a window obeys the peer by whom its clerk came`() throws {
    let rules = QueueRules(catalogue: TestHall.catalogue)
    var engine = QueueEngine(rules: rules, day: WallClock(hall.clock.now).day)
    let edition = Rulebook.Edition(
      queue: rules,
      hours: OpeningHours(weekly: [:], exceptions: [], calendar: .empty, alwaysOpen: true),
      clerks: hall.clerks)
    try engine.open("1", clerk: "07", user: "uid 1", by: .service, at: hall.clock.now)
    #expect(try engine.worker(at: "1", by: .peer("uid 1"), edition) == "clerk 07")
    #expect(try engine.worker(at: "1", by: .keypad("k"), edition) == "clerk 07")
    #expect(throws: QueueRefusal.clerkNeeded(window: "1")) {
      try engine.worker(at: "1", by: .peer("uid 2"), edition)
    }
    #expect(try engine.worker(at: "1", by: .closer("uid 2"), edition) == "uid 2")
    #expect(engine.worker(ofPeer: "uid 1", edition) == "clerk 07")
    try engine.open("2", clerk: "08", user: "uid 1", by: .service, at: hall.clock.now)
    #expect(engine.worker(ofPeer: "uid 1", edition) == "uid 1", "one of two, nobody knows which")
    // Whoever leaves the file leaves the window.
    var without = edition
    without.clerks = ClerkRoster([])
    #expect(throws: QueueRefusal.clerkNeeded(window: "1")) {
      try engine.worker(at: "1", by: .peer("uid 1"), without)
    }
    without.clerks = nil
    #expect(try engine.worker(at: "1", by: .peer("uid 2"), without) == "uid 2")
  }

  @Test func `waits double, end, and stay bounded`() {
    let tries = SignInTries()
    var now = TestHall.mondayMorning
    var waits: [Int] = []
    for _ in 0..<12 {
      #expect(
        tries.begin([.clerk("07", caller: "uid 1"), .window("1", caller: "uid 1")], at: now) == nil)
      let wait = tries.pause([.clerk("07", caller: "uid 1")], at: now) ?? 0
      waits.append(wait)
      if wait > 0 {
        #expect(
          tries.begin([.clerk("08", caller: "uid 1"), .window("1", caller: "uid 1")], at: now)
            == wait, "a window waits too")
      }
      #expect(
        tries.begin([.clerk("08", caller: "uid 1"), .window("2", caller: "uid 1")], at: now) == nil)
      tries.succeeded([.clerk("08", caller: "uid 1"), .window("2", caller: "uid 1")])
      now = now.advanced(bySeconds: Int64(wait))
    }
    #expect(waits == [0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900])
    now = now.advanced(bySeconds: 3600)
    #expect(tries.begin([.clerk("07", caller: "uid 1")], at: now) == nil)
    #expect(
      tries.pause([.clerk("07", caller: "uid 1")], at: now) == nil,
      "an hour later a key begins anew")
  }
}
