public import Hall
public import HallAPI
import TextUI

/// Everything a waiting hall's board knows: numbers and windows, and nothing of anybody. 叫号大屏
public struct Board: Sendable {
  /// What the queue looks like, nil before the hall has told.
  public private(set) var board: QueueInterface.Board.Reply?
  public private(set) var hall: HallInterface.Describe.Reply?
  /// What is announced today, newest first.
  public private(set) var announcements: [Bilingual] = []
  public private(set) var isConnected = false
  /// The hall does not take calls of this user.
  public private(set) var isRefused = false
  /// When the hall last told how things stand.
  public private(set) var asOf: Moment?
  public private(set) var now: Moment
  /// The part of the hall it hangs in, by its id or name; nil for the whole hall.
  public let zone: String?

  public init(zone: String?, now: Moment) {
    self.zone = zone
    self.now = now
  }

  /// Everything that can happen to a board; nobody touches it.
  public enum Event: Sendable {
    /// About once a second.
    case tick
    case board(QueueInterface.Board.Reply)
    case hall(HallInterface.Describe.Reply)
    case announcements([Bilingual])
    /// The hall is gone, or does not take calls of this user.
    case disconnected(isRefused: Bool)
  }

  /// Takes one event in.
  mutating func take(_ event: Event, at moment: Moment) {
    now = moment
    switch event {
    case .tick: break
    case .board(let board):
      self.board = board
      isConnected = true
      isRefused = false
      asOf = now
    case .hall(let hall): self.hall = hall
    case .announcements(let texts): announcements = texts
    case .disconnected(let isRefused):
      isConnected = false
      self.isRefused = isRefused
    }
  }

  // MARK: What is on it

  /// The windows it shows; nil for all of them.
  var windows: Set<String>? {
    guard let zone else { return nil }
    return Set(hall?.windows.filter { Self.is($0, in: zone) }.map(\.id) ?? [])
  }

  private static func `is`(_ window: HallInterface.Window, in zone: String) -> Bool {
    [window.zoneId, window.zone.zh, window.zone.en].contains {
      $0.lowercased() == zone.lowercased()
    }
  }

  /// The name of the part of the hall, where it shows one.
  var zoneName: Bilingual? {
    guard let zone else { return nil }
    return hall?.windows.first { Self.is($0, in: zone) }?.zone
  }

  /// Somebody set it up for a part of the hall that there is not.
  var isMisplaced: Bool { zone != nil && hall != nil && zoneName == nil }

  /// Newest first.
  var calls: [QueueInterface.BoardCall] {
    let windows = windows
    return board?.calls.filter { windows?.contains($0.window) ?? true } ?? []
  }

  /// Matters that somebody waits for here.
  var services: [QueueInterface.ServiceLine] {
    guard let lines = board?.services else { return [] }
    guard let windows else { return lines }
    let here = Set(hall?.windows.filter { windows.contains($0.id) }.flatMap(\.services) ?? [])
    return lines.filter { here.contains($0.service) }
  }

  /// Somebody was called a moment ago: the eye is led there.
  func isNew(_ call: QueueInterface.BoardCall) -> Bool {
    guard let at = WallClock.moment(iso8601: call.calledAt) else { return false }
    return (0..<BoardTiming.new).contains(now.seconds(since: at))
  }

  /// What people are to know besides: the hall's pause, windows that stand still, announcements.
  var notices: [Bilingual] {
    var notices: [Bilingual] = []
    if let board, let reason = board.pause {
      notices.append(notice(reason, board.backAt, ofHall: true))
    }
    let windows = windows
    for line in board?.lines ?? [] where windows?.contains(line.window) ?? true {
      guard let reason = line.pause else { continue }
      let window = BoardPhrases.window(CellText.clean(line.window))
      let why = notice(reason, line.backAt, ofHall: false)
      notices.append(Bilingual(zh: window.zh + why.zh, en: "\(window.en): \(why.en)"))
    }
    return notices + announcements
  }

  private func notice(_ reason: Pause.Reason, _ back: String?, ofHall: Bool) -> Bilingual {
    let pause = Pause(
      reason: reason, since: now, expectedBack: back.flatMap { WallClock.moment(iso8601: $0) })
    return PausePhrases.notice(pause, ofHall: ofHall, at: now)
  }

  /// Which of some pages is shown now.
  func page(of pages: Int) -> Int {
    Int(max(0, now.milliseconds) / 1000 / BoardTiming.page) % max(1, pages)
  }

  /// How often the picture has moved; nothing stands in one place for a day.
  public var shift: Int { Int(max(0, now.milliseconds) / 1000 / BoardTiming.shift) }
}

/// Times of a board, in seconds.
enum BoardTiming {
  /// A call is new until everybody has looked up and found it.
  static let new: Int64 = 15
  /// A page of matters or a notice is read in that time by slow readers.
  static let page: Int64 = 10
  /// Screens keep a shadow of what stands still for hours; every few minutes all of it moves by a cell.
  static let shift: Int64 = 240
}
