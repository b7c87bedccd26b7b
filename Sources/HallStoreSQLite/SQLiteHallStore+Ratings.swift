import GRDB
public import Hall
import HallStore

extension SQLiteHallStore {
  // MARK: Writing

  public func record(_ entry: RatingEntry, notingRefusal: Bool) async throws -> RatingOutcome {
    try await ratings.write { end, db in try Self.record(entry, notingRefusal, &end, db) }
  }

  private static func record(
    _ entry: RatingEntry, _ notingRefusal: Bool, _ end: inout RatingTable.End, _ db: Database
  ) throws -> RatingOutcome {
    func refuse(_ reason: RatingRefusal) throws -> RatingOutcome {
      if let answered = try answered(entry, end.hall, db) { return answered }
      if notingRefusal { try RatingTable.append(entry.refused(reason), to: &end, db) }
      return .refused(reason)
    }
    var entry = entry
    switch entry.kind {
    case .rated:
      if entry.stage == .finish, try !isFinished(entry.ticket, end.hall, db) {
        return try refuse(.notFinished)
      }
    case .again:
      guard let first = try rating(of: entry, kind: "rated", end.hall, db) else {
        return try refuse(.notRated)
      }
      entry.about = first.sequence
    case .opened, .refused, .excluded, .task, .warning: break
    }
    let record: RatingRecord
    do {
      record = try RatingTable.append(entry, to: &end, db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      // The indexes say "once" without being asked first, which nearly always costs nothing.
      guard entry.kind == .rated || entry.kind == .again else { throw error }
      if let answered = try answered(entry, end.hall, db) { return answered }
      guard try rating(of: entry, kind: entry.kind.rawValue, end.hall, db) != nil else {
        throw error
      }
      return try refuse(.alreadyRated)
    }
    if entry.kind == .rated || entry.kind == .again, let level = entry.level, level.isPoor {
      try RatingTable.append(task(about: record), to: &end, db)
    }
    if entry.kind == .excluded { try closeTask(of: record, &end, db) }
    return .stored(record)
  }

  /// What a request was answered with before, if it was.
  private static func answered(_ entry: RatingEntry, _ hall: String, _ db: Database) throws
    -> RatingOutcome?
  {
    guard let request = entry.requestID, let same = try rating(requestID: request, hall, db) else {
      return nil
    }
    let isSame =
      same.entry.ticket == entry.ticket && same.entry.stage == entry.stage
      && same.entry.kind == entry.kind
    return isSame ? .same(same) : .requestTaken
  }

  private static func rating(requestID: String, _ hall: String, _ db: Database) throws
    -> RatingRecord?
  {
    try RatingTable.records(
      "AND requestID = ? AND kind IN ('rated', 'again')", hall, db, binding: { $0.add(requestID) }
    ).first
  }

  /// What is left out asks for no work any more: its task ends with the reviewer's reason.
  private static func closeTask(
    of exclusion: RatingRecord, _ end: inout RatingTable.End, _ db: Database
  ) throws {
    let tasks = try RatingTable.records("AND kind = 'task' ORDER BY sequence", end.hall, db)
    guard
      let opened = tasks.first(where: {
        $0.entry.word == RatingTask.opening && $0.entry.about == exclusion.entry.about
      }),
      !tasks.contains(where: {
        $0.entry.word == RatingTask.Step.closed.rawValue && $0.entry.about == opened.sequence
      })
    else { return }
    var closing = exclusion.entry
    closing.kind = .task
    closing.about = opened.sequence
    closing.word = RatingTask.Step.closed.rawValue
    closing.why = RatingTask.exclusionNote(exclusion.entry.word ?? "", exclusion.entry.why ?? "")
    try RatingTable.append(closing, to: &end, db)
  }

  private static func rating(
    of entry: RatingEntry, kind: String, _ hall: String, _ db: Database
  ) throws -> RatingRecord? {
    guard let ticket = entry.ticket, let stage = entry.stage else { return nil }
    // The kind stands in the text, or SQLite would not find the index of that kind.
    return try RatingTable.records(
      "AND ticket = ? AND stage = ? AND kind = '\(kind)'", hall, db
    ) {
      $0.add(ticket)
      $0.add(stage.rawValue)
    }.first
  }

  private static func isFinished(_ ticket: Int64?, _ hall: String, _ db: Database) throws -> Bool {
    try db.firstRow(
      "SELECT state FROM ticket WHERE id = ? AND hall = ?",
      binding: {
        $0.add(ticket)
        $0.add(hall)
      }, { $0.text(0) == TicketState.finished.rawValue }) ?? false
  }

  private static func task(about rating: RatingRecord) -> RatingEntry {
    var task = RatingEntry(.task, at: rating.entry.at, by: .service)
    task.about = rating.sequence
    task.ticket = rating.entry.ticket
    task.number = rating.entry.number
    task.stage = rating.entry.stage
    task.service = rating.entry.service
    task.window = rating.entry.window
    task.word = RatingTask.opening
    return task
  }

  // MARK: Reading

  public func opened(evaluation digest: [UInt8]) async throws -> RatingRecord? {
    try await records("AND evaluation = ? AND kind = 'opened' LIMIT 1") { $0.add(digest) }.first
  }

  public func rating(requestID: String) async throws -> RatingRecord? {
    try await reader.read { [hall] db in try Self.rating(requestID: requestID, hall, db) }
  }

  public func timesOpened(_ subject: Evaluation.Subject) async throws -> Int {
    try await reader.read { [hall] db in
      try db.firstRow(
        """
        SELECT count(*) FROM ratingRow WHERE hall = ? AND ticket = ? AND stage = ?
          AND kind = 'opened'
        """,
        binding: {
          $0.add(hall)
          $0.add(subject.ticket)
          $0.add(subject.stage.rawValue)
        }, { $0.int(0) }) ?? 0
    }
  }

  /// The journal is asked by its own order: a clock that was put back hides no call.
  public func windowWentOn(after opened: RatingRecord) async throws -> Moment? {
    let entry = opened.entry
    guard let window = entry.window, let ticket = entry.ticket, let closesAt = entry.closesAt else {
      return nil
    }
    return try await reader.read { [hall] db in
      let called = try db.firstRow(
        """
        SELECT min(at) FROM journal WHERE hall = ?1 AND window = ?2
          AND kind IN ('called', 'resumed') AND at BETWEEN ?4 AND ?5 AND ticket <> ?3
          AND sequence > (SELECT coalesce(max(sequence), 0) FROM journal WHERE hall = ?1
            AND window = ?2 AND kind IN ('called', 'resumed') AND at BETWEEN ?4 AND ?5
            AND ticket = ?3)
        """,
        binding: {
          $0.add(hall)
          $0.add(window)
          $0.add(ticket)
          $0.add(entry.at.advanced(bySeconds: -Self.longestService))
          $0.add(closesAt)
        }, { $0.moment(0) })
      let asked = try db.firstRow(
        """
        SELECT min(at) FROM ratingRow WHERE hall = ? AND window = ? AND sequence > ?
          AND kind = 'opened' AND at <= ? AND (ticket <> ? OR stage <> ?)
        """,
        binding: {
          $0.add(hall)
          $0.add(window)
          $0.add(opened.sequence)
          $0.add(closesAt)
          $0.add(ticket)
          $0.add(entry.stage?.rawValue)
        }, { $0.moment(0) })
      return [called, asked].compactMap { $0.flatMap(\.self) }.min()
    }
  }

  /// Who is asked was called on the same day.
  private static let longestService: Int64 = 86_400

  public func ratingRow(_ sequence: Int64) async throws -> RatingRecord? {
    try await records("AND sequence = ?") { $0.add(sequence) }.first
  }

  public func isRated(_ subject: Evaluation.Subject) async throws -> Bool {
    try await !records("AND ticket = ? AND stage = ? AND kind = 'rated'") {
      $0.add(subject.ticket)
      $0.add(subject.stage.rawValue)
    }.isEmpty
  }

  public func isRatedAgain(_ subject: Evaluation.Subject) async throws -> Bool {
    try await !records("AND ticket = ? AND stage = ? AND kind = 'again'") {
      $0.add(subject.ticket)
      $0.add(subject.stage.rawValue)
    }.isEmpty
  }

  public func ratingRows(from first: LocalDay, through last: LocalDay) async throws
    -> [RatingRecord]
  {
    try await records("AND ratingRow.day BETWEEN ? AND ? ORDER BY sequence") {
      $0.add(first.description)
      $0.add(last.description)
    }
  }

  public func taskRows() async throws -> [RatingRecord] {
    try await records(
      """
      AND (kind IN ('task', 'again') OR (kind = 'rated' AND level <= 2)) ORDER BY sequence
      """
    ) { _ in }
  }

  private func records(
    _ condition: String, binding bind: @escaping @Sendable (inout Binder) -> Void
  ) async throws -> [RatingRecord] {
    try await reader.read { [hall] db in
      try RatingTable.records(condition, hall, db, binding: bind)
    }
  }

  public func excludedRatings() async throws -> Set<Int64> {
    try await reader.read { [hall] db in
      var excluded: Set<Int64> = []
      try db.forEachRow(
        "SELECT about FROM ratingRow WHERE hall = ? AND kind = 'excluded'",
        binding: { $0.add(hall) }, { excluded.insert($0.integer(0)) })
      return excluded
    }
  }

  /// What was rated counts where it was rated, whatever a clerk's undoing made of the ticket since.
  public func visits(from first: LocalDay, through last: LocalDay) async throws
    -> [Satisfaction.Visit]
  {
    try await reader.read { [hall] db in
      var visits: [Satisfaction.Visit] = []
      for query in [Self.visitsOfDays, Self.visitsRatedLater] {
        try db.forEachRow(
          query,
          binding: {
            $0.add(hall)
            $0.add(first.description)
            $0.add(last.description)
          }
        ) { row in
          guard let day = LocalDay(row.text(0)) else { return }
          visits.append(
            Satisfaction.Visit(
              day: day, service: row.text(1), window: row.optionalText(2),
              rating: row.optionalInteger(3),
              level: row.optionalInteger(4).flatMap { RatingLevel(rawValue: Int($0)) },
              ratedOn: row.optionalText(5).flatMap(LocalDay.init), isExcluded: !row.isNull(6)))
        }
      }
      return visits
    }
  }

  private static let visitColumns = """
    ticket.day, coalesce(rated.service, ticket.service), coalesce(rated.window, ticket.window),
    rated.sequence, rated.level, rated.day, excluded.sequence
    """
  private static let joinExclusion = """
    LEFT JOIN ratingRow AS excluded ON excluded.hall = rated.hall
      AND excluded.about = rated.sequence AND excluded.kind = 'excluded'
    """
  private static let visitsOfDays = """
    SELECT \(visitColumns) FROM ticket
    LEFT JOIN ratingRow AS rated ON rated.hall = ticket.hall AND rated.ticket = ticket.id
      AND rated.stage = 'finish' AND rated.kind = 'rated'
    \(joinExclusion)
    WHERE ticket.hall = ?1 AND ticket.day BETWEEN ?2 AND ?3
      AND (ticket.state = 'finished' OR rated.sequence IS NOT NULL)
    ORDER BY ticket.id
    """
  private static let visitsRatedLater = """
    SELECT \(visitColumns) FROM ratingRow AS rated
    JOIN ticket ON ticket.id = rated.ticket AND ticket.hall = rated.hall
    \(joinExclusion)
    WHERE rated.hall = ?1 AND rated.day BETWEEN ?2 AND ?3 AND rated.kind = 'rated'
      AND rated.stage = 'finish' AND ticket.day < ?2
    ORDER BY rated.sequence
    """
}
