import Hall

/// Levels and reasons, as `ratings.yaml` says them. 评价指标
extension RatingCatalogue {
  /// - Throws: every fault of the text.
  static func read(
    _ yaml: String, findings: Findings
  ) throws(ConfigurationErrors) -> RatingCatalogue {
    let editions = try Document.read(yaml, findings: findings) { section in
      let entry = section["editions"]
      let editions = entry.list { $0.section { Edition.read($0, findings) } }
      if editions.isEmpty, !findings.isFaulty("editions") {
        entry.fault("there is no edition; write one, or remove ratings.catalogue")
      }
      return editions
    }
    let known = editions.enumerated().compactMap { index, edition in
      edition.map { (path: "editions[\(index)]", edition: $0) }
    }
    for (index, one) in known.enumerated() {
      for other in known[..<index] {
        if other.edition.id == one.edition.id {
          findings.fault(
            "\(one.path).id", "\"\(one.edition.id)\" is the id of \(other.path) already")
        }
        if other.edition.overlaps(one.edition) {
          findings.fault(
            "\(one.path).validFrom",
            "\"\(one.edition.id)\" and \"\(other.edition.id)\" (\(other.path)) hold on the same days; "
              + "end one the day before the other begins")
        }
      }
    }
    try findings.check()
    return RatingCatalogue(editions: editions.compactMap(\.self))
  }
}

extension RatingCatalogue.Edition {
  /// nil where a day is missing, which is noted by then.
  fileprivate static func read(_ section: Section, _ findings: Findings) -> Self? {
    let id = section["id"].identifier()
    let name = section["name"].bilingual()
    let source = section["source"].bilingual()
    let from = section["validFrom"].day()
    let untilEntry = section.optional("validUntil")
    let until = untilEntry?.day()
    let limit = section["textLimit"].integer(0...2000)
    let levelsEntry = section["levels"]
    var codes: [String: String] = [:]
    var seen: Set<RatingLevel> = []
    let levels = levelsEntry.list { item in
      item.section { level -> RatingCatalogue.Level in
        let number = level["level"].integer(1...5)
        let rating = RatingLevel(rawValue: number) ?? .fair
        if !seen.insert(rating).inserted {
          item.fault("level \(number) is here already; each level stands once")
        }
        return RatingCatalogue.Level(
          level: rating, text: level["text"].bilingual(),
          reasons: level["reasons"].list { $0.section { reason($0, of: rating, &codes) } })
      }
    }
    if seen.count < RatingLevel.allCases.count, !findings.isFaulty(levelsEntry.path) {
      levelsEntry.fault("an edition has all five levels, 5 to 1; add those that are missing")
    }
    guard let from else { return nil }
    if let until, until < from { untilEntry?.fault("the last day is before the first") }
    return Self(
      id: id, name: name, source: source, validFrom: from, validUntil: until, textLimit: limit,
      levels: levels.sorted { $0.level > $1.level })
  }

  /// The first digit of a code is its level (standards.md 2.2).
  private static func reason(
    _ section: Section, of level: RatingLevel, _ codes: inout [String: String]
  ) -> RatingCatalogue.Reason {
    let entry = section["code"]
    let code = entry.identifier()
    if !code.isEmpty {
      if code.first != Character("\(level.rawValue)") {
        entry.fault("\(code) is no reason of level \(level.rawValue); its first digit is its level")
      }
      if let place = codes[code] { entry.fault("\(code) is at \(place) already; keep one") }
      codes[code] = entry.path
    }
    return RatingCatalogue.Reason(
      code: code, text: Bilingual(zh: section["zh"].text(), en: section["en"].text()))
  }
}

extension Entry {
  /// The catalogue in another file.
  func ratingCatalogue(in directory: String) -> RatingCatalogue {
    let path = filePath(in: directory)
    guard !findings.isFaulty(self.path) else { return .levelsOnly }
    do throws(ConfigurationErrors) {
      return try .read(try TextFile.read(path), findings: Findings(file: path))
    } catch {
      fault("\(quoted(path)) has faults, which are listed too")
      findings.adopt(error)
      return .levelsOnly
    }
  }
}
