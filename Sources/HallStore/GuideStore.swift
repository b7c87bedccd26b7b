public import Hall

/// Somebody who was served often for one matter, without a name. 多次往返
public struct RepeatVisit: Sendable, Equatable {
  public let service: String
  public let visits: Int
  public let first: LocalDay
  public let last: LocalDay
  /// The number of the last visit.
  public let number: String

  public init(service: String, visits: Int, first: LocalDay, last: LocalDay, number: String) {
    self.service = service
    self.visits = visits
    self.first = first
    self.last = last
    self.number = number
  }
}

/// A question of a guide and how often its answer was read.
public struct QuestionCount: Sendable, Equatable {
  public let guide: String
  public let question: String
  public let count: Int

  public init(guide: String, question: String, count: Int) {
    self.guide = guide
    self.question = question
    self.count = count
  }
}

/// The part of the ledger that keeps what guides are used for.
public protocol GuideStore: Sendable {
  /// Keeps what the holder of a ticket ticked of their papers, over what was ticked before. 预审结果
  func putTicks(_ ticks: PaperTicks, of ticket: Int64) async throws

  /// What the holder of a ticket ticked; nil where they did not, and once the hall has forgotten.
  func ticks(of ticket: Int64) async throws -> PaperTicks?

  /// How often a person was served for a matter since `day`; each ticket that was finished counts once.
  func visits(of person: PersonKey, for service: String, since day: LocalDay) async throws -> Int

  /// Who was served at least `times` for one matter since `day`, the most visits first.
  func repeatVisits(atLeast times: Int, since day: LocalDay) async throws -> [RepeatVisit]

  /// Counts that an answer was read on a day.
  func countQuestion(_ question: String, of guide: String, on day: LocalDay) async throws

  /// The questions that were asked since `day`, the most frequent first.
  func questionCounts(since day: LocalDay, limit: Int) async throws -> [QuestionCount]
}
