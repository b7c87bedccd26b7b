import Hall
import Testing

private func draft(_ kind: LetterKind, _ request: String = "r") -> LetterDraft {
  LetterDraft(
    kind: kind, receipt: "R1", dueDay: nil, requestID: request, why: nil, sealed: [1])
}

struct `Letters' numbers` {
  @Test func `run on over days and restarts, and begin anew with the year`() throws {
    var queue = TestQueue()
    try queue.take()
    try queue.next()
    func issue(_ kind: LetterKind) throws(QueueRefusal) -> String {
      try queue.engine.issueLetter(
        draft(kind), printing: .a4, job: "j", at: "1", by: aClerk, at: queue.now
      ).number.description
    }
    let year = aDay.year
    #expect(try issue(.acceptance) == "04-\(year)-000001")
    #expect(try issue(.acceptance) == "04-\(year)-000002")
    #expect(try issue(.refusal) == "03-\(year)-000001")
    let step = queue.engine.takeStep()
    #expect(step.letters.map(\.number.serial) == [1, 2, 1])
    #expect(step.letterPrints.count == 3 && step.letters.allSatisfy { $0.ticket == "A001" })
    #expect(
      step.lines.filter { $0.kind == .letterIssued }.map(\.why) == [
        "04-\(year)-000001 for A001", "04-\(year)-000002 for A001", "03-\(year)-000001 for A001",
      ])

    // As the ledger remembers it, and a day and a year later.
    let memory = QueueMemory(
      day: aDay, letterSerials: [.init(kind: .acceptance, year: year): 2])
    queue.engine = QueueEngine(rules: queue.engine.rules, memory: memory)
    for days in [1, 365] {
      queue.wait(days * 24 * 60)
      let then = WallClock(queue.now).day.year
      let number = "04-\(then)-" + (then == year ? "000003" : "000001")
      try queue.take()
      try queue.next()
      #expect(try issue(.acceptance) == number)
    }
  }

  @Test func `are given only where somebody is served`() {
    var queue = TestQueue()
    #expect(throws: QueueRefusal.nobodyAtWindow("1")) {
      try queue.engine.issueLetter(
        draft(.refusal), printing: nil, job: "j", at: "1", by: aClerk, at: queue.now)
    }
    #expect(throws: QueueRefusal.noSuchWindow("9")) {
      try queue.engine.issueLetter(
        draft(.refusal), printing: nil, job: "j", at: "9", by: aClerk, at: queue.now)
    }
    #expect(queue.engine.takeStep().letters.isEmpty)
  }

  @Test func `a print goes from the printer's word to the next and never back`() throws {
    var queue = TestQueue()
    let number = LetterNumber(series: .init(kind: .refusal, year: 2026), serial: 1)
    var print = LetterPrint(letter: number, job: "j", form: .a4, at: queue.now, who: "clerk 7")
    queue.engine.setPaper(.sent, fault: nil, of: print, by: .service, at: queue.now)
    print.paper = .printed
    queue.engine.setPaper(.failed, fault: "late", of: print, by: .service, at: queue.now)
    let step = queue.engine.takeStep()
    #expect(step.letterPrints.map(\.paper) == [.sent])
    print.paper = .sent
    queue.engine.settle([print], at: queue.now)
    print.paper = .pending
    queue.engine.settle([print], at: queue.now)
    let prints = queue.engine.takeStep().letterPrints
    #expect(prints.map(\.paper) == [.unknown, .failed])
    #expect(prints.map(\.fault) == ["restart", "restart"])
  }
}
