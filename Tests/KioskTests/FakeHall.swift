import Foundation
import Hall
import HallAPI
import Logging
import Synchronization
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
      try await replies.send(.init(ticket: ticket))
      try await Task.sleep(for: .seconds(60))
    }
    service.handle(CasesInterface.Lookup.self) { parameters, _ in
      guard parameters.card != nil || parameters.password == "886644" else {
        throw CasesInterface.NoMatch()
      }
      return .init(cases: Array(SampleHall.cases.prefix(1)))
    }
    service.handle(RatingsInterface.Submit.self) { parameters, _ in
      self.memory.withLock { $0.ratings.append(parameters) }
      return .init(level: parameters.level, ratedAt: "2026-11-23T10:00:00+08:00")
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
