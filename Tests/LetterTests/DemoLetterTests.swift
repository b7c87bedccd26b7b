import Foundation
import Hall
import LetterDrawing
import TestSupport
import Testing

@testable import HallConfig

private func demoTemplates() throws -> [LetterKind: LetterTemplate] {
  let folder = "\(root)/Demo/letters"
  let templates = try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
    let path = "\(folder)/\(name)"
    return try LetterTemplate.read(TextFile.read(path), findings: Findings(file: path))
  }
  return Dictionary(templates.map { ($0.kind, $0) }) { first, _ in first }
}

private func sheet(_ kind: LetterKind) throws -> LetterSheet {
  let template = try #require(try demoTemplates()[kind])
  let facts = try LetterFacts(kind, kind.sampleFacts(on: today), on: today)
  return template.sheet(of: facts, head: head, window: "4", day: today)
    .numbered("\(kind.code)-2026-000012")
}

struct `The demo's letters` {
  /// What poppler reads off each, kept in Goldens; HALLWAY_WRITE_GOLDENS=1 writes them anew.
  @Test(arguments: LetterKind.allCases)
  func `say what they said when somebody last read them`(kind: LetterKind) async throws {
    let paper = try Paper(try await PangoPress().pdf(of: try sheet(kind)))
    let text =
      try paper.text().split(separator: "\n", omittingEmptySubsequences: true)
      .map { line in line.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty && $0 != "\u{0C}" }.joined(separator: "\n") + "\n"
    let golden = "\(root)/Tests/LetterTests/Goldens/\(kind.rawValue).txt"
    if ProcessInfo.processInfo.environment["HALLWAY_WRITE_GOLDENS"] == "1" {
      try text.write(toFile: golden, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOfFile: golden, encoding: .utf8)))
    #expect(
      try paper.code() == today.description
        .filter { $0 != "-" } + "0012")
    for font in try paper.fonts() { #expect(font.contains(" yes yes yes "), "\(font)") }
  }

  /// Every fact that was given is on the paper: a template that forgets one forgets a duty.
  @Test(arguments: LetterKind.allCases)
  func `state all they were given`(kind: LetterKind) async throws {
    let words = try Paper(try await PangoPress().pdf(of: try sheet(kind))).words()
    let facts = try LetterFacts(kind, kind.sampleFacts(on: today), on: today)
    for (field, lines) in facts.values {
      for line in lines {
        let shown =
          field.shape == .day ? LocalDay(line).map { LetterPhrases.date($0) } ?? line : line
        #expect(words.contains(shown.filter { !$0.isWhitespace }), "\(field): \(shown)")
      }
    }
  }

  @Test(arguments: LetterKind.allCases)
  func `preview as a picture and have a short form`(kind: LetterKind) async throws {
    let sheet = try sheet(kind)
    let preview = try await PangoPress().preview(of: sheet, page: 1)
    #expect(preview.png.count > 5000 && preview.pages == 1)
    let directory = TemporaryDirectory()
    try Data(preview.png).write(to: URL(filePath: directory.path("page.png")))
    #expect(try Paper.code(in: [directory.path("page.png")]) == sheet.code)
    #expect(sheet.shortForm.elements.contains(.qr(sheet.code)))
  }
}

private func faults(_ yaml: String) -> [String] {
  do {
    _ = try LetterTemplate.read(yaml, findings: Findings(file: "letter.yaml"))
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

private let good = """
  kind: refusal
  edition: "1"
  page:
    - salutation: "{applicant}："
    - text: "{item}，{receipt}"
    - list: reasons
    - list: appeal
  slip:
    - facts: [item, receipt]
  """

struct `A template file` {
  @Test func `is read where nothing is wrong`() { #expect(faults(good) == []) }

  @Test(arguments: [
    ("{applicant}", "{aplicant}", "letter.yaml:4", "did you mean \"applicant\"?"),
    ("list: appeal", "list: apeal", "letter.yaml:7", "did you mean \"appeal\"?"),
    ("list: appeal", "list: item", "letter.yaml:7", "is one text and no list"),
    ("text: \"{item}，", "text: \"{reasons}，", "letter.yaml:5", "is a list"),
    ("list: appeal", "list: gaps", "letter.yaml:7", "a refusal has no gaps"),
    ("  - list: appeal\n", "", "letter.yaml:3", "the page never states appeal"),
    ("kind: refusal", "kind: refusel", "letter.yaml:1", "did you mean \"refusal\"?"),
    ("text: \"{item}", "txet: \"{item}", "letter.yaml:5", "did you mean \"text\"?"),
    ("，{receipt}", "，{receipt", "letter.yaml:5", "braces stand in pairs"),
    ("facts: [item, receipt]", "facts: [itm]", "letter.yaml:9", "did you mean \"item\"?"),
    ("edition: \"1\"\n", "", "letter.yaml", "edition: this key is missing"),
    ("  - list: reasons", "  - list: reasons\n    text: x", "letter.yaml:6", "one of"),
  ])
  func `has its slips named with line and nearest name`(
    slip: (right: String, wrong: String, line: String, words: String)
  ) {
    let found = faults(good.replacing(slip.right, with: slip.wrong))
    #expect(
      found.contains { $0.contains(slip.line) && $0.contains(slip.words) }, "\(found)")
  }
}
