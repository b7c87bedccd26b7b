/// The work that a bad rating is: call back, put right, answer, ask whether it is right. 差评整改
public struct RatingTask: Sendable, Equatable {
  /// How far the work is.
  public enum State: String, Codable, Sendable, CaseIterable {
    case open, contacted, fixing, answered, closed
  }

  /// What somebody notes on a task.
  public enum Step: String, Codable, Sendable, CaseIterable {
    /// 回访
    case contacted
    /// 整改中
    case fixing
    /// 答复
    case answered
    /// 群众确认: the citizen says that it is put right.
    case confirmed
    case closed
  }

  /// The word of the row that opens a task.
  public static let opening = "opened"

  /// Deadlines, which differ by place (standards.md 2.4) and are therefore a hall's own rule.
  public struct Rule: Sendable, Equatable {
    /// Working days until the citizen is called back.
    public var callBackDays: Int
    /// Working days until it is put right and answered.
    public var fixDays: Int

    public init(callBackDays: Int = 1, fixDays: Int = 15) {
      self.callBackDays = callBackDays
      self.fixDays = fixDays
    }
  }

  /// Its opening row.
  public let id: Int64
  /// The row of the rating it is about.
  public let rating: Int64
  public let openedAt: Moment
  public private(set) var state = State.open
  public private(set) var isConfirmed = false
  /// The last note.
  public private(set) var note: String?

  public init(id: Int64, rating: Int64, openedAt: Moment) {
    self.id = id
    self.rating = rating
    self.openedAt = openedAt
  }

  /// Whether a step may follow on what was done.
  ///
  /// A task closes only with the citizen's word, or with a recorded reason why it closes without.
  public func allows(_ step: Step, note: String) -> Bool {
    switch (state, step) {
    case (.closed, _): false
    case (.open, .contacted): true
    case (.open, .fixing), (.contacted, .fixing): true
    case (.open, .answered): false
    case (_, .answered): true
    case (_, .contacted), (.fixing, .fixing): true
    case (.answered, .fixing): true
    case (.open, .confirmed): false
    case (_, .confirmed): true
    case (_, .closed): isConfirmed || !note.isEmpty
    }
  }

  /// The steps that may follow now, with that note.
  public func possibleSteps(note: String) -> [Step] {
    Step.allCases.filter { allows($0, note: note) }
  }

  /// Takes a step that is in the ledger.
  public mutating func take(_ step: Step, note: String?) {
    switch step {
    case .contacted: if state == .open { state = .contacted }
    case .fixing: state = .fixing
    case .answered: state = .answered
    case .confirmed: isConfirmed = true
    case .closed: state = .closed
    }
    if let note, !note.isEmpty { self.note = note }
  }

  /// The citizen rated again, 基本满意 or better: the same as saying that it is right.
  public mutating func ratedAgain(_ level: RatingLevel) {
    if level.isSatisfied { isConfirmed = true }
  }

  /// The days by which it has to be called back and put right; nil in a year nobody announced.
  public func deadlines(_ rule: Rule, _ calendar: HolidayCalendar) -> (
    callBack: LocalDay?, fix: LocalDay?
  ) {
    let day = WallClock(openedAt).day
    func end(_ days: Int) -> LocalDay? {
      do throws(HolidayCalendar.UnknownYear) {
        return try calendar.adding(workingDays: days, to: day)
      } catch {
        return nil
      }
    }
    return (end(rule.callBackDays), end(rule.fixDays))
  }

  /// Whether something that has to be done by a day before `today` is not done.
  public func isOverdue(_ rule: Rule, _ calendar: HolidayCalendar, today: LocalDay) -> Bool {
    let ends = deadlines(rule, calendar)
    switch state {
    case .closed: return false
    case .answered: return false
    case .open: return ends.callBack.map { $0 < today } ?? false
    case .contacted, .fixing: return ends.fix.map { $0 < today } ?? false
    }
  }

  /// The reason with which a task is closed whose rating a reviewer has left out.
  public static func exclusionNote(_ kind: String, _ reason: String) -> String {
    "left out as \(kind): \(reason)"
  }

  /// All tasks of a ledger's rows, in the order in which they were opened.
  public static func all(in records: [RatingRecord]) -> [RatingTask] {
    var tasks: [Int64: RatingTask] = [:]
    var ofRating: [Int64: [Int64]] = [:]
    for record in records {
      let entry = record.entry
      switch entry.kind {
      case .task where entry.word == opening:
        guard let rating = entry.about else { continue }
        tasks[record.sequence] = RatingTask(
          id: record.sequence, rating: rating, openedAt: entry.at)
        ofRating[rating, default: []].append(record.sequence)
      case .task:
        guard let task = entry.about, let step = entry.word.flatMap(Step.init) else { continue }
        tasks[task]?.take(step, note: entry.why)
      case .again:
        guard let rating = entry.about, let level = entry.level else { continue }
        for task in ofRating[rating] ?? [] { tasks[task]?.ratedAgain(level) }
      case .opened, .rated, .refused, .excluded, .warning: continue
      }
    }
    return tasks.values.sorted { $0.id < $1.id }
  }
}
