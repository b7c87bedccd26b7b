import Crypto
import DeviceKit
import Foundation
import Hall
import HallAPI
import HallService
import HallStore
import HallStoreSQLite
import Logging
import PersonKeys
import TestSupport
import Testing
import Varlink

/// A whole hall on a real socket and a real ledger, with scripted devices and a clock to move.
struct TestHall: Sendable {
  let clock = TestClock(Self.mondayMorning)
  let reader = ScriptedReader()
  let printer = ScriptedPrinter()
  let pad = ScriptedPad()
  let keypad = ScriptedKeypad()
  let strip = ScriptedStrip()
  let scanner = ScriptedScanner()
  let camera = ScriptedCamera()
  let press = ScriptedPress()
  let documentPrinter = ScriptedDocumentPrinter()
  /// What letters the hall writes; none unless a test says so.
  var letters = LetterPolicy.none
  let people = PersonKeys(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
  let store: SQLiteHallStore
  let cases: SQLiteCaseStore
  /// Who sends notices; nil for a hall that sends none.
  var sender: (any NoticeSender)?
  var notices = NoticePolicy.usual
  var clerks: ClerkRoster?
  var validity: [String: Catalogue.Validity] = [:]
  var guides = GuideIndex.empty
  var visits: VisitPolicy?
  var ratings = RatingPolicy(
    catalogue: Self.reasons, times: .init(padSeconds: 30, laterDays: 2, againDays: 5),
    smallestGroup: 3)
  var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
  private let directory = TemporaryDirectory()

  /// 2026-11-23 09:30 on the wall.
  static let mondayMorning = Moment(milliseconds: 1_795_397_400_000)
  let card: IdentityCard
  private let sealKey: SealKey

  init() throws {
    store = try SQLiteHallStore(
      path: directory.path("hall.sqlite"), hall: "test",
      ratingKey: RatingKey(hallKey: SymmetricKey(data: Data(repeating: 7, count: 32))))
    // As hallwayd does when it starts.
    let sealKey = try #require(SealKey([UInt8](repeating: 9, count: 32)))
    try Hexadecimal.text(sealKey.publicKey).write(
      toFile: directory.path(RatingAnchors.keyFile), atomically: true, encoding: .utf8)
    self.sealKey = sealKey
    cases = try SQLiteCaseStore(path: directory.path("cases.sqlite"), hall: "test")
    card = IdentityCard(
      kind: .resident, name: "欧阳测试", number: try #require(IDNumber("11010519491231002X")),
      birth: LocalDay("1949-12-31"), validUntil: nil)
  }

  /// Serves the hall while `body` talks to it.
  func open(
    roles: Access? = nil, alwaysOpen: Bool = true, _ body: (VarlinkClient) async throws -> Void
  ) async throws {
    let parts = try await parts(access: roles ?? Access(roles: [:], owner: getuid()), alwaysOpen)
    let desk = FrontDesk(parts)
    let server = VarlinkServer(
      service: try desk.varlinkService(version: "test"), logger: parts.logger,
      checksReplies: true)
    let path = socketPath
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
      group.addTask { await desk.run() }
      group.addTask {
        try await server.run(unixSocket: path) { isReady.finish() }
      }
      for await _ in ready {}
      let client = try await connect()
      try await body(client)
      await client.close()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private var socketPath: String { directory.path("hall") }
  var ledger: String { directory.path("hall.sqlite") }

  func connect() async throws -> VarlinkClient {
    try await VarlinkClient.connect(unixSocket: socketPath)
  }

  private func parts(access: Access, _ alwaysOpen: Bool) async throws -> HallParts {
    let morning = OpeningHours.Span(opens: 9 * 60, closes: 12 * 60)
    let rules = QueueRules(catalogue: Self.catalogue(validity))
    let wallTime: @Sendable () -> Moment = { [clock] in clock.now }
    return HallParts(
      info: .init(
        id: "test", name: Bilingual(zh: "测试大厅", en: "Test Hall"),
        address: Bilingual(zh: "测试路1号", en: "1 Test Road"), phone: "0769-12345", sample: true,
        retentionDays: 30, caseRetentionDays: 365),
      rulebook: Rulebook(
        .init(
          queue: rules,
          hours: OpeningHours(
            weekly: [1: [morning].compactMap(\.self), 2: [morning].compactMap(\.self)],
            exceptions: [], calendar: Self.calendar, alwaysOpen: alwaysOpen), notices: notices,
          clerks: clerks, ratings: ratings, guides: guides, visits: visits, letters: letters)),
      queue: try await QueueLedger(store: store, rules: rules, wallTime: wallTime),
      store: store, cases: cases, people: people, sealKey: sealKey,
      devices: [
        .init(device: reader, window: nil), .init(device: printer, window: nil),
        .init(device: pad, window: "1"), .init(device: scanner, window: nil),
        .init(device: camera, window: nil), .init(device: keypad, window: "1"),
        .init(device: strip, window: "1"), .init(device: documentPrinter, window: nil),
      ], notices: sender, press: press, access: access, wallTime: wallTime, logger: logger)
  }

  /// Knows the year of the tests, with one holiday none of them is on.
  private static let calendar: HolidayCalendar = {
    guard let day = LocalDay("2026-01-01"),
      let holiday = HolidayCalendar.Holiday(
        name: Bilingual(zh: "元旦", en: "New Year's Day"), first: day, last: day, works: [])
    else { return .empty }
    return HolidayCalendar(years: [
      .init(year: 2026, source: "test", announced: day, holidays: [holiday])
    ])
  }()

  /// The five levels, and two reasons for the worst.
  static let reasons = RatingCatalogue(
    editions: RatingCatalogue.levelsOnly.editions.map { edition in
      RatingCatalogue.Edition(
        id: "test", name: edition.name, source: edition.source, validFrom: edition.validFrom,
        validUntil: nil,
        textLimit: 20,
        levels: edition.levels.map { level in
          RatingCatalogue.Level(
            level: level.level, text: level.text,
            reasons: level.level != .veryPoor
              ? []
              : ["113", "115"].map { .init(code: $0, text: Bilingual(zh: "理由", en: "reason")) })
        })
    })

  static let catalogue = catalogue([:])

  private static func catalogue(_ validity: [String: Catalogue.Validity]) -> Catalogue {
    func service(_ id: String, _ letter: String, _ card: CardRule) -> Catalogue.Service {
      .init(
        id: id, field: "police", name: Bilingual(zh: "事项\(id)", en: "Service \(id)"),
        letter: letter, card: card, validity: validity[id] ?? .always)
    }
    func window(_ id: String, _ services: [String]) -> Catalogue.Window {
      .init(
        id: id, name: Bilingual(zh: "窗口\(id)", en: "Window \(id)"), kind: .comprehensive,
        zone: Bilingual(zh: "东区", en: "East"), services: services)
    }
    return Catalogue(
      fields: [.init(id: "police", name: Bilingual(zh: "公安", en: "Police"))],
      services: [
        service("renewal", "A", .required), service("passport", "A", .optional),
        service("enquiry", "Z", .none),
      ],
      windows: [
        window("1", ["renewal", "passport", "enquiry"]), window("2", ["enquiry"]),
      ])
  }
}

/// Runs a call that must fail and returns how it did.
func refusal(_ body: () async throws -> Void) async -> VarlinkRemoteError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? VarlinkRemoteError
  }
}

extension VarlinkClient {
  func take(
    _ service: String, _ request: String, card: String? = nil, priority: Priority? = nil
  ) async throws -> QueueInterface.Ticket {
    try await call(
      QueueInterface.TakeTicket.self,
      .init(service: service, requestId: request, card: card, priority: priority)
    ).ticket
  }

  /// Takes a number and says that it was read off the screen, so that windows may call it.
  func takeInHand(
    _ service: String, _ request: String, card: String? = nil, priority: Priority? = nil
  ) async throws -> QueueInterface.Ticket {
    let ticket = try await take(service, request, card: card, priority: priority)
    return try await call(
      QueueInterface.HandOver.self, .init(number: ticket.number, secret: ticket.secret ?? "")
    ).ticket
  }

  func call<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws
    -> M.Reply
  {
    try await call(method, parameters, deadline: hangLimit)
  }

  func ticket(_ taken: QueueInterface.Ticket) async throws -> QueueInterface.Ticket {
    try await call(
      QueueInterface.GetTicket.self, .init(number: taken.number, secret: taken.secret)
    ).ticket
  }

  /// The token of a card that is read without a hitch.
  func cardToken() async throws -> String {
    var token: String?
    for try await reply in more(CardsInterface.Read.self, .init()) { token = reply.reading.token }
    guard let token else { throw Unexpected("no card was read") }
    return token
  }
}
