/// A number of the emergency block as the paper list tells it. 补录
public struct LateEntry: Sendable, Equatable {
  /// What the block's numbers begin with.
  public var letter: String
  public var serial: Int
  public var service: String
  public var takenAt: Moment
  public var calledAt: Moment?
  public var finishedAt: Moment?
  public var window: String?

  public init(
    letter: String, serial: Int, service: String, takenAt: Moment, calledAt: Moment? = nil,
    finishedAt: Moment? = nil, window: String? = nil
  ) {
    self.letter = letter
    self.serial = serial
    self.service = service
    self.takenAt = takenAt
    self.calledAt = calledAt
    self.finishedAt = finishedAt
    self.window = window
  }
}

extension QueueEngine {
  /// More numbers than a hall could call on paper in a day.
  public static let largestBlock = 1000

  /// Notes that a block of numbers was printed for the day the machines stand still.
  ///
  /// The block has a letter of its own: it is printed in the morning, and the machines go on giving
  /// out their numbers until they fail.
  public mutating func printBlock(
    letter: String, count: Int, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> [TicketNumber] {
    advance(to: now)
    try refuseMachineLetter(letter)
    let numbers = (1...min(max(1, count), Self.largestBlock)).map {
      TicketNumber(letter: letter, serial: $0, width: rules.numbers.width)
    }
    if let first = numbers.first, let last = numbers.last {
      log(.blockPrinted, author, now, why: "\(first)-\(last)")
    }
    return numbers
  }

  private func refuseMachineLetter(_ letter: String) throws(QueueRefusal) {
    guard !rules.catalogue.services.contains(where: { $0.letter == letter }) else {
      throw .numberTaken
    }
  }

  /// Enters a number of the emergency block with its real times.
  ///
  /// Who was not called while the machines stood still waits on from the time on the paper.
  public mutating func enterLate(
    _ entry: LateEntry, secret: String, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    advance(to: now)
    guard !rules.catalogue.windows(serving: entry.service, as: .ordinary).isEmpty else {
      throw .noSuchService(entry.service)
    }
    try refuseMachineLetter(entry.letter)
    guard (1...Self.largestBlock).contains(entry.serial) else { throw .noSuchTicket }
    let number = TicketNumber(
      letter: entry.letter, serial: entry.serial, width: rules.numbers.width)
    // By the serial, which says the same with fewer or more digits.
    let isTaken = tickets.values.contains {
      $0.number.letter == entry.letter && $0.number.serial == entry.serial
    }
    guard !isTaken else { throw .numberTaken }
    let times = [entry.takenAt, entry.calledAt, entry.finishedAt].compactMap(\.self) + [now]
    guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }),
      WallClock(entry.takenAt).day == day,
      entry.finishedAt == nil || entry.calledAt != nil,
      entry.calledAt == nil || entry.finishedAt != nil
    else { throw .timesContradict }
    if entry.calledAt != nil {
      guard let window = entry.window, windows[window] != nil else {
        throw .noSuchWindow(entry.window ?? "")
      }
    }
    let id = nextTicket
    nextTicket += 1
    var ticket = Ticket(
      id: id, day: day, number: number, service: entry.service,
      state: entry.finishedAt == nil ? .waiting : .finished,
      place: Place(since: entry.takenAt, order: id, ticket: id), secret: secret,
      takenAt: entry.takenAt, paper: .printed)
    ticket.enteredLate = true
    ticket.calledAt = entry.calledAt
    ticket.finishedAt = entry.finishedAt
    ticket.window = entry.calledAt == nil ? nil : entry.window
    ticket.calls = entry.calledAt == nil ? 0 : 1
    serials[entry.letter] = max(serials[entry.letter] ?? 0, entry.serial)
    // No caller may send a control character, so nobody asks for this ticket as for a lost answer.
    add(ticket, requestID: "\u{1}late \(number)", particulars: Particulars())
    // What was done on paper counts as what was done at the machine, now and after a restart.
    walkInsGiven[entry.service, default: 0] += 1
    if let calledAt = entry.calledAt, let finishedAt = entry.finishedAt, let window = entry.window {
      loads[window, default: 0] += 1
      notePace(finishedAt.seconds(since: calledAt), of: entry.service)
    }
    log(.enteredLate, author, now, ticket: ticket)
    return ticket
  }
}
