/// One application on its way through the offices. 办件
public struct Case: Sendable, Equatable {
  public struct Step: Codable, Sendable, Equatable {
    /// ISO 8601 on the hall's clock.
    public let at: String
    public let text: Bilingual

    public init(at: String, text: Bilingual) {
      self.at = at
      self.text = text
    }
  }

  /// 受理回执号
  public let receipt: String
  public let item: Bilingual
  /// Masked name.
  public let applicant: String
  public let state: CaseState
  public let nextStep: Bilingual
  /// The promised day; nil once finished or while the clock stands.
  public let dueDay: LocalDay?
  public let contact: String
  public let collectAt: Bilingual?
  public let steps: [Step]

  public init(
    receipt: String, item: Bilingual, applicant: String, state: CaseState, nextStep: Bilingual,
    dueDay: LocalDay?, contact: String, collectAt: Bilingual?, steps: [Step]
  ) {
    self.receipt = receipt
    self.item = item
    self.applicant = applicant
    self.state = state
    self.nextStep = nextStep
    self.dueDay = dueDay
    self.contact = contact
    self.collectAt = collectAt
    self.steps = steps
  }
}
