import DeviceKit
import HallConfig
import Testing

/// A small hall without a fault; each test breaks one thing in it. Line 1 is `hall:`.
let goodHall = """
  hall:
    id: small
    name: {zh: 小厅, en: Small}
    address: {zh: 路1号, en: 1 Road}
    phone: "0769-12345"
    sample: true
    retentionDays: 30
  fields:
    - {id: police, name: {zh: 公安, en: Police}}
    - {id: tax, name: {zh: 税务, en: Tax}}
  services:
    - {id: id-card, field: police, name: {zh: 证, en: Card}, letter: A, card: required}
    - {id: invoice, field: tax, name: {zh: 票, en: Invoice}, letter: B, card: none}
  zones:
    - {id: east, name: {zh: 东, en: East}}
  windows:
    - id: "1"
      name: {zh: 一, en: One}
      kind: comprehensive
      zone: east
      serves: {fields: [police], services: [invoice]}
  hours:
    weekly:
      mon: ["09:00-12:00", "13:00-17:00"]
    exceptions:
      - {day: "2026-10-01", reason: {zh: 国庆, en: National Day}, spans: []}
    outside: allow
  devices:
    - {id: reader, driver: sam-v, address: "serial:devices/reader?baud=115200"}
    - {id: printer, driver: esc-pos, address: "tcp:127.0.0.1:9100", columns: 48}
    - {id: pad-1, driver: ff68, address: "serial:/dev/pad?baud=9600", window: "1", keys: {0: 5, 1: 1}}
  kiosks:
    - {id: kiosk-1, reader: reader, printer: printer}
  ratings:
    padSeconds: 30
    laterDays: 5
  access:
    citizen: ["*"]
    clerk: [li, chen]
  """

/// One slip of a hand: `old` becomes `new` in ``goodHall``.
struct Slip: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  /// Everything after `hallway.yaml:`.
  let fault: String
  var testDescription: String { "\(old) -> \(new)" }

  init(_ old: String, _ new: String, _ fault: String) {
    (self.old, self.new, self.fault) = (old, new, fault)
  }
}

private let slips: [Slip] = [
  Slip(
    "  sample: true", "  smaple: true",
    "1: hall.sample: this key is missing; add it"),
  Slip(
    "zones:", "zone:",
    "1: zones: this key is missing; add it"),
  Slip(
    "phone: \"0769-12345\"", "phone: [0769, 12345]",
    "5: hall.phone: here stands a list where a text is wanted"),
  Slip(
    "sample: true", "sample: yes",
    "6: hall.sample: \"yes\" is neither true nor false; write one of the two"),
  Slip(
    "retentionDays: 30", "retentionDays: 30 days",
    "7: hall.retentionDays: \"30 days\" is not a whole number from 1 to 3650"),
  Slip(
    "retentionDays: 30", "retentionDays: 99999999999999999999",
    "7: hall.retentionDays: \"99999999999999999999\" is not a whole number from 1 to 3650"),
  Slip(
    "{zh: 小厅, en: Small}", "{zh: 小厅}",
    "3: hall.name.en: this key is missing; add it"),
  Slip(
    "{zh: 公安, en: Police}", "{zh: 公安, en: \" \"}",
    "9: fields[0].name.en: the text is empty; write one or remove the key"),
  Slip(
    "{zh: 公安, en: Police}", "{zh: , en: Police}",
    "9: fields[0].name.zh: the value is missing; write a text"),
  Slip(
    "{zh: 公安, en: Police}", "公安",
    "9: fields[0].name: here stands a single value where a group of keys is wanted; write key: value"
  ),
  Slip(
    "id: invoice", "id: id-card",
    "13: services[1].id: \"id-card\" is the id of services[0] already"),
  Slip(
    "field: police", "field: polise",
    "12: services[0].field: no field is called \"polise\"; did you mean \"police\"?"),
  Slip(
    "letter: A", "letter: a",
    "12: services[0].letter: \"a\" is not one capital letter A to Z, which ticket numbers begin with"
  ),
  Slip(
    "letter: B", "letter: A",
    "13: services[1].letter: A is the letter of field \"police\" (services[0]); a letter belongs to one field, take another"
  ),
  Slip(
    "card: required", "card: needed",
    "12: services[0].card: \"needed\" is not known here; write one of required, optional, none"),
  Slip(
    "kind: comprehensive", "kind: normal",
    "19: windows[0].kind: \"normal\" is not known here; write one of comprehensive, specialised, certificates, enquiry, unresolved, greenChannel, crossRegion"
  ),
  Slip(
    "zone: east", "zone: wset",
    "20: windows[0].zone: no zone is called \"wset\"; the zones are east"),
  Slip(
    "services: [invoice]", "services: [invoice, invoise]",
    "21: windows[0].serves.services[1]: no service is called \"invoise\"; did you mean \"invoice\"?"
  ),
  Slip(
    "{fields: [police], services: [invoice]}", "{}",
    "21: windows[0].serves: this window serves nothing; name fields, services or everything: true"),
  Slip(
    ", services: [invoice]}", "}",
    "13: services[1]: no window serves \"invoice\"; add it to one or remove it"),
  Slip(
    "id: \"1\"", "id: \"window 1\"",
    "17: windows[0].id: \"window 1\" cannot be an id; use 1 to 32 letters, digits and hyphens"),
  Slip(
    "\"13:00-17:00\"", "\"13:00-25:00\"",
    "24: hours.weekly.mon[1]: \"13:00-25:00\" is not a span of a day; write it like \"09:00-12:00\""
  ),
  Slip(
    "\"13:00-17:00\"", "\"17:00-13:00\"",
    "24: hours.weekly.mon[1]: \"17:00-13:00\" closes before it opens; a span stays within one day"),
  Slip(
    "\"13:00-17:00\"", "\"11:30-17:00\"",
    "24: hours.weekly.mon[1]: this span begins before hours.weekly.mon[0] ends; let spans of one day not overlap"
  ),
  Slip(
    "    mon:", "    monday:",
    "24: hours.weekly.monday: there is no key \"monday\" here; the keys here are fri, mon, sat, sun, thu, tue, wed"
  ),
  Slip(
    "2026-10-01", "2026-02-29",
    "26: hours.exceptions[0].day: \"2026-02-29\" is not a day of the calendar; write it like 2026-10-01"
  ),
  Slip(
    "serial:devices/reader?baud=115200", "serial:/dev/console",
    "29: devices[0].address: a console is no reader"),
  Slip(", columns: 48", "", "30: devices[1].columns: the roll's width is not told"),
  Slip(
    "driver: esc-pos", "driver: esc-pso",
    "30: devices[1].driver: no driver is called \"esc-pso\"; did you mean \"esc-pos\"?"),
  Slip(
    "tcp:127.0.0.1:9100", "tcp:127.0.0.1",
    "30: devices[1].address: \"tcp:127.0.0.1\" is not an address: expected tcp:host:port with a port of 1...65535"
  ),
  Slip(
    "serial:/dev/pad?baud=9600", "tcp:127.0.0.1:9100",
    "31: devices[2].address: \"tcp:127.0.0.1:9100\" does not suit ff68, which wants serial"),
  Slip(
    "window: \"1\", ", "",
    "31: devices[2]: ff68 stands at a window; add the key \"window\" with the window's id"),
  Slip(
    "window: \"1\", ", "window: \"2\", ",
    "31: devices[2].window: no window is called \"2\"; did you mean \"1\"?"),
  Slip(
    "{0: 5, 1: 1}", "{0: 5, 256: 1}",
    "31: devices[2].keys.256: \"256\" is not a key code; write the number 0 to 255 that is sent"),
  Slip(
    "{0: 5, 1: 1}", "{0: 5, 1: 6}",
    "31: devices[2].keys.1: \"6\" is not a whole number from 1 to 5"),
  Slip(
    "window: \"1\", ", "window: \"1\", station: 0, ",
    "31: devices[2].station: \"0\" is not a whole number from 1 to 255"),
  Slip(
    "baud=115200\"}", "baud=115200\", columns: 48}",
    "29: devices[0].columns: sam-v has no such option; remove the key"),
  Slip(
    "printer: printer}", "printer: reader}",
    "33: kiosks[0].printer: \"reader\" is no ticket printer; its driver is \"sam-v\""),
  Slip(
    "reader: reader,", "reader: raeder,",
    "33: kiosks[0].reader: no card reader is called \"raeder\"; did you mean \"reader\"?"),
  Slip(
    "laterDays: 5", "laterDays: 31",
    "36: ratings.laterDays: \"31\" is not a whole number from 0 to 30"),
  Slip(
    "retentionDays: 30", "retentionDays: 3",
    "36: ratings.laterDays: a rating needs its ticket, which is kept for hall.retentionDays (3); make this smaller"
  ),
  Slip(
    "  clerk:", "  clark:",
    "39: access.clark: there is no key \"clark\" here; did you mean \"clerk\"?"),
  Slip(
    "[li, chen]", "[li, 'chen wei']",
    "39: access.clerk[1]: \"chen wei\" is not a Unix user name; see the first column of /etc/passwd"
  ),
  Slip(
    "outside: allow", "outside: &x allow",
    "27: hours.outside: YAML anchors (&name) are not read here; write the value out"),
  Slip(
    "  phone:", "  id: big\n  phone:",
    "2: \"id\" is written twice in one place; keep one"),
  Slip(
    "phone: \"0769-12345\"", "phone: \"0769",
    "17: this is not YAML: did not find expected key while parsing a block mapping in line 2"),
]

@Test func `the small hall of these tests is good`() {
  #expect(faults(goodHall) == [])
}

@Test(arguments: slips)
func `a slip is named with file, line, key and remedy`(_ slip: Slip) throws {
  #expect(goodHall.contains(slip.old))
  let broken = goodHall.replacing(slip.old, with: slip.new, maxReplacements: 1)
  let found = faults(broken)
  #expect(found.first?.hasPrefix("hallway.yaml:" + slip.fault) == true, "\(found)")
}

@Test(arguments: slips.filter { !$0.new.contains("smaple") && $0.new != "zone:" })
func `one slip is one fault`(_ slip: Slip) {
  let found = faults(goodHall.replacing(slip.old, with: slip.new, maxReplacements: 1))
  #expect(found.count == 1, "\(found)")
}

@Test func `all faults are told at once, in the order of the file`() {
  let broken =
    goodHall
    .replacing("sample: true", with: "sample: maybe")
    .replacing("letter: A", with: "letter: AA")
    .replacing("kind: comprehensive", with: "kind: normal")
    .replacing("\"09:00-12:00\"", with: "\"9-12\"")
    .replacing("driver: sam-v", with: "driver: samv")
    .replacing("laterDays", with: "latterDays")
  #expect(
    faults(broken).map { $0.split(separator: " ", maxSplits: 2).prefix(2).joined(separator: " ") }
      == [
        "hallway.yaml:6: hall.sample:",
        "hallway.yaml:12: services[0].letter:",
        "hallway.yaml:19: windows[0].kind:",
        "hallway.yaml:24: hours.weekly.mon[0]:",
        "hallway.yaml:29: devices[0].driver:",
        "hallway.yaml:34: ratings.laterDays:",
        "hallway.yaml:36: ratings.latterDays:",
      ])
}

@Test func `a real hall may not do what only a sample may`() {
  let real = goodHall.replacing("sample: true", with: "sample: false") + "\ncases: cases.yaml"
  #expect(
    faults(real) == [
      "hallway.yaml:27: hours.outside: only a sample hall may allow this; write refuse",
      "hallway.yaml:38: access.citizen: \"*\" lets every user in, which only a sample hall may; name the users",
      "hallway.yaml:40: cases: sample cases belong to a sample hall; remove the key",
    ])
}

@Test func `an address from the command line replaces the one of the file`() throws {
  let hall = try read(goodHall, addresses: ["printer": "tcp:127.0.0.1:9999"])
  #expect(hall.devices.map(\.address.description).contains("tcp:127.0.0.1:9999"))
  #expect(
    faults(goodHall, addresses: ["printer": "tcp:nowhere", "raeder": "serial:/dev/x"]) == [
      "hallway.yaml:28: devices: --device names \"raeder\", which is not here; did you mean \"reader\"?",
      "hallway.yaml:30: devices[1].address: as --device gives it, \"tcp:nowhere\" is not an address: expected tcp:host:port with a port of 1...65535",
    ])
}

@Test func `roles are held by who is named and by nobody else`() throws {
  let access = try read(goodHall).access
  #expect(access.allows("li", as: .clerk))
  #expect(!access.allows("wang", as: .clerk))
  #expect(access.allows("wang", as: .citizen))
  #expect(!access.allows("li", as: .manager))
}

@Test func `a service that only a green channel window serves is a fault`() {
  let faults = faults(
    goodHall.replacing("kind: comprehensive", with: "kind: greenChannel"))
  #expect(faults.count == 2)
  #expect(faults.allSatisfy { $0.contains("only a greenChannel window serves") })
}
