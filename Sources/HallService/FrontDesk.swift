import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
public import Varlink

/// The behaviour behind the protocol: every interface of the hall, joined to store and devices.
public struct FrontDesk: Sendable {
  let hall: HallParts
  private let cards: CardDesk
  private let tickets: TicketDesk
  private let reservations: ReservationDesk
  private let counter: CounterDesk
  private let console: ConsoleDesk
  private let board: BoardDesk
  private let figures: FiguresDesk
  private let notices: NoticeDesk
  private let ratings: RatingDesk
  private let pads: PadDesk
  private let review: RatingReviewDesk
  private let seals: SealDesk
  private let windows: WindowDesk
  let cases: CaseDesk
  let caseIntake: CaseIntakeDesk
  let caseReview: CaseReviewDesk
  private let guides: GuideDesk
  private let letters: LetterDesk
  let devices: DeviceDesk
  private let tests: DeviceTestDesk
  private let selfTests: SelfTestDesk
  private let scans: ScanDesk
  private let cameras: CameraDesk
  private let privacy: PrivacyDesk
  private let help: HelpDesk
  private let errands = Errands()

  public init(_ hall: HallParts) {
    let views = TicketViews(hall: hall)
    let holds = DeviceHolds()
    self.hall = hall
    cards = CardDesk(
      readers: hall.readers, people: hall.people, holds: holds, wallTime: hall.wallTime)
    tickets = TicketDesk(hall: hall, cards: cards, errands: errands, views: views)
    reservations = ReservationDesk(hall: hall, cards: cards, tickets: tickets)
    ratings = RatingDesk(hall: hall, errands: errands)
    pads = PadDesk(hall: hall, errands: errands, ratings: ratings, holds: holds)
    review = RatingReviewDesk(hall: hall)
    seals = SealDesk(hall: hall)
    counter = CounterDesk(
      hall: hall, ratings: ratings, views: views, signIn: ClerkSignIn(cards: cards))
    console = ConsoleDesk(hall: hall, counter: counter)
    board = BoardDesk(hall: hall)
    figures = FiguresDesk(hall: hall, views: views)
    notices = NoticeDesk(hall: hall)
    windows = WindowDesk(
      hall: hall, counter: counter, ratings: ratings, pads: pads, board: board, holds: holds)
    let caseViews = CaseViews(hall: hall)
    cases = CaseDesk(hall: hall, cards: cards, views: caseViews)
    caseIntake = CaseIntakeDesk(hall: hall)
    caseReview = CaseReviewDesk(hall: hall, views: caseViews)
    guides = GuideDesk(hall: hall)
    letters = LetterDesk(
      hall: hall, counter: counter, printing: LetterPrinting(hall: hall, errands: errands),
      handles: caseViews.handles)
    let bell = ChangeBell()
    tests = DeviceTestDesk(hall: hall, holds: holds, ratings: ratings)
    selfTests = SelfTestDesk(hall: hall, tests: tests, bell: bell)
    devices = DeviceDesk(hall: hall, bell: bell, selfTests: selfTests)
    scans = ScanDesk(scanners: hall.scanners, holds: holds)
    cameras = CameraDesk(cameras: hall.cameras)
    privacy = PrivacyDesk(hall: hall, cards: cards)
    help = HelpDesk(hall: hall)
  }

  /// What the socket serves.
  public func varlinkService(version: String) throws(VarlinkIDLError) -> VarlinkService {
    var service = VarlinkService(
      vendor: "Hallway", product: "hallwayd", version: version, url: "https://hallway.invalid")
    for text in HallInterfaces.all { service.add(try VarlinkInterface(text)) }
    service.authorize { [access = hall.access] call in try access.check(call) }
    service.translateErrors { [logger = hall.logger] error, call in
      guard let failure = error as? StoreFailure, !Task.isCancelled else { return nil }
      logger.error("ledger failed", metadata: ["call": "\(call.method)", "why": "\(failure)"])
      return HallInterface.Unavailable(reason: failure.code.rawValue)
    }
    serveCitizens(&service)
    guides.serve(&service)
    serveCases(&service)
    letters.serve(&service)
    help.serve(&service)
    serveRatings(&service)
    serveClerks(&service)
    serveDevices(&service)
    return service
  }

  private func serveCitizens(_ service: inout VarlinkService) {
    service.handle(HallInterface.Describe.self) { [self] _, _ in describe() }
    service.handle(HallInterface.Health.self) { [self] _, _ in await health() }
    service.handleMore(CardsInterface.Read.self) { [cards] question, _, replies in
      try await cards.read(question, replies)
    }
    service.handle(QueueInterface.TakeTicket.self) { [tickets] wish, call in
      try await tickets.take(wish, call)
    }
    service.handle(QueueInterface.GetTicket.self) { [tickets] question, call in
      try await tickets.get(question, call)
    }
    service.handleMore(QueueInterface.Follow.self) { [tickets] question, call, replies in
      try await tickets.follow(question, call, replies)
    }
    service.handle(QueueInterface.Reprint.self) { [tickets] question, call in
      try await tickets.reprint(question, call)
    }
    service.handle(QueueInterface.HandOver.self) { [tickets] proof, call in
      try await tickets.handOver(proof, call)
    }
    service.handle(QueueInterface.Leave.self) { [tickets] wish, call in
      try await tickets.leave(wish, call)
    }
    service.handle(QueueInterface.Return.self) { [tickets] proof, call in
      try await tickets.comeBack(proof, call)
    }
    service.handle(QueueInterface.GiveUp.self) { [tickets] proof, call in
      try await tickets.giveUp(proof, call)
    }
    service.handle(QueueInterface.Explain.self) { [tickets] question, _ in
      try await tickets.explain(question)
    }
    service.handle(ReservationsInterface.Book.self) { [reservations] wish, call in
      try await reservations.book(wish, call)
    }
    service.handle(ReservationsInterface.Cancel.self) { [reservations] question, call in
      try await reservations.cancel(question, call)
    }
    service.handle(ReservationsInterface.CheckIn.self) { [reservations] wish, call in
      try await reservations.checkIn(wish, call)
    }
    service.handle(PrivacyInterface.Mine.self) { [privacy] question, _ in
      try await privacy.mine(question)
    }
  }

  private func serveRatings(_ service: inout VarlinkService) {
    let find: @Sendable (CallContext) -> RatingDesk.FindTicket = { [tickets] call in
      { number, secret, daysBack in
        do {
          return try await tickets.find(number, secret: secret, daysBack: daysBack, call)
        } catch is QueueInterface.NoSuchTicket {
          throw RatingsInterface.NoSuchTicket(number: number)
        }
      }
    }
    service.handle(RatingsInterface.Catalogue.self) { [ratings] _, _ in try ratings.catalogue() }
    service.handle(RatingsInterface.Check.self) { [ratings] question, call in
      try await ratings.check(question, call, finding: find(call))
    }
    service.handle(RatingsInterface.Submit.self) { [ratings] rating, call in
      try await ratings.submit(rating, call, finding: find(call))
    }
    service.handle(RatingsInterface.RateAgain.self) { [ratings] rating, call in
      try await ratings.rateAgain(rating, call, finding: find(call))
    }
    service.handle(RatingsInterface.Ask.self) { [ratings] question, _ in
      try await ratings.ask(question)
      return NoParameters()
    }
    service.handleMore(RatingsInterface.Await.self) { [ratings] question, call, replies in
      try await ratings.await(question, call, replies)
    }
    service.handle(RatingsInterface.Totals.self) { [review] question, _ in
      try await review.totals(question)
    }
    service.handleMore(RatingsInterface.Export.self) { [review] question, _, replies in
      try await review.export(question, replies)
    }
    service.handle(RatingsInterface.Seal.self) { [seals] question, _ in
      try await seals.seal(question)
    }
    service.handle(RatingsInterface.Verify.self) { [seals] _, _ in try await seals.verify() }
    service.handle(RatingsInterface.Exclude.self) { [review] question, call in
      try await review.exclude(question, call)
      return NoParameters()
    }
    service.handle(RatingsInterface.Tasks.self) { [review] question, _ in
      try await review.tasks(question)
    }
    service.handle(RatingsInterface.TaskStep.self) { [review] question, call in
      try await review.step(question, call)
    }
    service.handle(RatingsInterface.Watch.self) { [review] question, _ in
      try await review.watch(question)
    }
  }

  private func serveClerks(_ service: inout VarlinkService) {
    service.handleMore(QueueInterface.Board.self) { [board] _, _, replies in
      try await board.follow(replies)
    }
    service.handle(CounterInterface.Open.self) { [counter] question, call in
      try await counter.open(question, call)
    }
    service.handle(CounterInterface.CardProof.self) { [counter] question, _ in
      try await counter.cardProof(question)
    }
    service.handle(CounterInterface.Close.self) { [counter] question, call in
      try await counter.close(question, call)
    }
    service.handle(CounterInterface.Pause.self) { [counter] question, call in
      try await counter.pause(question, call)
    }
    service.handle(CounterInterface.Unpause.self) { [counter] question, call in
      try await counter.unpause(question, call)
    }
    service.handle(CounterInterface.CallNext.self) { [counter] question, call in
      try await counter.callNext(question, call)
    }
    service.handle(CounterInterface.CallNumber.self) { [counter] question, call in
      try await counter.callNumber(question, call)
    }
    service.handle(CounterInterface.Recall.self) { [counter] question, call in
      try await counter.recall(question, call)
    }
    service.handle(CounterInterface.Serve.self) { [counter] question, call in
      try await counter.serve(question, call)
    }
    service.handle(CounterInterface.Finish.self) { [counter] question, call in
      try await counter.finish(question, call)
    }
    service.handle(CounterInterface.Hold.self) { [counter] question, call in
      try await counter.hold(question, call)
    }
    service.handle(CounterInterface.Resume.self) { [counter] question, call in
      try await counter.resume(question, call)
    }
    service.handle(CounterInterface.Pass.self) { [counter] question, call in
      try await counter.pass(question, call)
    }
    service.handle(CounterInterface.Return.self) { [counter] question, call in
      try await counter.comeBack(question, call)
    }
    service.handle(CounterInterface.Transfer.self) { [counter] question, call in
      try await counter.transfer(question, call)
    }
    service.handle(CounterInterface.Undo.self) { [counter] question, call in
      try await counter.undo(question, call)
    }
    service.handle(CounterInterface.Void.self) { [counter] question, call in
      try await counter.void(question, call)
    }
    service.handle(CounterInterface.PrintBlock.self) { [counter] question, call in
      try await counter.printBlock(question, call)
    }
    service.handle(CounterInterface.EnterLate.self) { [counter] question, call in
      try await counter.enterLate(question, call)
    }
    service.handle(CounterInterface.LiftQuota.self) { [counter] question, call in
      try await counter.liftQuota(question, call)
      return NoParameters()
    }
    service.handle(CounterInterface.PauseHall.self) { [counter] question, call in
      try await counter.pauseHall(question, call)
      return NoParameters()
    }
    service.handle(CounterInterface.UnpauseHall.self) { [counter] _, call in
      try await counter.unpauseHall(call)
      return NoParameters()
    }
    service.handleMore(CounterInterface.Follow.self) { [console] question, call, replies in
      try await console.follow(question, call, replies)
    }
    service.handle(CounterInterface.Windows.self) { [counter] _, _ in
      try await counter.windows()
    }
    service.handle(CounterInterface.List.self) { [counter] _, _ in try await counter.list() }
    service.handle(FiguresInterface.Report.self) { [figures] question, _ in
      try await figures.report(question)
    }
    service.handle(FiguresInterface.Day.self) { [figures] question, _ in
      try await figures.day(question)
    }
    service.handle(FiguresInterface.Calibration.self) { [figures] _, _ in
      await figures.calibration()
    }
    service.handle(FiguresInterface.Visits.self) { [figures] _, _ in try await figures.visits() }
    service.handle(NoticesInterface.Totals.self) { [notices] question, _ in
      try await notices.totals(question)
    }
  }

  private func serveDevices(_ service: inout VarlinkService) {
    service.handleMore(ScansInterface.Await.self) { [scans] question, _, replies in
      try await scans.await(question, replies)
    }
    service.handle(CamerasInterface.Snapshot.self) { [cameras] question, _ in
      try await cameras.snapshot(question)
    }
    service.handle(DevicesInterface.List.self) { [devices] _, _ in await devices.list() }
    service.handle(DevicesInterface.Show.self) { [devices] question, _ in
      try await devices.show(question)
    }
    service.handleMore(DevicesInterface.Test.self) { [tests] wish, _, replies in
      try await tests.test(wish, replies)
    }
    service.handleMore(DevicesInterface.RunSelfTest.self) { [selfTests] _, _, replies in
      try await selfTests.run(replies)
    }
    service.handle(DevicesInterface.LastSelfTest.self) { [selfTests] _, _ in
      await selfTests.last()
    }
    service.handleMore(DevicesInterface.Watch.self) { [devices] _, _, replies in
      try await devices.watch(replies)
    }
  }

  /// Goes on by another edition of the hall's file.
  ///
  /// - Throws: ``RefusedEdition`` where it would leave somebody waiting for nobody; nothing changes.
  public func adopt(_ edition: Rulebook.Edition) async throws {
    do {
      try await hall.queue.adopt(edition.queue)
    } catch QueueRefusal.noSuchService(let service) {
      throw RefusedEdition(description: "people wait for \"\(service)\", which nobody would serve")
    } catch QueueRefusal.noSuchWindow(let window) {
      throw RefusedEdition(description: "window \(window) is gone and serves somebody now")
    }
    hall.rulebook.replace(by: edition)
    hall.queue.bell.ring()
  }

  /// Lets no device wait out its pause: what was plugged in may be it.
  public func hardwareChanged() {
    for device in hall.devices { device.hardwareChanged() }
  }

  /// Everything that goes on beside the calls: devices, pads, printing, notices, forgetting.
  ///
  /// Runs until cancelled.
  public func run() async {
    await settlePaper()
    await ratings.restore()
    await withDiscardingTaskGroup { group in
      for device in hall.devices {
        group.addTask { await device.run() }
        group.addTask { [devices] in await devices.listen(to: device) }
      }
      for keypad in hall.keypads {
        group.addTask { [windows] in await windows.listen(to: keypad) }
        group.addTask { [windows] in await windows.follow(keypad) }
      }
      for strip in hall.strips { group.addTask { [windows] in await windows.follow(strip) } }
      for pad in hall.pads {
        group.addTask { [pads] in await pads.listen(to: pad) }
        group.addTask { [pads] in await pads.follow(pad) }
      }
      group.addTask { [notices] in await notices.run() }
      group.addTask { [errands] in await errands.serve() }
      group.addTask { [hall] in await hall.queue.keepTime(hall.logger) }
      group.addTask { [seals] in await seals.keepSealing() }
      group.addTask { [ratings] in await ratings.keepCount() }
      group.addTask { [hall] in await Retention(hall: hall).enforce() }
    }
  }

  private func settlePaper() async {
    do {
      let settled = try await hall.queue.perform { engine, now throws(QueueRefusal) in
        engine.settlePaper(at: now)
      }
      let settledLetters = try await letters.printing.settle()
      guard settled + settledLetters > 0 else { return }
      hall.logger.notice(
        "paper unknown after restart",
        metadata: ["tickets": "\(settled)", "letters": "\(settledLetters)"])
    } catch {
      hall.logger.error("pending paper not settled", metadata: ["reason": "\(error)"])
    }
  }

  private func describe() -> HallInterface.Describe.Reply {
    let now = WallClock(hall.wallTime())
    let open = hall.hours.isOpen(at: now)
    let book = hall.rulebook.edition.guides.book
    return .init(
      hall: .init(
        id: hall.info.id, name: hall.info.name, address: hall.info.address,
        phone: hall.info.phone, sample: hall.info.sample,
        retentionDays: hall.info.retentionDays,
        fields: hall.catalogue.fields.map { .init(id: $0.id, name: $0.name) },
        guides: book.guides.count, notices: hall.notices != nil),
      // What is not offered today is on no screen; its numbers are called all the same.
      services: hall.catalogue.services.filter { $0.validity.contains(now.day) }.map { service in
        let windows = hall.catalogue.windows(serving: service.id, priority: nil).map(\.id)
        return .init(
          id: service.id, field: service.field, name: service.name, letter: service.letter,
          open: open && !windows.isEmpty, windows: windows, card: service.card,
          guide: book.guide(forService: service.id)?.id)
      },
      windows: hall.catalogue.windows.map {
        .init(
          id: $0.id, name: $0.name, kind: $0.kind, zoneId: $0.zoneID, zone: $0.zone,
          services: $0.services)
      },
      hours: .init(
        openNow: open,
        weekly: (1...7).flatMap { weekday in
          (hall.hours.weekly[weekday] ?? []).map {
            .init(weekday: weekday, opens: $0.opensText, closes: $0.closesText)
          }
        },
        exceptions: hall.hours.departures(from: now.day).map { day in
          .init(
            day: day.day.description, reason: day.reason,
            spans: day.spans.map { .init(opens: $0.opensText, closes: $0.closesText) })
        }))
  }
}

/// An edition of the hall's file that would harm people who are in the hall now.
public struct RefusedEdition: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }
}
