/// A guide's five parts in short, for ticket paper. 一次性告知（简版）
public struct GuideSlip: Sendable {
  public let hallName: Bilingual
  public let phone: String
  /// The hall is invented, and its paper says so.
  public let sample: Bool
  public let language: Language
  public let parts: FiveParts

  public init(
    hallName: Bilingual, phone: String, sample: Bool, language: Language, parts: FiveParts
  ) {
    self.hallName = hallName
    self.phone = phone
    self.sample = sample
    self.language = language
    self.parts = parts
  }

  public var slip: Slip {
    var elements = GuidePaper.head(
      GuidePhrases.fivePartsTitle, parts.name, hallName, sample: sample, language)
    for part in FiveParts.Part.allCases {
      elements.append(.line(GuidePhrases.title(part)[language], bold: true))
      let isNumbered = part == .materials || part == .procedure
      elements += parts[part].enumerated().map { number, line in
        .line(isNumbered ? "\(number + 1). \(line[language])" : line[language])
      }
    }
    return Slip(
      elements
        + GuidePaper.foot(
          parts.edition, parts.date, department: parts.department, phone: phone, language))
  }
}

/// What to fetch before queueing makes sense. 先备齐再来
public struct FetchFirstSlip: Sendable {
  public let hallName: Bilingual
  public let phone: String
  public let sample: Bool
  public let language: Language
  public let guide: Guide
  /// Never empty.
  public let missing: [Guide.Material]

  public init(
    hallName: Bilingual, phone: String, sample: Bool, language: Language, guide: Guide,
    missing: [Guide.Material]
  ) {
    self.hallName = hallName
    self.phone = phone
    self.sample = sample
    self.language = language
    self.guide = guide
    self.missing = missing
  }

  public var slip: Slip {
    var elements = GuidePaper.head(
      GuidePhrases.fetchFirstTitle, guide.name, hallName, sample: sample, language)
    elements.append(.line(GuidePhrases.stillMissing[language], bold: true))
    for material in missing {
      elements.append(.line("[ ] \(material.name[language])", bold: true))
      elements.append(.line("    \(GuidePhrases.detail(material)[language])"))
      if let source = material.source {
        elements.append(.line("    \(GuidePhrases.from(source)[language])"))
      }
      if let model = material.model {
        elements.append(.line("    \(GuidePhrases.model(model)[language])"))
      }
    }
    return Slip(
      elements
        + GuidePaper.foot(
          guide.edition, guide.date, department: guide.department, phone: phone, language))
  }
}

/// What both slips begin and end with.
private enum GuidePaper {
  static func head(
    _ title: Bilingual, _ name: Bilingual, _ hallName: Bilingual, sample: Bool,
    _ language: Language
  ) -> [Slip.Element] {
    let notice: [Slip.Element] =
      sample ? [.line(GuidePhrases.sample[language], align: .centre)] : []
    return [.line(hallName[language], align: .centre)] + notice + [
      .rule, .line(title[language], size: .double, align: .centre),
      .line(name[language], bold: true, align: .centre), .rule,
    ]
  }

  static func foot(
    _ edition: String, _ date: LocalDay, department: GuideBook.Department, phone: String,
    _ language: Language
  ) -> [Slip.Element] {
    [
      .rule, .line("\(department.name[language]) \(department.phone)"),
      .line("\(SlipPhrases.help[language]) \(phone)"),
      .line(GuidePhrases.edition(edition, date)[language]), .feed(2),
    ]
  }
}
