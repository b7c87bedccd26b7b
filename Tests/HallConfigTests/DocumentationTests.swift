import Hall
import Testing

@testable import HallConfig

@Test func `docs/hallway.yaml.md explains every key that is read, and no other`() throws {
  let sections = try text("docs/hallway.yaml.md").split(separator: "\n## ")
  let workshop = Workshop(drivers: drivers, state: "/", addresses: [:])

  let hallFindings = Findings(file: path("Demo/hallway.yaml"))
  let hall = try HallConfiguration.read(
    text("Demo/hallway.yaml"), findings: hallFindings, workshop: workshop)
  #expect(documented(sections, "hallway.yaml") == read(hallFindings))

  let calendarFindings = Findings(file: "2026.yaml")
  _ = try HolidayCalendar.Year.read(
    text("Demo/calendar/2026.yaml"), findings: calendarFindings)
  #expect(documented(sections, "calendar/2026.yaml") == read(calendarFindings))

  let clerkFindings = Findings(file: "clerks.yaml")
  _ = try ClerkFile.read(
    text("Demo/clerks.yaml"), findings: clerkFindings, catalogue: hall.catalogue)
  #expect(documented(sections, "clerks.yaml") == read(clerkFindings))

  let ratingFindings = Findings(file: "ratings.yaml")
  _ = try RatingCatalogue.read(text("Demo/ratings.yaml"), findings: ratingFindings)
  #expect(
    documented(sections, "ratings.yaml").filter { !$0.hasSuffix(".zh") && !$0.hasSuffix(".en") }
      == read(ratingFindings))

  let guideFindings = Findings(file: "guides.yaml")
  _ = try GuideBook.read(
    text("Demo/guides.yaml"), findings: guideFindings, services: hall.services.map(\.id))
  let guidePage = try text("docs/guides.md").split(separator: "\n## ")
  #expect(documented(guidePage, "guides.yaml") == read(guideFindings))

  let letterFindings = Findings(file: "refusal.yaml")
  _ = try LetterTemplate.read(text("Demo/letters/refusal.yaml"), findings: letterFindings)
  #expect(documented(sections, "letters/refusal.yaml") == read(letterFindings))

  let caseFindings = Findings(file: "cases.yaml")
  _ = try CaseFile.read(
    text("Demo/cases.yaml"), findings: caseFindings, services: hall.services)
  #expect(documented(sections, "cases.yaml") == read(caseFindings))
}

@Test func `Demo/hallway.yaml shows every key, so that copying it is enough`() throws {
  let demo = try text("Demo/hallway.yaml")
  let findings = Findings(file: path("Demo/hallway.yaml"))
  _ = try HallConfiguration.read(
    demo, findings: findings, workshop: Workshop(drivers: drivers, state: "/", addresses: [:]))
  for key in read(findings).subtracting(["hours.weekly.sun"]) {
    let word = try #require(key.split(separator: ".").last).replacing("[]", with: "")
    #expect(demo.contains("\(word):"))
  }
}

@Test func `hallway.yaml(5) names every key`() throws {
  let page = try text("docs/man/hallway.yaml.5")
  let findings = Findings(file: path("Demo/hallway.yaml"))
  _ = try HallConfiguration.read(
    text("Demo/hallway.yaml"), findings: findings,
    workshop: Workshop(drivers: drivers, state: "/", addresses: [:]))
  for key in read(findings) {
    let word = try #require(key.split(separator: ".").last).replacing("[]", with: "")
    let line = page.split(separator: "\n").first {
      $0.hasPrefix(".") && $0.split(separator: " ").contains { $0 == word }
    }
    #expect(line != nil, "\(key)")
  }
}

private func text(_ name: String) throws -> String { try TextFile.read(path(name)) }

private func path(_ name: String) -> String {
  "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/" + name
}

/// The keys of the file, without the two languages that every text has.
private func read(_ findings: Findings) -> Set<String> {
  findings.knownKeys.filter { !$0.hasSuffix(".zh") && !$0.hasSuffix(".en") }
}

/// The words in backticks of a table's first column.
private func documented(_ sections: [Substring], _ heading: String) -> Set<String> {
  let table = sections.first { $0.hasPrefix(heading) } ?? ""
  let cells = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
    .compactMap { $0.split(separator: "|").first }
  return Set(cells.flatMap { $0.split(separator: " ") }.map { String($0.filter { $0 != "`" }) })
}
