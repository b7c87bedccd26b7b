import Hall
import HallAPI
import HallStore
import Varlink

/// What managers and reviewers do with ratings: figures, records, exclusions, the work they are.
struct RatingReviewDesk: Sendable {
  let hall: HallParts

  private var policy: RatingPolicy { hall.rulebook.edition.ratings }

  // MARK: Figures

  /// A period longer than some years is a slip of the pen.
  static let longestPeriod = 3 * 366

  private func period(_ from: String?, _ to: String?) throws -> (first: LocalDay, last: LocalDay) {
    func day(_ text: String?, _ name: String) throws -> LocalDay? {
      guard let text else { return nil }
      guard let day = LocalDay(text) else { throw StandardError.invalidParameter(name) }
      return day
    }
    let last = try day(to, "to")
    // Of a day that is not over nothing is told.
    let yesterday = hall.today.adding(days: -1) ?? hall.today
    let first = try day(from, "from") ?? last ?? yesterday
    let end = last ?? max(first, yesterday)
    guard (0...Int64(Self.longestPeriod)).contains(end.daysSince1970 - first.daysSince1970) else {
      throw StandardError.invalidParameter("to")
    }
    return (first, end)
  }

  func totals(_ question: RatingsInterface.Totals.Parameters) async throws
    -> RatingsInterface.Totals.Reply
  {
    let (first, last) = try period(question.from, question.to)
    let visits = try await hall.store.visits(from: first, through: last)
    let grouping = question.by ?? .hall
    let catalogue = hall.catalogue
    let satisfaction = Satisfaction(
      of: visits, from: first, through: last, smallest: policy.smallestGroup, today: hall.today
    ) { visit in
      switch grouping {
      case .hall: hall.info.id
      case .item: visit.service
      case .window: visit.window ?? ""
      case .field: catalogue.services.first { $0.id == visit.service }?.field ?? ""
      case .day: visit.day.description
      }
    }
    return .init(
      from: first.description, to: last.description, smallestGroup: policy.smallestGroup,
      groups: satisfaction.groups.map { view($0, grouping, catalogue) },
      withheld: satisfaction.withheld)
  }

  private func view(
    _ group: Satisfaction.Group, _ grouping: Satisfaction.Grouping, _ catalogue: Catalogue
  ) -> RatingsInterface.Group {
    .init(
      key: group.key, name: name(group.key, grouping, catalogue), finished: group.finished,
      rated: group.rated, unrated: group.unrated, excluded: group.excluded,
      counts: RatingLevel.allCases.reversed().map {
        .init(level: $0.rawValue, count: group.counts[$0] ?? 0)
      }, satisfied: group.satisfied)
  }

  private func name(_ key: String, _ grouping: Satisfaction.Grouping, _ catalogue: Catalogue)
    -> Bilingual
  {
    guard !key.isEmpty else { return RatingPhrases.together }
    switch grouping {
    case .hall: return hall.info.name
    case .item: return catalogue.name(ofService: key)
    case .window: return catalogue.name(ofWindow: key)
    case .field:
      return catalogue.fields.first { $0.id == key }?.name ?? Bilingual(zh: key, en: key)
    case .day: return Bilingual(zh: key, en: key)
    }
  }

  func watch(_ question: RatingsInterface.Watch.Parameters) async throws
    -> RatingsInterface.Watch.Reply
  {
    let yesterday = hall.today.adding(days: -1) ?? hall.today
    var day = yesterday
    if let text = question.day {
      guard let asked = LocalDay(text) else { throw StandardError.invalidParameter("day") }
      // A finding names ratings; those of a day that is not over would be watched live.
      guard asked < hall.today else { throw RatingsInterface.NotPossible(state: "dayNotOver") }
      day = asked
    }
    let watch = RatingWatch(
      try await hall.store.ratingRows(from: day, through: day), thresholds: policy.watch)
    let journal = try await hall.store.journal(from: day, through: day)
    let findings = watch.findings(
      pauses: pauses(in: journal, on: day), undone: undone(in: journal),
      visits: try await hall.store.visits(from: day, through: day).filter { $0.day == day })
    return .init(
      day: day.description,
      findings: findings.map {
        .init(
          kind: $0.kind, place: $0.place, value: $0.value, threshold: $0.threshold,
          day: day.description, ratings: $0.ratings.map(Int.init))
      })
  }

  /// When each window was paused, as the journal says.
  private func pauses(in journal: [JournalRecord], on day: LocalDay) -> [String: [Range<Moment>]] {
    var begun: [String: Moment] = [:]
    var pauses: [String: [Range<Moment>]] = [:]
    for record in journal {
      guard let window = record.line.window else { continue }
      switch record.line.kind {
      case .paused: begun[window] = record.line.at
      case .unpaused, .closed:
        if let start = begun.removeValue(forKey: window), start < record.line.at {
          pauses[window, default: []].append(start..<record.line.at)
        }
      default: continue
      }
    }
    let end = day.moment(atMinute: 24 * 60 - 1)
    for (window, start) in begun where start < end {
      pauses[window, default: []].append(start..<end)
    }
    return pauses
  }

  /// When clerks took back what they had done, by the ticket. 撤销
  private func undone(in journal: [JournalRecord]) -> [Int64: [Moment]] {
    var undone: [Int64: [Moment]] = [:]
    for record in journal where record.line.kind == .undone {
      guard let ticket = record.line.ticket else { continue }
      undone[ticket, default: []].append(record.line.at)
    }
    return undone
  }

  // MARK: Records

  func export(
    _ question: RatingsInterface.Export.Parameters,
    _ replies: VarlinkReplies<RatingsInterface.Export.Reply>
  ) async throws {
    let (first, last) = try period(question.from, question.to)
    guard last < hall.today else { throw RatingsInterface.NotPossible(state: "dayNotOver") }
    let name = question.adapter ?? RatingAdapter.national.name
    guard let adapter = RatingAdapter.all.first(where: { $0.name == name }) else {
      throw RatingsInterface.NoSuchAdapter(
        adapter: String(name.prefix(64)), known: RatingAdapter.all.map(\.name))
    }
    let lines = try await lines(adapter, first, last, question.format)
    for line in lines.dropLast() { try await replies.send(line) }
    try await replies.finish(lines.last ?? .init(line: ""))
  }

  /// A record that lacks something is told of as such, and holds up no other.
  private func lines(
    _ adapter: RatingAdapter, _ first: LocalDay, _ last: LocalDay,
    _ format: RatingsInterface.Format
  ) async throws -> [RatingsInterface.Export.Reply] {
    // What a reviewer has left out, whenever that was, goes to nobody.
    let excluded = try await hall.store.excludedRatings()
    let records = try await hall.store.ratingRows(from: first, through: last)
      .filter { !excluded.contains($0.sequence) }
    let oldest = first.adding(days: -Int(max(policy.times.laterDays, policy.times.againDays)))
    let tickets = Dictionary(
      try await hall.store.tickets(from: oldest ?? first, through: last).map { ($0.id, $0) }
    ) { first, _ in first }
    let facts = policy.export
    var lines: [RatingsInterface.Export.Reply] =
      format == .csv ? [.init(line: adapter.heading)] : []
    for record in records {
      let visit = record.entry.ticket.flatMap { tickets[$0] }.map {
        RatingExportRecord.Visit(
          day: $0.day, number: $0.number.description, calledAt: $0.calledAt)
      }
      guard
        let exported = RatingExportRecord(
          record, visit: visit, hall: hall.info.id, facts: facts, catalogue: hall.catalogue)
      else { continue }
      do throws(RatingAdapter.Lack) {
        let values = try adapter.values(of: exported)
        lines.append(
          .init(line: format == .csv ? RatingAdapter.line(values) : json(adapter, values)))
      } catch {
        let rejected = RatingsInterface.Rejected(
          rating: Int(error.rating), day: record.entry.day.description,
          ticket: record.entry.number ?? "", fields: error.fields)
        lines.append(.init(line: "", rejected: rejected))
      }
    }
    return lines
  }

  private func json(_ adapter: RatingAdapter, _ values: [String]) -> String {
    var object = JSONObject()
    for (column, value) in zip(adapter.columns, values) { object[column.name] = .string(value) }
    return "\(JSONValue.object(object))"
  }

  // MARK: Reviewing

  func exclude(_ question: RatingsInterface.Exclude.Parameters, _ call: CallContext) async throws {
    let reason = try note(question.reason, "reason")
    guard !reason.isEmpty else { throw StandardError.invalidParameter("reason") }
    let record = try await hall.store.ratingRow(Int64(question.rating))
    guard let record, record.entry.kind == .rated || record.entry.kind == .again else {
      throw RatingsInterface.NoSuchRating(rating: question.rating)
    }
    var entry = about(record, .excluded, call)
    entry.word = question.kind.rawValue
    entry.why = reason
    do {
      _ = try await hall.store.record(entry)
    } catch let failure as StoreFailure where failure.code == .storage {
      let today = WallClock(entry.at).day
      let rows = try await hall.store.ratingRows(from: record.entry.day, through: today)
      guard
        rows.contains(where: { $0.entry.kind == .excluded && $0.entry.about == record.sequence })
      else { throw failure }
      throw RatingsInterface.NotPossible(state: "alreadyExcluded")
    }
  }

  private func about(_ record: RatingRecord, _ kind: RatingEntry.Kind, _ call: CallContext)
    -> RatingEntry
  {
    var entry = RatingEntry(
      kind, at: hall.wallTime(), by: Author(who: call.place, place: "office"))
    entry.about = record.sequence
    entry.ticket = record.entry.ticket
    entry.number = record.entry.number
    entry.stage = record.entry.stage
    entry.service = record.entry.service
    entry.window = record.entry.window
    return entry
  }

  /// Longer notes are reports.
  static let longestNote = 300

  private func note(_ text: String, _ parameter: String) throws -> String {
    let line = Sanitiser.line(text, limit: Self.longestNote + 1)
    guard line.count <= Self.longestNote else { throw StandardError.invalidParameter(parameter) }
    return line
  }

  // MARK: Tasks

  func tasks(_ question: RatingsInterface.Tasks.Parameters) async throws
    -> RatingsInterface.Tasks.Reply
  {
    let rows = try await hall.store.taskRows()
    let views = tasks(in: rows).filter { view in
      (question.includeClosed ?? false || view.state != .closed)
        && (!(question.overdueOnly ?? false) || view.overdue)
    }
    return .init(tasks: views)
  }

  func step(_ question: RatingsInterface.TaskStep.Parameters, _ call: CallContext) async throws
    -> RatingsInterface.TaskStep.Reply
  {
    let note = try note(question.note, "note")
    let rows = try await hall.store.taskRows()
    guard
      let task = RatingTask.all(in: rows).first(where: { $0.id == Int64(question.task) }),
      let opening = rows.first(where: { $0.sequence == task.id })
    else { throw RatingsInterface.NoSuchTask(task: question.task) }
    guard task.allows(question.step, note: note) else {
      throw RatingsInterface.NotPossible(
        state: task.state.rawValue, possible: task.possibleSteps(note: note))
    }
    var entry = about(opening, .task, call)
    entry.word = question.step.rawValue
    entry.why = note.isEmpty ? nil : note
    _ = try await hall.store.record(entry)
    let now = tasks(in: try await hall.store.taskRows())
    guard let view = now.first(where: { $0.id == question.task }) else {
      throw RatingsInterface.NoSuchTask(task: question.task)
    }
    return .init(task: view)
  }

  private func tasks(in rows: [RatingRecord]) -> [RatingsInterface.Task] {
    let bySequence = Dictionary(rows.map { ($0.sequence, $0) }) { first, _ in first }
    let rule = policy.tasks
    let calendar = hall.hours.calendar
    return RatingTask.all(in: rows).compactMap { task in
      guard let rating = bySequence[task.rating]?.entry, let level = rating.level else {
        return nil
      }
      let ends = task.deadlines(rule, calendar)
      return RatingsInterface.Task(
        id: Int(task.id), rating: Int(task.rating), ticket: rating.number ?? "",
        level: level.rawValue, reasons: rating.reasons, text: rating.text,
        service: hall.catalogue.name(ofService: rating.service ?? ""), window: rating.window,
        openedAt: WallClock(task.openedAt).iso8601, state: task.state,
        callBackBy: ends.callBack?.description, fixBy: ends.fix?.description,
        overdue: task.isOverdue(rule, calendar, today: hall.today),
        confirmed: task.isConfirmed, note: task.note, rule: RatingPhrases.rule(rule))
    }
  }
}
