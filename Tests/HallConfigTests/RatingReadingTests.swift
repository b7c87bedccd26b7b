import Hall
import Testing

@testable import HallConfig

private let good: String = {
  let levels = (1...5).reversed().map {
    "      - {level: \($0), text: {zh: 级, en: level}, reasons: [{code: \"\($0)01\", zh: 因, en: why}]}\n"
  }.joined()
  return """
    editions:
      - id: one
        name: {zh: 名, en: name}
        source: {zh: 源, en: source}
        validFrom: 2020-01-01
        textLimit: 150
        levels:
    \(levels)
    """
}()

private func faults(_ yaml: String) -> [String] {
  do {
    _ = try RatingCatalogue.read(yaml, findings: Findings(file: "ratings.yaml"))
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

@Test func `the public reasons of the nation are the demo's: forty, eight a level`() throws {
  let path = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let catalogue = try RatingCatalogue.read(
    TextFile.read(path + "/Demo/ratings.yaml"), findings: Findings(file: "ratings.yaml"))
  let day = try #require(LocalDay("2026-11-23"))
  let edition = try #require(catalogue.inForce(on: day))
  #expect(edition.levels.map(\.reasons.count) == [8, 8, 8, 8, 8])
  #expect(edition.levels.map(\.text) == RatingLevel.allCases.reversed().map(RatingPhrases.level))
  #expect(edition.levels.flatMap(\.reasons).map(\.code).count == 40)
  #expect(edition.textLimit == 150)
}

@Test func `a good file of reasons is read`() { #expect(faults(good) == []) }

@Test(arguments: [
  ("\"501\"", "\"401\"", "editions[0].levels[0].reasons[0].code: 401 is no reason of level 5"),
  ("level: 2", "level: 3", "level 3 is here already; each level stands once"),
  ("textLimit: 150", "textLimit: 9999", "is not a whole number from 0 to 2000"),
  ("validFrom: 2020-01-01", "validFrom: someday", "ratings.yaml:5"),
  (
    "textLimit: 150", "textLimit: 150\n    validUntil: 2019-12-31",
    "the last day is before the first"
  ),
  ("id: one", "id: one\n    colour: red", "there is no key \"colour\" here"),
])
func `a slip in the reasons is named with its place`(_ wrong: (String, String, String)) {
  let found = faults(good.replacing(wrong.0, with: wrong.1))
  #expect(found.contains { $0.contains(wrong.2) }, "\(found)")
}

@Test func `two editions never hold on one day`() {
  let second = good.replacing("editions:\n", with: "")
  let overlapping = faults(good + second.replacing("id: one", with: "id: two"))
  #expect(
    overlapping.contains {
      $0.contains("\"two\" and \"one\" (editions[0]) hold on the same days")
    }, "\(overlapping)")
  let following =
    good.replacing("textLimit: 150", with: "textLimit: 150\n    validUntil: 2026-12-31")
    + second.replacing("id: one", with: "id: two").replacing("2020-01-01", with: "2027-01-01")
  #expect(faults(following) == [])
}
