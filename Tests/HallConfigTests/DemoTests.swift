import DeviceKit
import Hall
import HallConfig
import Testing

/// The files of Demo/, found from this source file.
private let demo =
  #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Demo"

private func demoHall() throws -> HallConfiguration {
  try HallConfiguration.load(path: demo + "/hallway.yaml", drivers: drivers, state: "/run/hallway")
}

@Test func `the demo hall opens with all seven kinds of window`() throws {
  let hall = try demoHall()
  #expect(hall.hall.sample)
  #expect(hall.fields.count >= 12)
  #expect(hall.services.count >= 48)
  #expect(Set(hall.windows.map(\.kind)) == Set(WindowKind.allCases))
  #expect(hall.devices.count { $0.kind == .evaluationPad } == 4)
  #expect(
    hall.devices.filter { $0.kind == .evaluationPad }.map { $0.request.options["station"] }
      == [1, 2, 3, 4].map { .integer($0) })
  #expect(
    hall.services.allSatisfy {
      !hall.catalogue.windows(serving: $0.id, priority: nil).isEmpty
    })
  #expect(hall.access.allows("whoever", as: .citizen))
}

@Test func `the demo hall asks nobody for a card who only has a question`() throws {
  let enquiries = try demoHall().services.filter { $0.id.hasPrefix("enquiry-") }
  #expect(enquiries.count == 2)
  #expect(enquiries.allSatisfy { $0.card == .none })
}

@Test func `the demo hall keeps the 2026 holidays and works the weekends that were moved`() throws {
  let hours = try demoHall().openingHours
  let weekday = [(540, 720), (780, 1020)].map { "\($0.0)-\($0.1)" }
  func spans(_ day: String) throws -> [String] {
    let day = try #require(LocalDay(day))
    return try #require(hours.spans(on: day)).map { "\($0.opens)-\($0.closes)" }
  }
  #expect(try spans("2026-11-23") == weekday)
  #expect(try spans("2026-11-28") == ["540-720"])
  #expect(try spans("2026-11-29") == [])
  for day in ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"] {
    #expect(try spans("2026-" + day) == weekday)
  }
  // Off on what would be a working day: the first and the last weekday of each holiday.
  for day in ["01-01", "02-16", "02-23", "04-06", "05-01", "05-05", "06-19", "09-25", "10-07"] {
    #expect(try spans("2026-" + day) == [])
  }
  #expect(try spans("2026-12-11") == ["540-720"], "its own exception wins")
  #expect(hours.calendar.marks.values.count { !$0.isWorked } == 33)
  #expect(hours.calendar.workingDays(in: 2026) == 248)
  #expect(hours.calendar.years.map(\.source) == ["国办发明电〔2025〕7号"])
  #expect(hours.spans(on: try #require(LocalDay("2027-01-04"))) == nil, "nobody announced 2027")
}

@Test func `the demo's serial devices are below the state directory`() throws {
  let hall = try demoHall()
  #expect(
    hall.devices.first?.address == .serial(path: "/run/hallway/devices/reader", baud: 115_200))
}

@Test func `a serial line named by its port or serial number is no path`() throws {
  for place in ["@1-2", "0403:6001#A80K1", "/dev/ttyS0"] {
    let hall = try HallConfiguration.load(
      path: demo + "/hallway.yaml", drivers: drivers, state: "/run/hallway",
      addresses: ["reader": "serial:\(place)?baud=9600"])
    #expect(hall.devices.first?.address == (try DeviceAddress("serial:\(place)?baud=9600")))
  }
}

@Test func `the demo cases show every state and every kind of event, on the clock of the hall`()
  throws
{
  let hall = try demoHall()
  let messages = try CaseFile.load(
    path: try #require(hall.cases), services: hall.services
  ).messages
  var cases: [CaseIdentity: CaseRecords] = [:]
  for message in messages {
    let notice = try message.notice(sealing: PlainSeals())
    _ = cases[notice.identity, default: CaseRecords(identity: notice.identity)].take(notice)
  }
  let standings = cases.values.map(CaseStanding.init)
  #expect(Set(standings.map(\.state)) == Set(CaseState.allCases))
  let first = try #require(standings.first { $0.identity.serial == "202610200012" })
  #expect(first.facts.item?.zh == "居民身份证换领")
  // 2026-10-20 10:12 in Beijing
  #expect(first.submittedAt == Moment(milliseconds: 1_792_462_320_000))
  #expect(standings.filter { $0.facts.parent == "202611100033" }.count == 2)
}

/// Nothing is secret in an invented hall.
private struct PlainSeals: PersonSealing {
  func key(of number: IDNumber) -> PersonKey { PersonKey(Array(number.digits.utf8)) }
  func password(_ password: String, receipt: String) -> [UInt8] { Array(password.utf8) }
}
