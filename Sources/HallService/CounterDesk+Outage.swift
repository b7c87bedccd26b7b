import DeviceKit
import Hall
import HallAPI
import HallStore
import Varlink

/// Paper numbers for the hours the machines stand still. 应急号, 补录
extension CounterDesk {
  func printBlock(_ question: CounterInterface.PrintBlock.Parameters, _ call: CallContext)
    async throws -> CounterInterface.PrintBlock.Reply
  {
    guard let letter = try emergencyLetter(question.letter) else {
      throw StandardError.invalidParameter("letter")
    }
    guard (1...EmergencyBlock.most).contains(question.count) else {
      throw StandardError.invalidParameter("count")
    }
    let printing = try await perform(call) { engine, author, now throws(QueueRefusal) in
      try engine.printBlock(
        letter: letter, count: question.count, again: question.again, by: author, at: now)
    }
    let slip = EmergencySlip(
      hallName: hall.info.name, numbers: printing.numbers, isReprint: printing.isReprint
    ).slip
    let outcome = await hall.printer?.print(slip, job: .fresh())
    return .init(
      numbers: printing.numbers.map(\.description), paper: outcome?.paper ?? .none,
      reprint: printing.isReprint)
  }

  func enterLate(_ question: CounterInterface.EnterLate.Parameters, _ call: CallContext)
    async throws -> CounterInterface.NumberReply
  {
    guard let letter = try emergencyLetter(String(question.number.prefix(1))),
      let serial = Int(question.number.dropFirst()), (1...EmergencyBlock.most).contains(serial)
    else { throw StandardError.invalidParameter("number") }
    let day = try await pastDay(question.day)
    guard let takenAt = try moment(question.takenAt, "takenAt", of: day) else {
      throw StandardError.invalidParameter("takenAt")
    }
    let entry = LateEntry(
      day: day, letter: letter, serial: serial, service: question.service, takenAt: takenAt,
      calledAt: try moment(question.calledAt, "calledAt", of: day),
      finishedAt: try moment(question.finishedAt, "finishedAt", of: day), window: question.window)
    if let day { try await refuseTaken(question.number, letter, serial, on: day) }
    return try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      try engine.enterLate(entry, secret: Secrets.ticketSecret(), by: author, at: now)
    }
  }

  /// A day before the one whose numbers are called; nil for that one.
  private func pastDay(_ text: String?) async throws -> LocalDay? {
    guard let text else { return nil }
    let today = try await hall.queue.today()
    guard let day = LocalDay(text),
      (0...Int64(LateEntry.mostDaysBack)).contains(today.daysSince1970 - day.daysSince1970)
    else { throw StandardError.invalidParameter("day") }
    return day == today ? nil : day
  }

  /// The numbers of a day that is over are the ledger's; those entered a moment ago and not written
  /// down yet are the engine's.
  private func refuseTaken(_ number: String, _ letter: String, _ serial: Int, on day: LocalDay)
    async throws
  {
    let ofDay = try await hall.store.tickets(from: day, through: day)
    if ofDay.contains(where: { $0.number.letter == letter && $0.number.serial == serial }) {
      throw CounterInterface.NumberTaken(number: number)
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
}
