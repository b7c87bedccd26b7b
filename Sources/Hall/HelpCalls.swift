/// The day's calls for a person, by place. 呼叫工作人员
///
/// Says what a press comes to and forgets what is over; it knows no clock and asks nobody.
public struct HelpCalls: Sendable {
  /// calling: nobody has answered. coming: somebody goes there. over: somebody was there.
  public enum State: String, Codable, Sendable, CaseIterable { case calling, coming, over }

  public struct Call: Sendable, Equatable {
    public let id: Int
    public let place: String
    public let at: Moment
    public internal(set) var times = 1
    public internal(set) var state = State.calling
    public internal(set) var by: String?
    public internal(set) var answeredAt: Moment?
    public internal(set) var overAt: Moment?
  }

  public enum Refusal: Error, Equatable {
    /// Somebody plays with the key.
    case tryLater(seconds: Int)
    case noSuchCall(Int)
  }

  /// Nobody stands at a kiosk and waits longer; a call that nobody answered is over by itself.
  public static let lifeSeconds: Int64 = 30 * 60
  /// New calls a place may make within ``pauseSeconds``: each of them was answered or closed before
  /// the next, so whoever makes more is not helped by another one.
  public static let mostOfPlace = 5
  public static let pauseSeconds: Int64 = 600
  /// Callers make places up; so many of a day are more than any hall's kiosks call.
  public static let mostOfDay = 1000

  private var calls: [Call] = []
  private var nextID = 1
  private var day: LocalDay?

  public init() {}

  /// A press of the key at a place.
  public mutating func press(at place: String, _ now: Moment) throws(Refusal) -> Call {
    forget(at: now)
    if let open = calls.firstIndex(where: { $0.place == place && $0.state != .over }) {
      calls[open].times += 1
      return calls[open]
    }
    let recent = calls.filter {
      $0.place == place && (0..<Self.pauseSeconds).contains(now.seconds(since: $0.at))
    }
    if recent.count >= Self.mostOfPlace, let first = recent.first {
      throw .tryLater(seconds: Int(Self.pauseSeconds - now.seconds(since: first.at)))
    }
    guard calls.count < Self.mostOfDay else {
      throw .tryLater(seconds: Int(Self.pauseSeconds))
    }
    let call = Call(id: nextID, place: place, at: now)
    nextID += 1
    calls.append(call)
    return call
  }

  /// Somebody goes there; the first who said so stays named.
  public mutating func answer(_ id: Int, by who: String, _ now: Moment) throws(Refusal) -> Call {
    try change(id, now) { call in
      guard call.state == .calling else { return }
      call.state = .coming
      call.by = who
      call.answeredAt = now
    }
  }

  /// Somebody was there.
  public mutating func close(_ id: Int, by who: String, _ now: Moment) throws(Refusal) -> Call {
    try change(id, now) { call in
      guard call.state != .over else { return }
      call.state = .over
      call.by = call.by ?? who
      call.overAt = now
    }
  }

  public mutating func call(_ id: Int, _ now: Moment) throws(Refusal) -> Call {
    try change(id, now) { _ in }
  }

  /// The day's calls: whom nobody has answered first, then by age.
  public mutating func all(at now: Moment) -> [Call] {
    forget(at: now)
    let order = State.allCases
    return calls.sorted {
      let ranks = (order.firstIndex(of: $0.state) ?? 0, order.firstIndex(of: $1.state) ?? 0)
      return ranks.0 == ranks.1 ? $0.id < $1.id : ranks.0 < ranks.1
    }
  }

  private mutating func change(_ id: Int, _ now: Moment, _ body: (inout Call) -> Void)
    throws(Refusal) -> Call
  {
    forget(at: now)
    guard let index = calls.firstIndex(where: { $0.id == id }) else { throw .noSuchCall(id) }
    body(&calls[index])
    return calls[index]
  }

  private mutating func forget(at now: Moment) {
    let today = WallClock(now).day
    if day != today {
      calls.removeAll { WallClock($0.at).day != today }
      day = today
    }
    for index in calls.indices
    where calls[index].state != .over && now.seconds(since: calls[index].at) >= Self.lifeSeconds {
      calls[index].state = .over
      calls[index].overAt = now
    }
  }
}
