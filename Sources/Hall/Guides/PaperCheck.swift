/// The questions and papers of one guide. 申请材料清单
public struct PaperList: Codable, Sendable, Equatable {
  public let guide: String
  public let edition: String
  /// 容缺受理: papers that are no mains may follow.
  public let isTolerant: Bool
  public let questions: [Guide.Question]
  public let materials: [Guide.Material]

  public init(
    guide: String, edition: String, isTolerant: Bool, questions: [Guide.Question],
    materials: [Guide.Material]
  ) {
    self.guide = guide
    self.edition = edition
    self.isTolerant = isTolerant
    self.questions = questions
    self.materials = materials
  }
}

/// Somebody looks through their papers before they queue (clause 4.5.1). 资料预审
///
/// A few questions, then the papers of one's own case, ticked one by one. It advises; nobody is
/// ever kept from a number by it.
public struct PaperCheck: Sendable, Equatable {
  public let list: PaperList
  /// Choices by question, in the order they were given.
  public private(set) var answers: [String: String] = [:]
  private var asked: [String] = []
  /// What was ticked: identifiers of materials.
  public private(set) var ticked: Set<String> = []

  public init(_ list: PaperList) { self.list = list }

  /// What to ask next; nil once the papers are known.
  public var question: Guide.Question? {
    list.questions.first { answers[$0.id] == nil && $0.when.hold(for: answers) }
  }

  /// The papers this case needs, mains first.
  public var needed: [Guide.Material] {
    let all = list.materials.filter { $0.when.hold(for: answers) }
    return all.filter(\.isMain) + all.filter { !$0.isMain }
  }

  public var present: [Guide.Material] { needed.filter { ticked.contains($0.id) } }

  public var missing: [Guide.Material] { needed.filter { !ticked.contains($0.id) } }

  public var verdict: PaperVerdict {
    if missing.isEmpty { return .complete }
    // 容缺受理: the main papers are all there, and the item is in the catalogue (clause 5.2.7.2).
    return list.isTolerant && !missing.contains(where: \.isMain)
      ? .tolerable : .incomplete
  }

  /// Answers the question; what is no choice of it changes nothing.
  public mutating func answer(_ choice: String) {
    guard let question, question.choices.contains(where: { $0.id == choice }) else { return }
    answers[question.id] = choice
    asked.append(question.id)
  }

  /// Takes the last answer back; false where there is none.
  public mutating func takeBack() -> Bool {
    guard let last = asked.popLast() else { return false }
    answers[last] = nil
    ticked = []
    return true
  }

  /// Ticks a needed paper, or takes the tick away.
  public mutating func toggle(_ material: String) {
    guard needed.contains(where: { $0.id == material }) else { return }
    if ticked.remove(material) == nil { ticked.insert(material) }
  }

  /// What goes with the ticket to the window.
  public var ticks: PaperTicks {
    PaperTicks(
      guide: list.guide, edition: list.edition, present: present.map(\.id),
      missing: missing.map(\.id))
  }
}

/// What somebody found of their papers. 预审结果
public enum PaperVerdict: String, Codable, Sendable, CaseIterable {
  /// 材料齐全
  case complete
  /// 可容缺受理: what is missing may follow.
  case tolerable
  /// 材料不齐
  case incomplete
}

/// The ticks as they travel with a ticket: what the citizen says, which a clerk still looks at.
public struct PaperTicks: Codable, Sendable, Equatable {
  public let guide: String
  public let edition: String
  /// Identifiers of the materials that are there.
  public let present: [String]
  public let missing: [String]

  public init(guide: String, edition: String, present: [String], missing: [String]) {
    self.guide = guide
    self.edition = edition
    self.present = present
    self.missing = missing
  }
}
