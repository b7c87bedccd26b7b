import HallConfig
import Testing

let goodCases = """
  cases:
    - receipt: "202611230001"
      password: "024680"
      idNumber: 441900199003070016
      name: 欧阳测试
      service: id-card
      contact: "0769-12345"
      promisedDays: 20
      events:
        - {at: "2026-11-23 09:05", event: submitted}
        - {at: "2026-11-23 09:30", event: accepted, handler: "0001"}
  """

func caseFaults(_ yaml: String) throws -> [String] {
  let services = try read(goodHall).services
  do throws(ConfigurationErrors) {
    _ = try CaseFile.read(yaml, file: "cases.yaml", services: services)
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

private let slips: [Slip] = [
  Slip(
    "\"024680\"", "\"24680\"",
    "3: cases[0].password: a query password is six digits; write it in quotes, like \"024680\""),
  Slip(
    "070016", "070017",
    "4: cases[0].idNumber: this is not an ID number: its length or its check digit is wrong"),
  Slip(
    "service: id-card", "service: id-crad",
    "6: cases[0].service: no service is called \"id-crad\"; did you mean \"id-card\"?"),
  Slip(
    "    service: id-card\n", "",
    "2: cases[0]: say what was applied for; add \"service\" or \"item\""),
  Slip(
    "    service: id-card\n", "    service: id-card\n    item: {zh: 证, en: Card}\n",
    "7: cases[0].item: \"service\" names the item already; keep one of the two keys"),
  Slip(
    "event: accepted", "event: acepted",
    "11: cases[0].events[1].event: \"acepted\" is not known here; write one of submitted, preChecked"
  ),
  Slip(
    "2026-11-23 09:05", "2026-11-23 9:05",
    "10: cases[0].events[0].at: \"2026-11-23 9:05\" is not a time; write it like 2026-11-10 09:30"),
  Slip(
    "event: accepted", "event: toleratedIntake",
    "11: cases[0].events[1]: an event \"toleratedIntake\" needs the key \"until\""),
  Slip(
    "idNumber: 441900199003070016", "organisation: 91350100M000100Y44",
    "10: cases[0].events[0]: \"organisation\" is not written as it should be; see docs/cases.md"),
]

@Test func `the case of these tests is good`() throws {
  #expect(try caseFaults(goodCases) == [])
}

@Test(arguments: slips)
func `a slip in a case is named with file, line, key and remedy`(_ slip: Slip) throws {
  #expect(goodCases.contains(slip.old))
  let found = try caseFaults(goodCases.replacing(slip.old, with: slip.new, maxReplacements: 1))
  #expect(found.count == 1)
  #expect(found.first?.hasPrefix("cases.yaml:" + slip.fault) == true, "\(found)")
}

@Test func `a receipt is there once`() throws {
  let twice =
    goodCases + "\n" + goodCases.split(separator: "\n").dropFirst().joined(separator: "\n")
  #expect(
    try caseFaults(twice) == [
      "cases.yaml:12: cases[1].receipt: \"202611230001\" is the receipt of cases[0] already; take another"
    ])
}

@Test func `no fault ever repeats an ID number`() throws {
  let broken = goodCases.replacing("441900199003070016", with: "441900199003070017 and more")
  #expect(try caseFaults(broken).contains { $0.contains("4419001990") } == false)
}
