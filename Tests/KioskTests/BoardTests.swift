import Hall
import HallAPI
import Testing
import TextUI

@testable import BoardScreens

/// A board on a wall, and the hall behind it.
struct BoardWall {
  var board: Board
  var now = SampleHall.morning

  init(zone: String? = nil, isConnected: Bool = true) {
    board = Board(zone: zone, now: now)
    guard isConnected else { return }
    send(.hall(Self.hall))
  }

  mutating func send(_ event: Board.Event) { board.take(event, at: now) }

  mutating func wait(_ seconds: Int64) {
    now = now.advanced(bySeconds: seconds)
    send(.tick)
  }

  func sees(_ text: String, size: Size = Size(columns: 80, rows: 24)) -> Bool {
    let picture = board.render(size: size)
    return (0..<size.rows).map(picture.text(ofRow:)).joined(separator: "\n").contains(text)
  }

  static var hall: HallInterface.Describe.Reply {
    var hall = SampleHall.describe()
    hall.windows = (1...12).map { index in
      let isEast = index <= 6
      return .init(
        id: "\(index)", name: .init(zh: "\(index)号窗口", en: "Window \(index)"),
        kind: .comprehensive, zoneId: isEast ? "east" : "west",
        zone: isEast ? .init(zh: "东区", en: "East") : .init(zh: "西区", en: "West"),
        services: isEast ? ["card", "ask"] : ["pension"])
    }
    return hall
  }

  static func reply(
    calls: Int = 8, isPaused: Bool = false, windowPause: Pause.Reason? = nil
  ) -> QueueInterface.Board.Reply {
    .init(
      calls: (0..<calls).map { index in
        .init(
          number: "A\(110 - index)", window: "\(index % 12 + 1)",
          calledAt: "2026-11-23T09:\(index == 0 ? "29:55" : "2\(9 - index % 10):00")+08:00",
          calls: index == 0 ? 2 : 1)
      },
      lines: hall.windows.map {
        .init(
          window: $0.id, name: $0.name, waiting: 3, open: true,
          pause: $0.id == "2" ? windowPause : nil,
          backAt: windowPause == nil ? nil : "2026-11-23T13:30:00+08:00")
      },
      services: [("card", 7), ("pension", 12), ("ask", 1)].map { id, waiting in
        .init(
          service: id, name: hall.services.first { $0.id == id }?.name ?? .init(zh: id, en: id),
          waiting: waiting)
      }, waiting: 20, pause: isPaused ? .system : nil, backAt: nil)
  }

  static let announcements = [
    Bilingual(zh: "社会保障卡申领：12月1日起不再收照片", en: "Social security card: no photo from 1 December")
  ]
}

/// The board's pictures that are kept as goldens.
enum BoardScene: String, CaseIterable, Sendable {
  case connecting, noSuchZone, empty, calls, zone, offline, shifted

  var wall: BoardWall {
    var wall = BoardWall(
      zone: self == .zone ? "east" : self == .noSuchZone ? "north" : nil,
      isConnected: self != .connecting)
    guard self != .connecting else { return wall }
    wall.send(
      .board(
        BoardWall.reply(calls: self == .empty ? 0 : 8, windowPause: self == .calls ? .lunch : nil)))
    wall.send(.announcements(self == .empty ? BoardWall.announcements : []))
    if self == .offline { wall.send(.disconnected(isRefused: false)) }
    if self == .shifted { wall.wait(2 * BoardTiming.shift) }
    return wall
  }
}

@Suite struct `A board in the waiting hall` {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60),
  ]

  @Test(arguments: BoardScene.allCases)
  func `looks as it was approved`(scene: BoardScene) throws {
    let views = Self.sizes.map { ($0.words, Golden.frame(scene.wall.board.render(size: $0))) }
    try Golden.compare(views, with: "board.\(scene.rawValue)")
  }

  @Test func `shows the windows and the queue of its zone alone`() {
    var east = BoardWall(zone: "east")
    east.send(.board(BoardWall.reply()))
    #expect(east.sees("A110") || east.sees("1号窗口"))
    #expect(east.sees("社会保障卡申领") && !east.sees("养老待遇资格认证"))
    var west = BoardWall(zone: "西区")
    west.send(.board(BoardWall.reply()))
    #expect(west.sees("7号窗口") && west.sees("养老待遇资格认证") && !west.sees("社会保障卡申领"))
  }

  @Test func `a new call has arrows for a while`() {
    var wall = BoardWall()
    wall.send(.board(BoardWall.reply()))
    #expect(wall.sees("▶▶") && wall.sees("第 2 次呼叫"))
    wall.wait(BoardTiming.new)
    #expect(!wall.sees("▶▶"))
  }

  @Test func `without its hall the last state stands, with its time, until the hall is back`() {
    var wall = BoardWall()
    wall.send(.board(BoardWall.reply()))
    wall.wait(60)
    wall.send(.disconnected(isRefused: false))
    wall.wait(60)
    #expect(wall.sees("09:30 的情况") && wall.sees("As of 09:30") && wall.sees("社会保障卡申领"))
    wall.send(.board(BoardWall.reply()))
    #expect(!wall.sees("As of"))
  }

  @Test func `everything moves by a cell every few minutes, and stays on the screen`() {
    var wall = BoardWall()
    wall.send(.board(BoardWall.reply()))
    let size = Size(columns: 80, rows: 24)
    var pictures: Set<Picture> = []
    var shifts: Set<Int> = []
    for _ in 0..<4 {
      shifts.insert(wall.board.shift)
      var still = wall.board
      // The same minute of the clock in all of them: only the place differs.
      still.take(.tick, at: wall.now)
      pictures.insert(still.render(size: size))
      #expect(wall.sees("8号窗口"))
      wall.wait(BoardTiming.shift)
    }
    #expect(shifts.count == 4 && pictures.count == 4)
  }

  @Test func `pauses and announcements take turns`() {
    var wall = BoardWall()
    wall.send(.board(BoardWall.reply(isPaused: true, windowPause: .lunch)))
    wall.send(.announcements(BoardWall.announcements))
    var seen: Set<String> = []
    for _ in 0..<3 {
      for words in ["大厅暂停服务", "2号窗口暂停服务：午休", "不再收照片"] where wall.sees(words) {
        seen.insert(words)
      }
      wall.wait(BoardTiming.page)
    }
    #expect(seen.count == 3)
  }

  @Test func `a board that nobody admits says so`() {
    var wall = BoardWall()
    wall.send(.disconnected(isRefused: true))
    #expect(wall.sees("没有大厅的权限"))
  }
}
