import Hall
import HallAPI
import KioskScreens
import KioskTerminal
import SimulatorAPI
import Varlink

/// Carries requests to the service and brings the answers back as inputs.
struct Errands {
  let hall: HallClient
  let simulator: HallClient?
  /// What staff call this kiosk.
  let place: String
  let inputs: AsyncStream<Input>.Continuation
  private var running: [Task<Void, Never>] = []
  private var generation = 0

  /// Questions the service answers from memory or disk.
  private static let answerDeadline = Duration.seconds(5)
  /// A ticket is durable before the answer; a slow disk gets more time than a lost reply costs.
  private static let ticketDeadline = Duration.seconds(10)
  /// A sheet of paper from a printer that was asleep.
  private static let sheetDeadline = Duration.seconds(90)
  /// The reader's own limit and what the service needs to say that nobody came.
  private static let cardDeadline = Duration.seconds(Timing.cardWait + 20)

  init(
    hall: HallClient, simulator: HallClient?, place: String,
    inputs: AsyncStream<Input>.Continuation
  ) {
    self.hall = hall
    self.place = place
    self.simulator = simulator
    self.inputs = inputs
  }

  /// A screen that was left waits for nothing any more: a card read for it stops being read.
  mutating func forget(before generation: Int) {
    guard generation != self.generation else { return }
    self.generation = generation
    cancelAll()
  }

  mutating func cancelAll() {
    for task in running { task.cancel() }
    running = []
  }

  mutating func run(_ request: Request, generation: Int) {
    let errand = Errand(
      hall: hall, simulator: simulator, place: place, inputs: inputs, request: request,
      generation: generation)
    switch request {
    // These belong to no screen and end by their own deadlines.
    case .describe, .catalogue, .handOver, .questionRead, .placeDemoCard, .removeDemoCard, .wipe:
      Task { await errand.run() }
    default: running.append(Task { await errand.run() })
    }
  }

  /// One request on its way.
  private struct Errand: Sendable {
    let hall: HallClient
    let simulator: HallClient?
    let place: String
    let inputs: AsyncStream<Input>.Continuation
    let request: Request
    let generation: Int

    func run() async {
      do {
        try await perform()
      } catch {
        guard !Task.isCancelled else { return }
        let trouble = Trouble(error)
        switch request {
        case .describe: inputs.yield(.event(.described(.failure(trouble))))
        // Without an edition the kiosk asks for no reasons.
        case .catalogue, .questionRead: break
        default: answer(.failed(request, trouble))
        }
      }
    }

    private func perform() async throws {
      switch request {
      case .describe:
        let reply = try await ask(HallInterface.Describe.self, NoParameters())
        inputs.yield(.event(.described(.success(reply))))
      case .readCard(let seconds): try await readCard(seconds)
      case .takeTicket(let parameters):
        let reply = try await ask(
          QueueInterface.TakeTicket.self, parameters, deadline: Errands.ticketDeadline)
        answer(.taken(reply.ticket))
      case .follow(let question): try await follow(question)
      case .handOver(let proof):
        answer(.followed(try await ask(QueueInterface.HandOver.self, proof).ticket))
      case .reprint(let parameters):
        answer(
          .reprinted(
            try await ask(
              QueueInterface.Reprint.self, parameters, deadline: Errands.ticketDeadline
            ).ticket))
      case .lookUp(let parameters):
        answer(.cases(try await ask(CasesInterface.Lookup.self, parameters).cases))
      case .printCase(let wish):
        _ = try await ask(CasesInterface.Print.self, wish, deadline: Errands.ticketDeadline)
        answer(.casePrinted)
      case .catalogue:
        let reply = try await ask(RatingsInterface.Catalogue.self, NoParameters())
        inputs.yield(.event(.catalogue(reply)))
      case .checkRating(let parameters):
        answer(.mayRate(try await ask(RatingsInterface.Check.self, parameters)))
      case .rateAgain(let parameters):
        answer(.rated(level: try await ask(RatingsInterface.RateAgain.self, parameters).level))
      case .rate(let parameters):
        answer(.rated(level: try await ask(RatingsInterface.Submit.self, parameters).level))
      case .lookUpTicket, .leave, .comeBack, .giveUp, .explain, .checkIn:
        try await performForHolder()
      case .myData(let question):
        answer(.myData(try await ask(PrivacyInterface.Mine.self, question)))
      case .caseLetters(let question):
        answer(.letters(try await ask(LettersInterface.OfCase.self, question)))
      case .printLetter(let wish):
        answer(
          .letterPrinted(
            try await ask(LettersInterface.PrintOwn.self, wish, deadline: Errands.sheetDeadline)))
      case .callHelp: try await callHelp()
      case .searchGuides, .guide, .topQuestions, .guideNotices, .questionRead, .printGuide:
        try await performForReader()
      case .placeDemoCard:
        _ = try await simulator?.call(
          Simulator.PlaceCard.self, .init(), deadline: Errands.answerDeadline)
      case .removeDemoCard:
        _ = try await simulator?.call(
          Simulator.RemoveCard.self, NoParameters(), deadline: Errands.answerDeadline)
      // These are done by the loop itself.
      case .wipe, .say, .hush: break
      }
    }

    /// What somebody wants who reads guides.
    private func performForReader() async throws {
      switch request {
      case .searchGuides(let question):
        answer(.guidesFound(try await ask(GuidesInterface.Search.self, question), question))
      case .guide(let question):
        answer(.guide(try await ask(GuidesInterface.Get.self, question)))
      case .topQuestions:
        answer(.topQuestions(try await ask(GuidesInterface.TopQuestions.self, .init()).questions))
      case .guideNotices:
        answer(
          .guideNotices(try await ask(GuidesInterface.Notices.self, NoParameters()).notices))
      case .questionRead(let question): _ = try await ask(GuidesInterface.Asked.self, question)
      case .printGuide(let wish):
        _ = try await ask(GuidesInterface.Print.self, wish, deadline: Errands.ticketDeadline)
        answer(.guidePrinted)
      default: break
      }
    }

    /// What somebody wants who holds a number, or has one reserved.
    private func performForHolder() async throws {
      switch request {
      case .lookUpTicket(let question):
        answer(.found(try await ask(QueueInterface.GetTicket.self, question).ticket))
      case .leave(let parameters): try await change(QueueInterface.Leave.self, parameters)
      case .comeBack(let proof): try await change(QueueInterface.Return.self, proof)
      case .giveUp(let proof): try await change(QueueInterface.GiveUp.self, proof)
      case .explain(let question):
        answer(.explained(try await ask(QueueInterface.Explain.self, question)))
      case .checkIn(let parameters):
        answer(
          .checkedIn(
            try await ask(
              ReservationsInterface.CheckIn.self, parameters, deadline: Errands.ticketDeadline)))
      default: break
      }
    }

    private func change<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters)
      async throws where M.Reply == QueueInterface.TicketReply
    {
      let reply = try await ask(method, parameters, deadline: Errands.ticketDeadline)
      answer(.found(reply.ticket))
    }

    private func ask<M: VarlinkMethod>(
      _ method: M.Type, _ parameters: M.Parameters, deadline: Duration = Errands.answerDeadline
    ) async throws -> M.Reply {
      try await hall.call(method, parameters, deadline: deadline)
    }

    private func answer(_ reply: Reply) {
      inputs.yield(.event(.reply(reply, generation: generation)))
    }

    private func readCard(_ seconds: Int) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          var isOver = false
          try await hall.stream(CardsInterface.Read.self, .init(timeoutSeconds: seconds)) {
            isOver = $0.reading.state == .card || $0.reading.state == .timeout
            answer(.reading($0.reading))
          }
          if !isOver { throw VarlinkClientError.connectionClosed }
        }
        group.addTask {
          try await Task.sleep(for: Errands.cardDeadline)
          throw VarlinkClientError.deadlineExceeded
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    }

    /// Calls a person, then says how the call stands until it is over.
    private func callHelp() async throws {
      let call = try await ask(HelpInterface.Call.self, .init(place: place)).call
      answer(.help(call))
      var isOver = false
      try await hall.stream(HelpInterface.Follow.self, .init(id: call.id)) {
        isOver = $0.call.state == .over
        answer(.help($0.call))
      }
      if !isOver { throw VarlinkClientError.connectionClosed }
    }

    /// A ticket that ended needs no following; anything else that ends was lost.
    private func follow(_ question: QueueInterface.TicketQuestion) async throws {
      var isOver = false
      try await hall.stream(QueueInterface.Follow.self, question) {
        isOver = $0.ticket.state.isOver
        answer(.followed($0.ticket))
      }
      if !isOver { throw VarlinkClientError.connectionClosed }
    }
  }
}
