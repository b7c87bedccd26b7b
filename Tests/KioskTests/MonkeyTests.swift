import Foundation
import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Keys, touches, codes, answers and time at random: whatever happens, the kiosk stands, comes home, and
/// has then forgotten whoever was there.
///
/// `HALLWAY_SOAK=1` makes it a million events of another seed each time; the short run is always the
/// same one, so that it never fails by chance. `HALLWAY_SEED` repeats a run.
@Suite struct MonkeyTests {
  static let isSoak = ProcessInfo.processInfo.environment["HALLWAY_SOAK"] != nil
  static let events = isSoak ? 1_000_000 : 6_000
  static let seed =
    ProcessInfo.processInfo.environment["HALLWAY_SEED"].flatMap(UInt64.init)
    ?? (isSoak ? .random(in: 0...UInt64.max) : 1)

  @Test
  func `no key, touch, code, answer or time breaks it, keeps it, or lets it remember anybody`() {
    var monkey = Monkey(seed: Self.seed)
    for event in 0..<Self.events where !monkey.isStuck {
      monkey.act()
      if event.isMultiple(of: 300) { monkey.checkWaysHome() }
    }
    #expect(monkey.homecomings > Self.events / 500, "seed \(Self.seed)")
    #expect(monkey.stages.count > 10, "seed \(Self.seed): only \(monkey.stages.sorted())")
    print("monkey: \(Self.events) events, \(monkey.homecomings) times home, seed \(Self.seed)")
  }
}

/// SplitMix64, so that a seed tells the whole run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Plays citizen and service, badly.
struct Monkey {
  /// Texts of somebody, in all that is typed and answered; none may be left at home.
  static let personal = [
    "样本甲**", "13912345678", "PLANTED7", "650101", "R88442200", "442***********0011",
  ]
  private static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 120, rows: 40),
    Size(columns: 40, rows: 24), Size(columns: 7, rows: 3), Size(columns: 200, rows: 70),
  ]
  private static let keys: [Key] = [
    .up, .down, .left, .right, .enter, .enter, .enter, .escape, .backspace, .tab, .backTab, .pageUp,
    .pageDown, .function(1), .function(2), .function(8), .function(5), .function(6), .function(7),
    .function(12),
  ]
  private static let characters = Array("1234567890123456780hlmpswtevabrn?+-=*: 9杰é\u{301}?")

  private let seed: UInt64
  private var dice: SeededGenerator
  private(set) var kiosk: KioskState
  private var now = SampleHall.morning
  private var size = Self.sizes[0]
  private var pending: [Request] = []
  private(set) var homecomings = 0
  private(set) var stages: Set<String> = []
  private(set) var isStuck = false

  init(seed: UInt64) {
    self.seed = seed
    dice = SeededGenerator(state: seed)
    kiosk = KioskState(instance: "monkey", language: .zh, isDemo: false, now: now)
    pending = kiosk.start()
    send(.described(.success(Self.hall)))
    send(.catalogue(SampleHall.catalogue))
  }

  private static let hall: HallInterface.Describe.Reply = {
    var hall = SampleGuides.describe()
    hall.hall.notices = true
    return hall
  }()

  mutating func act() {
    switch Int.random(in: 0..<100, using: &dice) {
    case 0..<30: send(.key(.character(pick(Self.characters))))
    case 30..<45: send(.key(pick(Self.keys)))
    case 45..<52: type(pick(Self.personal + ["HW:PLANTED7:650101\r", "HW:R:R88442200\r"]))
    case 52..<66:
      // Some fingers hit a target, others do not.
      let screen = kiosk.render(size: size)
      let target = screen.targets.randomElement(using: &dice)?.area
      let at = target.map { Position(column: $0.column, row: $0.row) }
      send(
        .click(
          at ?? Position(column: roll(-3..<250), row: roll(-3..<90)),
          Bool.random(using: &dice) ? size : pick(Self.sizes)))
    case 66..<69: size = pick(Self.sizes)
    case 69..<72:
      send(.scanned(pick(["HW:PLANTED7:650101", "R88442200", "HW:R:R88442200", "\u{0}", ""])))
    case 72..<80: pass(seconds: Int64(roll(-2..<15)))
    case 80..<81: pass(seconds: Int64(pick([60, 200, -90_000, 90_000])))
    default: answer()
    }
    if Int.random(in: 0..<10, using: &dice) == 0 { _ = kiosk.render(size: size) }
    stages.insert(Self.name(of: kiosk.stage))
  }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[roll(0..<choices.count)] }
  private mutating func roll(_ range: Range<Int>) -> Int { Int.random(in: range, using: &dice) }

  private static func name(of stage: Stage) -> String {
    String(String(describing: stage).prefix { $0 != "(" })
  }

  private mutating func type(_ text: String) {
    for character in text { send(.key(character == "\r" ? .enter : .character(character))) }
  }

  private mutating func pass(seconds: Int64) {
    now = now.advanced(bySeconds: seconds)
    send(.tick)
  }

  private mutating func send(_ event: Event) {
    let before = kiosk.stage
    let requests = kiosk.handle(event, at: now)
    pending += requests
    pending.removeFirst(max(0, pending.count - 20))
    if before != .home, kiosk.stage == .home {
      homecomings += 1
      checkForgotten()
    }
  }

  // MARK: - What must hold

  /// Not on the screen in any language or size, and nowhere in what the kiosk knows.
  private mutating func checkForgotten() {
    let screen = kiosk.render(size: size)
    var seen = Person.text(screen)
    // All it knows is much to read, most of it the hall's; what is left once is left often.
    if homecomings.isMultiple(of: 10) { dump(kiosk, to: &seen) }
    for text in Self.personal where seen.contains(text) {
      isStuck = true
      Issue.record("\(text) is left at home, seed \(seed)")
    }
  }

  /// From wherever it is Esc leads home, and so does time, unless a card is just being read.
  mutating func checkWaysHome() {
    var other = kiosk
    for _ in 0..<20 where other.stage != .home { _ = other.handle(.key(.escape), at: now) }
    if other.stage != .home { fail("Esc does not lead home from \(Self.name(of: kiosk.stage))") }
    other = kiosk
    var later = now
    // What is not answered, by a reader or by the service, is ended by the deadline of whoever asked.
    var asked = Request.readCard(timeoutSeconds: Timing.cardWait)
    if case .working(let working) = other.stage { asked = working.request }
    _ = other.handle(
      .reply(.failed(asked, .unreachable), generation: other.generation), at: later)
    for _ in 0..<(Int(Timing.unhurried) + Int(Timing.cardWait)) where other.stage != .home {
      later = later.advanced(bySeconds: 1)
      _ = other.handle(.tick, at: later)
    }
    if other.stage != .home { fail("time does not lead home from \(Self.name(of: kiosk.stage))") }
  }

  private mutating func fail(_ words: String) {
    isStuck = true
    Issue.record("\(words), seed \(seed)")
  }

  // MARK: - The service

  private mutating func answer() {
    guard !pending.isEmpty else { return send(.described(.success(Self.hall))) }
    let request = pending.remove(at: roll(0..<pending.count))
    // Some answers come when nobody waits for them any more.
    let generation = kiosk.generation - (roll(0..<10) == 0 ? 1 : 0)
    if request == .describe {
      return send(
        .described(roll(0..<8) == 0 ? .failure(.unreachable) : .success(Self.hall)))
    }
    let reply = roll(0..<5) == 0 ? .failed(request, pick(Self.troubles)) : good(request)
    guard let reply else { return }
    send(.reply(reply, generation: generation))
  }

  private static let troubles: [Trouble] = [
    .unreachable, .unreachable, .closed(opensAt: "2026-11-24T09:00:00+08:00"),
    .closed(opensAt: nil),
    .alreadyWaiting(number: "PLANTED7"), .cardRequired, .cardExpired, .noReader, .readerBusy,
    .readerFault("unplugged"), .noSuchService, .noSuchTicket, .printerUnavailable("paperOut"),
    .noMatch, .handleExpired, .printedEnough, .tryLater(seconds: 60), .alreadyRated,
    .notRateable(.notFinished), .hallPaused(.lunch, backAt: nil), .noMoreNumbers, .quotaExhausted,
    .notPossible, .noMoreReturns, .waitUnknown, .turnIsNear, .notCalled, .noReservation,
    .tooEarly(from: "2026-11-23T13:30:00+08:00"), .restricted(until: "2026-11-30T09:00:00+08:00"),
    .repeatVisits(3, helpService: "ask"), .noSuchGuide, .other("x"),
  ]

  private mutating func ticket() -> QueueInterface.Ticket {
    var ticket = SampleHall.ticket(
      "PLANTED7", state: pick(TicketState.allCases),
      paper: .init(
        state: pick([.none, .pending, .sent, .printed, .failed, .unknown, .shown]),
        reason: "paperOut"),
      window: "W03", mayReturn: Bool.random(using: &dice))
    ticket.secret = "650101"
    ticket.holder = "样本甲**"
    return ticket
  }

  private mutating func good(_ request: Request) -> Reply? {
    switch request {
    case .readCard:
      return .reading(
        .init(
          state: pick([.waiting, .reading, .retry, .card, .card, .timeout]), reason: "wrongCard",
          name: "样本甲**", token: "PLANTED7"))
    case .takeTicket: return .taken(ticket())
    case .follow, .handOver: return .followed(ticket())
    case .reprint: return .reprinted(ticket())
    case .lookUpTicket, .leave, .comeBack, .giveUp: return .found(ticket())
    case .lookUp:
      let cases = SampleHall.cases.map { found in
        var found = found
        found.receipt = "R88442200"
        found.applicant = "样本甲**"
        return found
      }
      return .cases(Array(cases.prefix(roll(0..<4))))
    case .printCase: return .casePrinted
    case .checkRating:
      return .mayRate(
        .init(may: pick([.rate, .again, .nothing]), service: SampleHall.ratedService))
    case .rate, .rateAgain: return .rated(level: roll(1..<6))
    case .explain:
      return .explained(
        .init(number: "PLANTED7", reason: "elder", words: .init(zh: "老年人", en: "Elder.")))
    case .checkIn:
      var reply = SampleHall.checkedIn()
      reply.number = "PLANTED7"
      return .checkedIn(reply)
    case .searchGuides(let question):
      return .guidesFound(SampleGuides.found, question)
    case .guide: return .guide(SampleGuides.reply)
    case .topQuestions: return .topQuestions(SampleGuides.questions)
    case .guideNotices: return .guideNotices(SampleGuides.reply.notices)
    case .printGuide: return .guidePrinted
    case .myData:
      var mine = CitizenTests.mine
      mine.name = "样本甲**"
      mine.number = "442***********0011"
      return .myData(mine)
    case .caseLetters: return .letters(CitizenTests.letters)
    case .printLetter: return .letterPrinted(.init(letter: CitizenTests.letters.letters[0]))
    case .callHelp: return .help(CitizenTests.call(pick(HelpCalls.State.allCases)))
    case .describe, .catalogue, .questionRead, .placeDemoCard, .removeDemoCard, .wipe, .say, .hush:
      return nil
    }
  }
}
