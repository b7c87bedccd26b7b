import Hall
import TestSupport

/// 2026-11-26, a Thursday. All halls, people and numbers of these tests are invented.
let aDay = WallClock(atHour(9)).day

/// A moment of that day on the hall's wall.
func atHour(_ hour: Int, _ minute: Int = 0, _ second: Int = 0) -> Moment {
  // Midnight of 2026-11-26 in Beijing.
  let midnight: Int64 = 1_795_622_400_000
  let seconds = Int64(hour * 3600 + minute * 60 + second)
  return Moment(milliseconds: midnight).advanced(bySeconds: seconds)
}

let aClerk = Author(who: "clerk 7", place: "window 1")

func person(_ number: Int) -> PersonKey { PersonKey([UInt8(truncatingIfNeeded: number)]) }

/// A hall of windows and what they serve, such as `["1": "ab", "G": "ab"]`; each letter is a service
/// of that name, and a window whose name begins with G is 绿色通道.
func catalogue(
  _ windows: [String: String], letters: [String: String] = [:],
  validity: [String: Catalogue.Validity] = [:]
) -> Catalogue {
  let services = Set(windows.values.flatMap { $0.map(String.init) }).sorted()
  return Catalogue(
    fields: [.init(id: "all", name: Bilingual(zh: "综合", en: "All"))],
    services: services.map {
      Catalogue.Service(
        id: $0, field: "all", name: Bilingual(zh: $0, en: $0),
        letter: letters[$0] ?? $0.uppercased(), card: .optional,
        validity: validity[$0] ?? .always)
    },
    windows: windows.sorted { $0.key < $1.key }.map { id, serves in
      Catalogue.Window(
        id: id, name: Bilingual(zh: id, en: id),
        kind: id.hasPrefix("G") ? .greenChannel : .comprehensive,
        zone: Bilingual(zh: "一楼", en: "Ground floor"), services: serves.map(String.init))
    })
}

/// The rules one seed plays by, and those it may be told to go on with.
func rulesOfSeed(_ dice: inout Dice) -> [QueueRules] {
  // c shares its letter with a, as halls number a whole field by one letter.
  let base = catalogue(
    ["1": "abc", "2": "ab", "3": "c", "4": "bd", "G": "abc"], letters: ["c": "A"],
    validity: [
      "b": .init(from: nil, until: aDay.adding(days: 1)),
      "d": .init(from: aDay.adding(days: Int.random(in: -1...1, using: &dice)), until: nil),
    ])
  let others = [
    catalogue(["1": "abc", "2": "ab", "G": "abcd", "5": "cb"], letters: ["c": "A"]),
    catalogue(["1": "ab", "2": "ab", "4": "bd", "G": "b"]),
    catalogue(["2": "abcd", "3": "c", "G": "abc"], letters: ["c": "A"]),
  ]
  return ([base] + others + [base]).map { catalogue in
    func claim() -> OrderPolicy.Claim {
      .init(
        weight: [100, 100, 150, 200, 330].randomElement(using: &dice) ?? 100,
        headStart: [0, 0, 1, 15, 30].randomElement(using: &dice) ?? 0)
    }
    let order = OrderPolicy(
      reserved: claim(), priority: claim(), ordinary: claim(),
      ordinaryAfter: [nil, 1, 2, 3, 5].randomElement(using: &dice) ?? nil,
      patience: [10, 20, 60, 90].randomElement(using: &dice) ?? 90,
      placesBack: Int.random(in: 0...4, using: &dice),
      mostReturns: Int.random(in: 0...3, using: &dice),
      callsBeforePass: Int.random(in: 1...2, using: &dice),
      grace: Int.random(in: 0...10, using: &dice),
      undoSeconds: [0, 10, 60].randomElement(using: &dice) ?? 10,
      nextOnCalled: [nil, .finish, .pass].randomElement(using: &dice) ?? nil)
    let numbers = NumberScheme(
      width: Int.random(in: 1...3, using: &dice),
      bandEnd: Int.random(in: 0...3, using: &dice) == 0 ? .refuse : .grow)
    let bookings = BookingPolicy(
      early: [0, 30, 240].randomElement(using: &dice) ?? 30,
      late: [0, 15].randomElement(using: &dice) ?? 15)
    return QueueRules(catalogue: catalogue, order: order, numbers: numbers, bookings: bookings)
  }
}
