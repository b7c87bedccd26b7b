import Foundation
import Hall
import TestSupport
import Testing

@testable import HallConfig

/// A small year without a fault; each test breaks one thing in it. Line 1 is `year:`.
private let goodYear = """
  year: 2027
  source: an invented notice
  announced: "2026-11-03"
  holidays:
    - name: {zh: 元旦, en: New Year}
      first: "2026-12-31"
      last: "2027-01-02"
      works: ["2026-12-27"]
    - {name: {zh: 国庆节, en: National Day}, first: "2027-10-01", last: "2027-10-07"}
  """

private func calendarFaults(_ yaml: String) -> [String] {
  do throws(ConfigurationErrors) {
    _ = try HolidayCalendar.Year.read(yaml, findings: Findings(file: "2027.yaml"))
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

private let slips: [Slip] = [
  Slip("year: 2027", "year: next", "1: year: \"next\" is not a whole number from 2000 to 2999"),
  Slip("source: an invented notice\n", "", "1: source: this key is missing; add it"),
  Slip(
    "2026-11-03", "2026-11-31",
    "3: announced: \"2026-11-31\" is not a day of the calendar; write it like 2026-10-01"),
  Slip(
    "last: \"2027-01-02\"", "last: \"2026-12-30\"",
    "7: holidays[0].last: the last day off is before the first or more than 16 days from it"),
  Slip(
    "first: \"2027-10-01\"", "first: \"2027-09-01\"",
    "9: holidays[1].last: the last day off is before the first or more than 16 days from it"),
  Slip(
    "works: [\"2026-12-27\"]", "works: [\"2026-12-19\"]",
    "8: holidays[0].works[0]: 2026-12-19 is outside 2026-12-20 to 2027-12-31"),
  Slip(
    "works: [\"2026-12-27\"]", "works: [\"2026-12-28\"]",
    "8: holidays[0].works[0]: 2026-12-28 is no Saturday or Sunday, so it is worked anyway; remove it"
  ),
  Slip(
    "works: [\"2026-12-27\"]", "works: [\"2027-01-02\"]",
    "6: holidays[0].first: 2027-01-02 is at holidays[0].works[0] already; a day is off or worked, and once"
  ),
  Slip(
    "first: \"2027-10-01\", last: \"2027-10-07\"", "first: \"2027-01-02\", last: \"2027-01-02\"",
    "9: holidays[1].first: 2027-01-02 is at holidays[0].first already; a day is off or worked, and once"
  ),
  Slip(
    "last: \"2027-10-07\"", "lats: \"2027-10-07\"",
    "9: holidays[1].last: this key is missing; add it"),
]

@Test func `a year of holidays is read as it is announced`() throws {
  let year = try HolidayCalendar.Year.read(goodYear, findings: Findings(file: "2027.yaml"))
  #expect(year.year == 2027)
  #expect(year.announced == LocalDay("2026-11-03"))
  let calendar = HolidayCalendar(years: [year])
  #expect(calendar.marks.values.count { !$0.isWorked } == 10)
  #expect(calendar.marks.values.count(where: \.isWorked) == 1)
  #expect(calendarFaults(goodYear) == [])
}

@Test(arguments: slips)
func `a slip in a calendar is named with file, line, key and remedy`(_ slip: Slip) {
  #expect(goodYear.contains(slip.old))
  let found = calendarFaults(goodYear.replacing(slip.old, with: slip.new, maxReplacements: 1))
  #expect(found.first == "2027.yaml:" + slip.fault, "\(found)")
  #expect(found.count == (slip.new.contains("lats") ? 2 : 1), "\(found)")
}

@Test(arguments: ["holidays: []", "holidays:\n", "", "holidays: 元旦"])
func `an empty year is one that nobody announced`(_ holidays: String) {
  let head = "year: 2027\nsource: nobody\nannounced: \"2026-11-03\"\n"
  #expect(calendarFaults(head + holidays).count == 1)
  #expect(
    calendarFaults(head + "holidays: []") == [
      "2027.yaml:4: holidays: a year without holidays is one that nobody announced yet; "
        + "remove the file until the notice is out"
    ])
}

@Test func `a thousand mutated calendars are read or refused, never a trap`() {
  var dice = Dice(state: 2027)
  var refused = 0
  for _ in 0..<1000 {
    var bytes = Array(goodYear.utf8)
    for _ in 0...Int(dice.next() % 3) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &dice)
      switch dice.next() % 4 {
      case 0: bytes[place] = UInt8(ascii: "0") + UInt8(dice.next() % 10)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8(truncatingIfNeeded: dice.next()), at: place)
      default: bytes.removeSubrange(place..<min(place + 30, bytes.count))
      }
    }
    let found = calendarFaults(String(decoding: bytes, as: UTF8.self))
    if !found.isEmpty { refused += 1 }
    #expect(found.allSatisfy { $0.hasPrefix("2027.yaml") && !$0.contains("\n") })
  }
  #expect((300...1000).contains(refused))
}

@Suite struct `A hall's calendar` {
  private let directory = TemporaryDirectory()

  /// The small hall with its doors closed outside the hours, and `lines` among its hours.
  private func hall(_ lines: String, outside: String = "refuse") -> String {
    goodHall.replacing("  outside: allow", with: "  outside: \(outside)\n\(lines)")
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: directory.path(name), atomically: true, encoding: .utf8)
  }

  private func read(
    _ yaml: String, today: String? = nil
  ) throws(ConfigurationErrors) -> HallConfiguration {
    try HallConfiguration.read(
      yaml, file: directory.path("hallway.yaml"), drivers: drivers, state: "/run/hallway",
      today: today.flatMap { LocalDay($0) })
  }

  /// Without the directory.
  private func faults(_ yaml: String, today: String? = nil) -> [String] {
    do throws(ConfigurationErrors) {
      _ = try read(yaml, today: today)
      return []
    } catch {
      return error.errors.map { $0.description.replacing(directory.url.path + "/", with: "") }
    }
  }

  @Test func `a hall that closes its doors needs a calendar, an always open sample does not`() {
    #expect(
      faults(hall("")) == [
        "hallway.yaml:22: hours.calendar: the hall needs to know its holidays; name a file for each "
          + "year, like [calendar/2026.yaml]"
      ])
    #expect(faults(hall("  calendar: []")).count == 1)
    #expect(faults(hall("", outside: "allow"), today: "2027-01-01") == [])
  }

  @Test func `a calendar beside the file is read and used`() throws {
    try write(goodYear, to: "2027.yaml")
    let hall = try read(hall("  calendar: [2027.yaml]\n  workingWeekend: mon"))
    let hours = hall.openingHours
    #expect(hours.calendar.knows(2027))
    #expect(hours.spans(on: try #require(LocalDay("2027-10-04"))) == [])
    #expect(hours.spans(on: try #require(LocalDay("2027-10-11")))?.count == 2)
    #expect(hours.workingWeekend == 1)
  }

  @Test func `the check asks for today's year, and a start does not`() throws {
    try write(goodYear, to: "2027.yaml")
    let yaml = hall("  calendar: [2027.yaml]")
    #expect(faults(yaml) == [])
    #expect(faults(yaml, today: "2027-11-26") == [])
    let found = faults(yaml, today: "2028-01-01")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix(
        "hallway.yaml:28: hours.calendar: the calendar does not know 2028; write its file") == true)
    let hall = try read(yaml)
    #expect(hall.calendarAdvice(on: try #require(LocalDay("2027-12-10"))) == nil)
    #expect(
      hall.calendarAdvice(on: try #require(LocalDay("2027-12-11")))?
        .hasPrefix("the calendar does not know 2028") == true)
  }

  @Test func `a calendar that is missing, broken or there twice is told`() throws {
    #expect(
      faults(hall("  calendar: [2027.yaml]")) == [
        "hallway.yaml:28: hours.calendar[0]: 2027.yaml: the file cannot be read: "
          + "No such file or directory"
      ])
    try write(goodYear, to: "2027.yaml")
    try write(goodYear, to: "again.yaml")
    #expect(
      faults(hall("  calendar: [2027.yaml, again.yaml]")) == [
        "hallway.yaml:28: hours.calendar[1]: 2027 is at hours.calendar[0] already; "
          + "keep one of the two"
      ])
    try write(goodYear.replacing("2027-10-07", with: "2027-10-32"), to: "2027.yaml")
    #expect(
      faults(hall("  calendar: [2027.yaml]")) == [
        "2027.yaml:9: holidays[1].last: \"2027-10-32\" is not a day of the calendar; "
          + "write it like 2026-10-01",
        "hallway.yaml:28: hours.calendar[0]: \"2027.yaml\" has faults, which are listed too",
      ])
  }

  @Test func `a working weekend is not given the hours of a closed weekday`() throws {
    try write(goodYear, to: "2027.yaml")
    #expect(
      faults(hall("  calendar: [2027.yaml]\n  workingWeekend: tue")) == [
        "hallway.yaml:29: hours.workingWeekend: a weekend that is worked has the spans of this "
          + "weekday, which has none; name a weekday that is open"
      ])
    #expect(
      faults(hall("  calendar: [2027.yaml]\n  workingWeekend: monday")).first?
        .hasPrefix("hallway.yaml:29: hours.workingWeekend: \"monday\" is not known here") == true)
  }
}

@Suite struct `A hall's quota` {
  private func hall(_ quota: String) -> String { goodHall + "\nquota:\n" + quota }

  @Test func `a file without quota limits nothing`() throws {
    #expect(try read(goodHall).quota == .off)
    #expect(try read(hall("  mode: off")).quota == .off)
  }

  @Test func `every key of the quota is read`() throws {
    let quota = try read(
      hall(
        """
          mode: fixed
          floor: 3
          defaultServiceMinutes: 12
          enoughSamples: 8
          percentile: 75
          services:
            - {service: id-card, minutes: 20, perDay: 40}
            - {service: invoice}
        """)
    ).quota
    #expect(
      quota
        == WalkInPolicy(
          mode: .fixed, floor: 3, serviceSeconds: 720, enoughSamples: 8, pace: .percentile(75),
          terms: [
            .init(service: "id-card", serviceSeconds: 1200, perDay: 40),
            .init(service: "invoice", serviceSeconds: nil, perDay: nil),
          ]))
    #expect(quota.terms(of: "id-card")?.perDay == 40)
    #expect(quota.terms(of: "passport") == nil)
  }

  @Test(arguments: [
    ("  floor: 1", "40: quota.mode: this key is missing; add it"),
    ("  mode: some", "41: quota.mode: \"some\" is not known here; write one of off, auto, fixed"),
    (
      "  mode: auto\n  floor: -1",
      "42: quota.floor: \"-1\" is not a whole number from 0 to 1000"
    ),
    (
      "  mode: auto\n  percentile: 100",
      "42: quota.percentile: \"100\" is not a whole number from 50 to 99"
    ),
    (
      "  mode: auto\n  defaultServiceMinutes: 0",
      "42: quota.defaultServiceMinutes: \"0\" is not a whole number from 1 to 240"
    ),
    (
      "  mode: auto\n  services: [{service: invoise}]",
      "42: quota.services[0].service: no service is called \"invoise\"; did you mean \"invoice\"?"
    ),
    (
      "  mode: auto\n  services:\n    - {service: invoice}\n    - {service: invoice}",
      "44: quota.services[1].service: \"invoice\" is at quota.services[0] already; keep one"
    ),
    (
      "  mode: fixed\n  services: [{service: invoice, minutes: 5}]",
      "41: quota.mode: fixed limits what has \"perDay\", and no service has; add it in quota.services"
    ),
    (
      "  mode: auto\n  perday: 5",
      "42: quota.perday: there is no key \"perday\" here; "
    ),
  ])
  func `a slip in the quota is one fault with its line`(_ quota: String, _ fault: String) {
    let found = faults(hall(quota))
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasPrefix("hallway.yaml:" + fault) == true, "\(found)")
  }
}
