import Testing

@testable import Hall

@Suite struct `Emergency numbers` {
  private func block(
    _ hall: inout TestQueue, _ count: Int, again: EmergencyBlock.Again? = nil
  ) throws(QueueRefusal) -> [String] {
    try hall.engine.printBlock(
      letter: "E", count: count, again: again, by: aClerk, at: hall.now
    ).numbers.map(\.description)
  }

  private func enter(_ hall: inout TestQueue, _ entry: LateEntry) throws(QueueRefusal) -> Ticket {
    try hall.engine.enterLate(entry, secret: "000000", by: aClerk, at: hall.now)
  }

  @Test func `are printed for nobody twice`() throws {
    var hall = TestQueue()
    #expect(try block(&hall, 2) == ["E001", "E002"])
    #expect(
      throws: QueueRefusal.blockPrinted(
        first: TicketNumber(letter: "E", serial: 1, width: 3),
        last: TicketNumber(letter: "E", serial: 2, width: 3))
    ) { try block(&hall, 2) }
    #expect(try block(&hall, 3, again: .more) == ["E003", "E004", "E005"])
    let reprint = try hall.engine.printBlock(
      letter: "E", count: 1, again: .same, by: aClerk, at: hall.now)
    #expect(reprint.numbers.count == 5 && reprint.isReprint)
    let step = hall.engine.takeStep()
    #expect(step.lines.compactMap(\.why) == ["E001-E002", "E003-E005", "E001-E005 again"])
    #expect(step.blocks.map(\.count) == [2, 5])
  }

  @Test func `end at one limit, whether printed or entered`() throws {
    var hall = TestQueue()
    #expect(throws: QueueRefusal.blockTooLong(left: 500)) { try block(&hall, 501) }
    _ = try block(&hall, 499)
    #expect(throws: QueueRefusal.blockTooLong(left: 1)) { try block(&hall, 2, again: .more) }
    #expect(try block(&hall, 1, again: .more) == ["E500"])
    #expect(throws: QueueRefusal.blockTooLong(left: 0)) { try block(&hall, 1, again: .more) }
    let entry = LateEntry(letter: "E", serial: 501, service: "a", takenAt: hall.now)
    #expect(throws: QueueRefusal.noSuchTicket) { try enter(&hall, entry) }
  }

  @Test func `of a new day begin at 1, and go on behind those that were entered`() throws {
    var hall = TestQueue()
    _ = try block(&hall, 5)
    hall.wait(24 * 60)
    _ = try enter(&hall, LateEntry(letter: "E", serial: 3, service: "a", takenAt: hall.now))
    #expect(try block(&hall, 2) == ["E004", "E005"], "3 is somebody's")
  }

  @Test func `of an earlier day are that day's, and nobody waits with them`() throws {
    var hall = TestQueue()
    try hall.take()
    let (called, finished) = (atHour(9, 20), atHour(9, 31))
    hall.wait(3 * 24 * 60)
    try hall.take()
    let before = hall.engine
    var entry = LateEntry(
      day: aDay, letter: "E", serial: 1, service: "a", takenAt: atHour(9, 5), calledAt: called,
      finishedAt: finished, window: "1")
    let ticket = try enter(&hall, entry)
    #expect(ticket.day == aDay && ticket.state == .finished && ticket.enteredLate)
    #expect(ticket.id == before.nextTicket)
    #expect(hall.engine.tickets == before.tickets)
    #expect(hall.engine.loads == before.loads && hall.engine.paces == before.paces)
    #expect(hall.engine.walkInsGiven == before.walkInsGiven)
    #expect(throws: QueueRefusal.numberTaken) { try enter(&hall, entry) }
    entry.serial = 2
    _ = try enter(&hall, entry)
    entry.serial = 3
    entry.day = nil
    #expect(throws: QueueRefusal.timesContradict, "those times are not today's") {
      try enter(&hall, entry)
    }
    let waiting = LateEntry(
      day: aDay, letter: "E", serial: 3, service: "a", takenAt: atHour(9, 5))
    #expect(throws: QueueRefusal.timesContradict) { try enter(&hall, waiting) }
    var tomorrow = entry
    tomorrow.day = aDay.adding(days: 4)
    #expect(throws: QueueRefusal.timesContradict) { try enter(&hall, tomorrow) }
    let lines = hall.engine.takeStep().lines.filter { $0.kind == .enteredLate }
    #expect(lines.map(\.day) == [aDay, aDay])
  }
}

@Suite struct `Services that have their days` {
  private func hall(_ validity: Catalogue.Validity) -> TestQueue {
    var hall = TestQueue(["1": "ab"])
    var rules = hall.engine.rules
    rules.catalogue = catalogue(["1": "ab"], validity: ["b": validity])
    try? hall.engine.adopt(rules, by: aClerk, at: hall.now)
    return hall
  }

  @Test func `are taken from the first day to the last`() throws {
    let days = Catalogue.Validity(from: aDay.adding(days: 1), until: aDay.adding(days: 2))
    var hall = hall(days)
    var taken: [Bool] = []
    for _ in 0...3 {
      do {
        try hall.take("b")
        taken.append(true)
      } catch QueueRefusal.notOffered(let service, let validity) {
        #expect(service == "b" && validity == days)
        taken.append(false)
      }
      hall.wait(24 * 60)
    }
    #expect(taken == [false, true, true, false])
  }

  @Test func `are no later matter of a number outside them, and no reservation`() throws {
    let days = Catalogue.Validity(from: aDay.adding(days: 1), until: nil)
    var hall = hall(days)
    #expect(throws: QueueRefusal.notOffered("b", days)) { try hall.take("a", later: ["b"]) }
    #expect(throws: QueueRefusal.notOffered("b", days)) {
      try hall.book("1", "b", from: atHour(15))
    }
    _ = try hall.book("2", "b", from: atHour(24 + 10))
    #expect(hall.engine.tickets.values.isEmpty)
  }

  @Test func `are no place to be sent to outside them, but for whose matter they are`() throws {
    var hall = hall(.always)
    try hall.take("a")
    try hall.take("a", later: ["b"])
    var rules = hall.engine.rules
    let over = Catalogue.Validity(from: nil, until: aDay.adding(days: -1))
    rules.catalogue = catalogue(["1": "ab"], validity: ["b": over])
    try hall.engine.adopt(rules, by: aClerk, at: hall.now)
    #expect(try hall.next() == "A001")
    #expect(throws: QueueRefusal.notOffered("b", over)) { try hall.transfer("1", service: "b") }
    #expect(try hall.next() == "A002")
    #expect(try hall.transfer("1", service: "b").service == "b")
  }

  @Test func `end while people wait, who are served all the same`() throws {
    var hall = hall(.always)
    try hall.take("b")
    var rules = hall.engine.rules
    let over = Catalogue.Validity(from: nil, until: aDay.adding(days: -1))
    rules.catalogue = catalogue(["1": "ab"], validity: ["b": over])
    try hall.engine.adopt(rules, by: aClerk, at: hall.now)
    #expect(throws: QueueRefusal.notOffered("b", over)) { try hall.take("b") }
    #expect(try hall.next() == "B001")
  }
}
