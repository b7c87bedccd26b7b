import DeviceKit
import Hall
import HallAPI
import HallStore
import Varlink

/// What concerns the day and its numbers rather than one window.
extension CounterDesk {
  func pauseHall(_ question: CounterInterface.PauseHall.Parameters, _ call: CallContext)
    async throws
  {
    let back = try comingMoment(question.backAt)
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      engine.pauseHall(question.reason, until: back, by: author, at: now)
    }
  }

  func unpauseHall(_ call: CallContext) async throws {
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      engine.unpauseHall(by: author, at: now)
    }
  }

  /// Who was passed is here after all.
  func comeBack(_ question: CounterInterface.Return.Parameters, _ call: CallContext) async throws
    -> CounterInterface.NumberReply
  {
    try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      try engine.comeBackAfterPass(
        try engine.known(question.number).id, by: author, at: now)
    }
  }

  func liftQuota(_ question: CounterInterface.LiftQuota.Parameters, _ call: CallContext)
    async throws
  {
    let why = try reason(question.why)
    guard let until = try moment(question.until, "until"), until > hall.wallTime() else {
      throw StandardError.invalidParameter("until")
    }
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      try engine.liftQuota(
        of: question.service, reason: why, until: until, by: author, at: now)
    }
  }

  func void(_ question: CounterInterface.Void.Parameters, _ call: CallContext) async throws
    -> CounterInterface.NumberReply
  {
    let why = try reason(question.why)
    return try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      try engine.void(try engine.known(question.number).id, why: why, by: author, at: now)
    }
  }

  /// A block is what a hall hands out in an hour or two by hand; more is a slip of the finger.
  static let largestBlock = 500

  func printBlock(_ question: CounterInterface.PrintBlock.Parameters, _ call: CallContext)
    async throws -> CounterInterface.PrintBlock.Reply
  {
    guard let letter = try emergencyLetter(question.letter) else {
      throw StandardError.invalidParameter("letter")
    }
    guard (1...Self.largestBlock).contains(question.count) else {
      throw StandardError.invalidParameter("count")
    }
    let numbers = try await perform(call) { engine, author, now throws(QueueRefusal) in
      try engine.printBlock(letter: letter, count: question.count, by: author, at: now)
    }
    let slip = EmergencySlip(hallName: hall.info.name, numbers: numbers).slip
    let outcome = await hall.printer?.print(slip, job: .fresh())
    return .init(numbers: numbers.map(\.description), paper: outcome?.paper ?? .none)
  }

  func enterLate(_ question: CounterInterface.EnterLate.Parameters, _ call: CallContext)
    async throws -> CounterInterface.NumberReply
  {
    guard let letter = try emergencyLetter(String(question.number.prefix(1))),
      let serial = Int(question.number.dropFirst()), serial > 0, serial <= Self.largestBlock
    else { throw StandardError.invalidParameter("number") }
    guard let takenAt = try moment(question.takenAt, "takenAt") else {
      throw StandardError.invalidParameter("takenAt")
    }
    let entry = LateEntry(
      letter: letter, serial: serial, service: question.service, takenAt: takenAt,
      calledAt: try moment(question.calledAt, "calledAt"),
      finishedAt: try moment(question.finishedAt, "finishedAt"), window: question.window)
    return try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      try engine.enterLate(entry, secret: Secrets.ticketSecret(), by: author, at: now)
    }
  }

  /// A letter that no service uses, so that paper numbers meet no other.
  private func emergencyLetter(_ text: String) throws -> String? {
    guard text.utf8.count == 1, let byte = text.utf8.first,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte),
      !hall.catalogue.services.contains(where: { $0.letter == text })
    else { return nil }
    return text
  }

  private func numbered(_ number: String, _ call: CallContext, _ verb: @escaping Verb)
    async throws -> CounterInterface.NumberReply
  {
    let ticket = try await perform(call, number: number, verb)
    return .init(number: ticket.number.description)
  }

  private func perform<T: Sendable>(
    _ call: CallContext, number: String? = nil,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> T
  ) async throws -> T {
    try await hall.queue.perform(
      by: Author(who: call.place, place: "hall"),
      refusing: { clerkError($0, number: number) }, verb)
  }

  func list() async throws -> CounterInterface.List.Reply {
    let day = try await hall.queue.today()
    let tickets = try await hall.store.tickets(from: day, through: day)
    return .init(
      tickets: tickets.map { ticket in
        CounterInterface.Line(
          number: ticket.number.description, service: ticket.service,
          serviceName: views.serviceName(ticket.service), state: ticket.state,
          takenAt: WallClock(ticket.takenAt).iso8601, window: ticket.window, paper: ticket.paper)
      })
  }
}
