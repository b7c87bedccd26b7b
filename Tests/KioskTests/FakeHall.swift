import Foundation
import Hall
import HallAPI
import Logging
import Synchronization
import TextUI
import Varlink

@testable import KioskScreens

/// A hall behind a real socket: answers as the interfaces say, remembers what it was asked.
final class FakeHall: Sendable {
  private struct Memory {
    var tickets: [String: QueueInterface.Ticket] = [:]
    var requestIDs: [String] = []
    var losesReplies: Int
    var ratings: [RatingsInterface.Submit.Parameters] = []
  }

  private struct LostReply: Error {}

  let folder: URL
  private let memory: Mutex<Memory>
  /// Yields once for every card that is laid down.
  private let cards: AsyncStream<Void>
  private let cardLaid: AsyncStream<Void>.Continuation

  /// A hall that breaks the connection after that many tickets instead of answering.
  init(losesReplies: Int = 0) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("kiosk-\(UInt32.random(in: 0...UInt32.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    memory = Mutex(Memory(losesReplies: losesReplies))
    (cards, cardLaid) = AsyncStream.makeStream()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var socket: String { folder.appendingPathComponent("hall").path }
  var simulator: String { folder.appendingPathComponent("simulator").path }
  var requestIDs: [String] { memory.withLock { $0.requestIDs } }
  var ticketCount: Int { memory.withLock { $0.tickets.count } }
  var ratings: [RatingsInterface.Submit.Parameters] { memory.withLock { $0.ratings } }

  /// Serves both sockets while `body` runs.
  func serve(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let logger = Logger(label: "fake", factory: { _ in SwiftLogNoOpLogHandler() })
      for (service, path) in [(try hall(), socket), (try reader(), simulator)] {
        group.addTask {
          try await VarlinkServer(service: service, logger: logger).run(unixSocket: path)
        }
      }
      group.addTask {
        try await body()
        throw CancellationError()
      }
      defer { group.cancelAll() }
      do { try await group.next() } catch is CancellationError {}
    }
  }

  private func hall() throws -> VarlinkService {
    var service = VarlinkService(vendor: "test", product: "test", version: "1", url: "")
    for text in HallInterfaces.all { service.add(try VarlinkInterface(text)) }
    service.handle(HallInterface.Describe.self) { _, _ in SampleHall.describe() }
    service.handleMore(CardsInterface.Read.self) { [cards] _, _, replies in
      try await replies.send(.init(reading: .init(state: .waiting)))
      for await _ in cards { break }
      try await replies.send(.init(reading: .init(state: .reading)))
      try await replies.finish(
        .init(
          reading: .init(
            state: .card, name: "张**", kind: .resident, token: "token-1", tokenSeconds: 60)))
    }
    service.handle(QueueInterface.TakeTicket.self) { parameters, _ in
      try self.take(parameters)
    }
    service.handleMore(QueueInterface.Follow.self) { question, _, replies in
      guard let ticket = self.ticket(question.number) else {
        throw QueueInterface.NoSuchTicket(number: question.number)
      }
      if ticket.state == .abandoned { return try await replies.finish(.init(ticket: ticket)) }
      try await replies.send(.init(ticket: ticket))
      try await Task.sleep(for: .seconds(60))
    }
    addHolders(to: &service)
    service.handle(CasesInterface.Lookup.self) { parameters, _ in
      guard parameters.card != nil || parameters.password == "886644" else {
        throw CasesInterface.NoMatch()
      }
      return .init(cases: Array(SampleHall.cases.prefix(1)))
    }
    service.handle(RatingsInterface.Catalogue.self) { _, _ in SampleHall.catalogue }
    service.handle(RatingsInterface.Check.self) { _, _ in
      .init(may: .rate, service: SampleHall.ratedService)
    }
    service.handle(RatingsInterface.Submit.self) { parameters, _ in
      self.memory.withLock { $0.ratings.append(parameters) }
      return .init(rating: 1, level: parameters.level, ratedAt: "2026-11-23T10:00:00+08:00")
    }
    return service
  }

  private func reader() throws -> VarlinkService {
    var service = VarlinkService(vendor: "test", product: "test", version: "1", url: "")
    service.add(
      try VarlinkInterface(
        """
        interface org.hallway.Simulator
        method PlaceCard(kind: ?string, person: ?string) -> ()
        """))
    service.handle(PlaceCard.self) { [cardLaid] _, _ in
      cardLaid.yield()
      return NoParameters()
    }
    return service
  }

  private func take(
    _ parameters: QueueInterface.TakeTicket.Parameters
  ) throws -> QueueInterface.TicketReply {
    let ticket: QueueInterface.Ticket? = memory.withLock { memory in
      memory.requestIDs.append(parameters.requestId)
      let number = "A\(100 + memory.tickets.count)"
      let ticket =
        memory.tickets[parameters.requestId]
        ?? SampleHall.ticket(number, paper: .init(state: .printed))
      memory.tickets[parameters.requestId] = ticket
      guard memory.losesReplies == 0 else {
        memory.losesReplies -= 1
        return nil
      }
      return ticket
    }
    guard let ticket else { throw LostReply() }
    return .init(ticket: ticket)
  }

  // MARK: - Holders and reservations

  private func addHolders(to service: inout VarlinkService) {
    service.handle(QueueInterface.GetTicket.self) { question, _ in
      try self.change(question.number, question.secret) { _ in }
    }
    service.handle(QueueInterface.Leave.self) { wish, _ in
      guard wish.minutes != nil else { throw QueueInterface.WaitUnknown() }
      return try self.change(wish.number, wish.secret) {
        $0.backAt = "2026-11-23T10:15:00+08:00"
        $0.mayReturn = true
      }
    }
    service.handle(QueueInterface.Return.self) { proof, _ in
      try self.change(proof.number, proof.secret) {
        $0.backAt = nil
        $0.mayReturn = false
      }
    }
    service.handle(QueueInterface.GiveUp.self) { proof, _ in
      try self.change(proof.number, proof.secret) { $0.state = .abandoned }
    }
    service.handle(QueueInterface.Explain.self) { question, _ in
      guard question.number == "VA007" else {
        throw QueueInterface.NotCalled(number: question.number)
      }
      return .init(
        number: question.number, reason: "elder", words: .init(zh: "绿色通道：老年人", en: "Elder."))
    }
    service.handle(ReservationsInterface.CheckIn.self) { wish, _ in try self.checkIn(wish) }
  }

  private func checkIn(_ wish: ReservationsInterface.CheckIn.Parameters) throws
    -> ReservationsInterface.CheckIn.Reply
  {
    switch wish.code {
    case "soon": throw ReservationsInterface.TooEarly(from: "2026-11-23T13:30:00+08:00")
    case "gone": throw ReservationsInterface.ReservationOver(state: .cancelled)
    case "away":
      throw QueueInterface.HallPaused(reason: .lunch, backAt: "2026-11-23T13:30:00+08:00")
    case "yy-2031", nil: break
    default: throw ReservationsInterface.NoSuchReservation()
    }
    let reply = SampleHall.checkedIn()
    memory.withLock {
      $0.tickets[wish.requestId] = SampleHall.ticket(
        reply.number, paper: .init(state: .printed), callableFrom: "2026-11-23T10:00:00+08:00")
    }
    return reply
  }

  private func change(
    _ number: String, _ secret: String?, _ change: (inout QueueInterface.Ticket) -> Void
  ) throws -> QueueInterface.TicketReply {
    try memory.withLock { memory in
      guard let key = memory.tickets.first(where: { $0.value.number == number })?.key,
        var ticket = memory.tickets[key], ticket.secret == secret
      else { throw QueueInterface.NoSuchTicket(number: number) }
      change(&ticket)
      memory.tickets[key] = ticket
      return .init(ticket: ticket)
    }
  }

  private func ticket(_ number: String) -> QueueInterface.Ticket? {
    memory.withLock { $0.tickets.values.first { $0.number == number } }
  }

  private enum PlaceCard: VarlinkMethod {
    static let name = "org.hallway.Simulator.PlaceCard"
    struct Parameters: Codable, Sendable {
      var kind: String?
      var person: String?
    }
    typealias Reply = NoParameters
  }
}
