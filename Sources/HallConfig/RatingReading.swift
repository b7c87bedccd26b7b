import Hall

extension RatingPolicy {
  init(_ section: Section, directory: String) {
    let padSeconds = section["padSeconds"].integer(5...600)
    let laterDays = section["laterDays"].integer(0...30)
    let times = RatingTimes(
      padSeconds: Int64(padSeconds), laterDays: Int64(laterDays),
      againDays: Int64(section.optional("againDays")?.integer(0...90) ?? laterDays),
      offlineMinutes: Int64(section.optional("offlineMinutes")?.integer(0...1440) ?? 30))
    self.init(
      catalogue: section.optional("catalogue")?.ratingCatalogue(in: directory) ?? .levelsOnly,
      times: times,
      smallestGroup: section.optional("smallestGroup")?.integer(1...1000) ?? 5,
      tasks: section.optional("tasks")?.section(RatingTask.Rule.init) ?? .init(),
      watch: section.optional("watch")?.section(RatingWatch.Thresholds.init) ?? .init(),
      export: section.optional("export")?.section(RatingExportFacts.init) ?? .init(),
      showsClerkNames: section.optional("showClerkNames")?.flag() ?? true)
  }
}

extension RatingTask.Rule {
  fileprivate init(_ section: Section) {
    self.init(
      callBackDays: section["callBackDays"].integer(0...30),
      fixDays: section["fixDays"].integer(1...90))
  }
}

extension RatingWatch.Thresholds {
  fileprivate init(_ section: Section) {
    let usual = RatingWatch.Thresholds()
    self.init(
      tooFastSeconds: section.optional("tooFastSeconds")?.integer(0...60) ?? usual.tooFastSeconds,
      perHour: section.optional("perHour")?.integer(1...3600) ?? usual.perHour,
      runOfFive: section.optional("runOfFive")?.integer(2...1000) ?? usual.runOfFive,
      whilePaused: section.optional("whilePaused")?.integer(1...1000) ?? usual.whilePaused,
      beforeCall: section.optional("beforeCall")?.integer(1...1000) ?? usual.beforeCall,
      undoneAfter: section.optional("undoneAfter")?.integer(1...1000) ?? usual.undoneAfter,
      sharePercent: section.optional("sharePercent")?.integer(1...100) ?? usual.sharePercent,
      shareLeast: section.optional("shareLeast")?.integer(1...1000) ?? usual.shareLeast)
  }
}

extension RatingExportFacts {
  fileprivate init(_ section: Section) {
    let departments =
      section.optional("departments")?.list { item in
        item.section { department in
          (
            department["field"].identifier(),
            Department(code: department["code"].creditCode(), name: department["name"].text())
          )
        }
      } ?? []
    let items =
      section.optional("items")?.list { item in
        item.section { ($0["service"].identifier(), $0["code"].itemCode()) }
      } ?? []
    self.init(
      areaCode: section["areaCode"].digits(12), areaName: section["areaName"].text(),
      dataSource: section["dataSource"].digits(3),
      departments: Dictionary(departments) { first, _ in first },
      items: Dictionary(items) { first, _ in first })
  }
}

extension Entry {
  fileprivate func digits(_ count: Int) -> String {
    guard let text = scalar("\(count) digits") else { return "" }
    guard text.utf8.count == count,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else {
      fault("\(quoted(text)) is not \(count) digits; put them in quotes")
      return ""
    }
    return text
  }

  fileprivate func creditCode() -> String {
    guard let text = scalar("a 统一社会信用代码") else { return "" }
    guard RatingExportFacts.isCreditCode(text) else {
      fault("\(quoted(text)) is no 统一社会信用代码: 18 characters with their check character")
      return ""
    }
    return text
  }

  /// Codes of items differ by place and year: opaque, at most 64 characters (standards.md 3.2).
  fileprivate func itemCode() -> String {
    let code = text()
    if code.count > 64 { fault("a code of an item has at most 64 characters") }
    return code
  }
}
