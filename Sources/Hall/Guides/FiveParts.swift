/// What a citizen is told at once and on paper, all five parts of it (clause 5.2.3.1). 一次性告知
public struct FiveParts: Sendable, Equatable {
  public enum Part: String, Codable, Sendable, CaseIterable {
    /// 申请材料
    case materials
    /// 申请条件
    case conditions
    /// 办理程序
    case procedure
    /// 办理时限
    case limits
    /// 收费标准
    case fees
  }

  /// The guide's name, edition and date, so that paper and screen can be compared.
  public let name: Bilingual
  public let edition: String
  public let date: LocalDay
  public let department: GuideBook.Department
  /// The lines of each part.
  public let parts: [Part: [Bilingual]]

  public init(
    name: Bilingual, edition: String, date: LocalDay, department: GuideBook.Department,
    parts: [Part: [Bilingual]]
  ) {
    self.name = name
    self.edition = edition
    self.date = date
    self.department = department
    self.parts = parts
  }

  public subscript(_ part: Part) -> [Bilingual] { parts[part] ?? [] }

  /// Parts without a line that says something; a notice with one of these is not printed.
  public var missing: [Part] {
    Part.allCases.filter { part in
      !self[part].contains { line in
        Language.allCases.allSatisfy { !line[$0].allSatisfy(\.isWhitespace) }
      }
    }
  }
}

extension Guide {
  /// The five parts of the item.
  ///
  /// - Parameter answers: choices by question; papers that they rule out are left out.
  /// - Returns: the parts; the limit names working days, the fee line stands there also where
  ///   nothing is charged.
  public func fiveParts(answers: [String: String] = [:]) -> FiveParts {
    FiveParts(
      name: name, edition: edition, date: date, department: department,
      parts: [
        .materials: materials(for: answers).map { GuidePhrases.line($0, questions: questions) },
        .conditions: conditions,
        .procedure: steps,
        .limits: GuidePhrases.lines(limit),
        .fees: GuidePhrases.lines(fee),
      ])
  }
}
