extension QueueEngine {
  /// Notes that a block of numbers was printed for the day the machines stand still.
  ///
  /// The block has a letter of its own: it is printed in the morning, and the machines go on giving
  /// out their numbers until they fail. No number of it is printed for two people: a letter whose
  /// numbers were printed today is refused unless `again` says what is wanted.
  public mutating func printBlock(
    letter: String, count: Int, again: EmergencyBlock.Again? = nil, by author: Author,
    at now: Moment
  ) throws(QueueRefusal) -> EmergencyBlock.Printing {
    advance(to: now)
    try refuseMachineLetter(letter)
    let printed = blocks[letter]
    if let printed, again != .more {
      let numbers = numbers(1...printed.count, of: letter)
      guard again == .same else {
        throw .blockPrinted(first: numbers[0], last: numbers[numbers.count - 1])
      }
      log(.blockPrinted, author, now, why: "\(Self.span(numbers)) again")
      return .init(numbers: numbers, isReprint: true)
    }
    // Numbers that came from somewhere else and were entered are not printed a second time.
    let before = max(printed?.count ?? 0, serials[letter] ?? 0)
    let left = EmergencyBlock.most - before
    guard (1...EmergencyBlock.most).contains(count), count <= left else {
      throw .blockTooLong(left: left)
    }
    let numbers = numbers(before + 1...before + count, of: letter)
    let block = EmergencyBlock(day: day, letter: letter, count: before + count)
    blocks[letter] = block
    step.blocks.append(block)
    log(.blockPrinted, author, now, why: Self.span(numbers))
    return .init(numbers: numbers, isReprint: false)
  }

  private func numbers(_ serials: ClosedRange<Int>, of letter: String) -> [TicketNumber] {
    serials.map { TicketNumber(letter: letter, serial: $0, width: rules.numbers.width) }
  }

  private static func span(_ numbers: [TicketNumber]) -> String {
    [numbers.first, numbers.last].compactMap { $0?.description }.joined(separator: "-")
  }

  private func refuseMachineLetter(_ letter: String) throws(QueueRefusal) {
    guard !rules.catalogue.services.contains(where: { $0.letter == letter }) else {
      throw .numberTaken
    }
  }

  /// Enters a number of the emergency block with its real times.
  ///
  /// Who was not called while the machines stood still waits on from the time on the paper. A number
  /// of an earlier day was served then, or is none to enter: nobody of that day waits. The ledger
  /// alone knows that day's numbers, so its owner asks it first whether this one is there.
  public mutating func enterLate(
    _ entry: LateEntry, secret: String, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    advance(to: now)
    guard !rules.catalogue.windows(serving: entry.service, as: .ordinary).isEmpty else {
      throw .noSuchService(entry.service)
    }
    try refuseMachineLetter(entry.letter)
    guard (1...EmergencyBlock.most).contains(entry.serial) else { throw .noSuchTicket }
    let number = TicketNumber(
      letter: entry.letter, serial: entry.serial, width: rules.numbers.width)
    let entryDay = entry.day ?? day
    try refuseTaken(number, on: entryDay)
    try refuseContradiction(entry, on: entryDay, at: now)
    if entry.calledAt != nil {
      guard let window = entry.window, windows[window] != nil else {
        throw .noSuchWindow(entry.window ?? "")
      }
    }
    let id = nextTicket
    nextTicket += 1
    var ticket = Ticket(
      id: id, day: entryDay, number: number, service: entry.service,
      state: entry.finishedAt == nil ? .waiting : .finished,
      place: Place(since: entry.takenAt, order: id, ticket: id), secret: secret,
      takenAt: entry.takenAt, paper: .printed)
    ticket.enteredLate = true
    ticket.calledAt = entry.calledAt
    ticket.finishedAt = entry.finishedAt
    ticket.window = entry.calledAt == nil ? nil : entry.window
    ticket.calls = entry.calledAt == nil ? 0 : 1
    // No caller may send a control character, so nobody asks for this ticket as for a lost answer.
    let request = "\u{1}late \(number)"
    if entryDay == day {
      add(ticket, requestID: request, particulars: Particulars())
      countToday(entry)
    } else {
      // That day is over: its figures are the ledger's, and today's numbers know nothing of it.
      enteredBefore.insert(Self.key(number, entryDay))
      step.note(ticket)
      step.issued.append(
        IssuedTicket(id: id, requestID: request, particulars: Particulars()))
    }
    log(.enteredLate, author, now, ticket: ticket)
    return ticket
  }

  /// What was done on paper counts as what was done at the machine, now and after a restart.
  private mutating func countToday(_ entry: LateEntry) {
    serials[entry.letter] = max(serials[entry.letter] ?? 0, entry.serial)
    walkInsGiven[entry.service, default: 0] += 1
    if let calledAt = entry.calledAt, let finishedAt = entry.finishedAt, let window = entry.window {
      loads[window, default: 0] += 1
      notePace(finishedAt.seconds(since: calledAt), of: entry.service)
    }
  }

  /// By the serial, which says the same with fewer or more digits.
  private func refuseTaken(_ number: TicketNumber, on entryDay: LocalDay) throws(QueueRefusal) {
    let isTaken =
      entryDay == day
      ? tickets.values.contains {
        $0.number.letter == number.letter && $0.number.serial == number.serial
      } : enteredBefore.contains(Self.key(number, entryDay))
    if isTaken { throw .numberTaken }
  }

  private static func key(_ number: TicketNumber, _ day: LocalDay) -> String {
    "\(day) \(number.letter) \(number.serial)"
  }

  private func refuseContradiction(_ entry: LateEntry, on entryDay: LocalDay, at now: Moment)
    throws(QueueRefusal)
  {
    let times = [entry.takenAt, entry.calledAt, entry.finishedAt].compactMap(\.self)
    let isPast = entryDay < day
    guard zip(times, times.dropFirst() + [now]).allSatisfy({ $0 <= $1 }), entryDay <= day,
      WallClock(entry.takenAt).day == entryDay,
      (entry.calledAt == nil) == (entry.finishedAt == nil), !isPast || entry.finishedAt != nil,
      // A day's last citizen may be served past midnight, and not into the next day's work.
      !isPast || times.allSatisfy({ $0 < Self.end(of: entryDay) })
    else { throw .timesContradict }
  }

  /// When a day is over for certain.
  private static func end(of day: LocalDay) -> Moment {
    day.moment(atMinute: 24 * 60 + latestRollOver)
  }
}
