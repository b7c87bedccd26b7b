import Hall
import Testing

/// An engine with a clock of its own and short words for what people do.
struct TestQueue {
  var engine: QueueEngine
  var now = atHour(9)
  private var requests = 0

  init(
    _ windows: [String: String] = ["1": "a"], letters: [String: String] = [:],
    order: OrderPolicy = OrderPolicy(), numbers: NumberScheme = NumberScheme(),
    bookings: BookingPolicy = BookingPolicy()
  ) {
    let rules = QueueRules(
      catalogue: catalogue(windows, letters: letters), order: order, numbers: numbers,
      bookings: bookings)
    engine = QueueEngine(rules: rules, day: aDay)
  }

  mutating func wait(_ minutes: Int, seconds: Int = 0) {
    now = now.advanced(bySeconds: Int64(minutes * 60 + seconds))
  }

  private mutating func order(
    _ service: String, later: [String], priority: Priority?, person: PersonKey?,
    paper: PaperState, request: String?
  ) -> TicketOrder {
    requests += 1
    return TicketOrder(
      requestID: request ?? "request \(requests)", service: service, laterServices: later,
      priority: priority, person: person, secret: "000000", paper: paper)
  }

  /// Takes a number whose paper is in hand.
  @discardableResult
  mutating func take(
    _ service: String = "a", later: [String] = [], priority: Priority? = nil,
    person: PersonKey? = nil, paper: PaperState = .printed, request: String? = nil
  ) throws(QueueRefusal) -> Ticket {
    let order = order(
      service, later: later, priority: priority, person: person, paper: paper,
      request: request)
    return try engine.take(order, by: aClerk, at: now).ticket
  }

  /// Calls the next number of a window and says which it was.
  @discardableResult
  mutating func next(_ window: String = "1") throws(QueueRefusal) -> String? {
    try engine.callNext(window, by: aClerk, at: now)?.number.description
  }

  /// Calls a window's whole line, a second apart.
  mutating func all(_ window: String = "1") throws(QueueRefusal) -> [String] {
    var called: [String] = []
    while let number = try next(window) {
      called.append(number)
      wait(0, seconds: 1)
    }
    return called
  }

  /// Calls a number as often as it takes, and passes it.
  mutating func pass(_ window: String = "1") throws(QueueRefusal) {
    for _ in 1..<engine.rules.order.callsBeforePass {
      _ = try engine.recall(window, by: aClerk, at: now)
    }
    _ = try engine.pass(window, by: aClerk, at: now)
  }

  @discardableResult
  mutating func transfer(_ from: String, service: String? = nil, window: String? = nil)
    throws(QueueRefusal) -> Ticket
  {
    try engine.transfer(
      from: from, service: service, window: window, note: nil, by: aClerk, at: now)
  }

  mutating func undo(_ window: String = "1") throws(QueueRefusal) {
    try engine.undo(window, by: aClerk, at: now)
  }

  mutating func book(
    _ code: String, _ service: String = "a", from: Moment, minutes: Int = 30,
    person: PersonKey? = nil, missed: [Moment] = []
  ) throws(QueueRefusal) -> Booking {
    let wish = BookingWish(
      code: code, service: service, from: from,
      until: from.advanced(bySeconds: Int64(minutes) * 60), person: person, missed: missed)
    return try engine.book(wish, by: aClerk, at: now)
  }

  @discardableResult
  mutating func checkIn(
    _ booking: Booking, priority: Priority? = nil, person: PersonKey? = nil,
    request: String? = nil
  ) throws(QueueRefusal) -> Ticket {
    let order = order(
      "", later: [], priority: priority, person: person, paper: .printed, request: request)
    return try engine.checkIn(booking.id, order, by: aClerk, at: now).ticket
  }

  /// A ticket as it is now.
  func now(_ ticket: Ticket) throws -> Ticket { try #require(engine.tickets[ticket.id]) }
}
