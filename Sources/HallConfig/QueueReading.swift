public import Hall

/// How numbers are formed, ordered and reserved; all of it has defaults.
public struct QueueConfiguration: Sendable, Equatable {
  public let numbers: NumberScheme
  public let order: OrderPolicy
  public let reservations: BookingPolicy
  /// Boards and strips call, and no voice. 无声叫号
  public let silent: Bool

  /// A hall whose file says nothing about it.
  static let usual = QueueConfiguration(
    numbers: NumberScheme(), order: OrderPolicy(), reservations: BookingPolicy(), silent: false)
}

extension HallConfiguration {
  /// What the queue goes by.
  public var queueRules: QueueRules {
    QueueRules(
      catalogue: catalogue, order: queue.order, numbers: queue.numbers,
      bookings: queue.reservations)
  }
}

extension QueueConfiguration {
  init(_ section: Section) {
    numbers = section.optional("numbers")?.section(NumberScheme.init) ?? NumberScheme()
    order = section.optional("order")?.section(OrderPolicy.init) ?? OrderPolicy()
    reservations =
      section.optional("reservations")?.section(BookingPolicy.init) ?? BookingPolicy()
    silent = section.optional("silent")?.flag() ?? false
  }
}

extension NumberScheme {
  fileprivate init(_ section: Section) {
    let usual = NumberScheme()
    self.init(
      width: section.optional("width")?.integer(2...5) ?? usual.width,
      reservedPrefix: section.optional("reservedPrefix")?.prefix() ?? usual.reservedPrefix,
      priorityPrefix: section.optional("priorityPrefix")?.prefix() ?? usual.priorityPrefix,
      bandEnd: section.optional("bandEnd")?.word(BandEnd.allCases, or: .grow) ?? usual.bandEnd)
  }
}

extension Entry {
  /// What may stand before a number's letter: one capital letter, or nothing.
  fileprivate func prefix() -> String {
    guard let text = scalar("a letter, or \"\"") else { return "" }
    guard text.isEmpty || (text.utf8.count == 1 && ("A"..."Z").contains(text)) else {
      fault("\(quoted(text)) is not one capital letter, or \"\" for none")
      return ""
    }
    return text
  }
}

extension OrderPolicy {
  fileprivate init(_ section: Section) {
    self.init()
    func number(_ key: String, _ range: ClosedRange<Int>, _ usual: Int) -> Int {
      section.optional(key)?.integer(range) ?? usual
    }
    reserved = section.optional("reserved")?.section { Claim($0, or: reserved) } ?? reserved
    priority = section.optional("priority")?.section { Claim($0, or: priority) } ?? priority
    ordinary = section.optional("ordinary")?.section { Claim($0, or: ordinary) } ?? ordinary
    // 0 says that a hall has no such rule; patience alone bounds the wait then.
    let after = number("ordinaryAfter", 0...50, ordinaryAfter ?? 0)
    ordinaryAfter = after == 0 ? nil : after
    patience = number("patience", 10...480, patience)
    placesBack = number("placesBack", 0...20, placesBack)
    mostReturns = number("mostReturns", 0...5, mostReturns)
    callsBeforePass = number("callsBeforePass", 1...10, callsBeforePass)
    grace = number("grace", 0...60, grace)
    undoSeconds = number("undoSeconds", 0...60, undoSeconds)
    nextOnCalled =
      section.optional("nextOnCalled")?.word(NextOnCalled.allCases, or: .finish) ?? nextOnCalled
  }
}

extension OrderPolicy.Claim {
  fileprivate init(_ section: Section, or usual: Self) {
    self.init(
      weight: section.optional("weight")?.integer(100...1000) ?? usual.weight,
      headStart: section.optional("headStart")?.integer(0...240) ?? usual.headStart)
  }
}

extension BookingPolicy {
  fileprivate init(_ section: Section) {
    self.init()
    early = section.optional("early")?.integer(0...240) ?? early
    late = section.optional("late")?.integer(0...240) ?? late
    let most = section.optional("mostNoShows")?.integer(0...20) ?? mostNoShows ?? 0
    mostNoShows = most == 0 ? nil : most
    noShowDays = section.optional("noShowDays")?.integer(1...365) ?? noShowDays
    restrictedDays = section.optional("restrictedDays")?.integer(1...90) ?? restrictedDays
  }
}
