import GRDB
public import Hall
import HallStore

extension SQLiteHallStore {
  // MARK: Writing

  public func record(_ entry: RatingEntry) async throws -> RatingOutcome {
    try await ratings.write { [hall] db in try Self.record(entry, hall, db) }
  }

  private static func record(_ entry: RatingEntry, _ hall: String, _ db: Database) throws
    -> RatingOutcome
  {
    var end = try RatingTable.end(of: hall, db)
    func refuse(_ reason: RatingRefusal) throws -> RatingOutcome {
      try RatingTable.append(entry.refused(reason), hall: hall, to: &end, db)
      return .refused(reason)
    }
    var entry = entry
    switch entry.kind {
    case .rated:
      if entry.stage == .finish, try !isFinished(entry.ticket, hall, db) {
        return try refuse(.notFinished)
      }
    case .again:
      guard let first = try rating(of: entry, kind: "rated", hall, db) else {
        return try refuse(.notRated)
      }
      entry.about = first.sequence
    case .opened, .refused, .excluded, .task, .warning: break
    }
    let record: RatingRecord
    do {
      record = try RatingTable.append(entry, hall: hall, to: &end, db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      // The indexes say "once" without being asked first, which nearly always costs nothing.
      switch try obstacle(to: entry, hall, db) {
      case .request(let outcome): return outcome
      case .rating: return try refuse(.alreadyRated)
      case nil: throw error
      }
    }
    if entry.kind == .rated || entry.kind == .again, let level = entry.level, level.isPoor {
      try RatingTable.append(task(about: record), hall: hall, to: &end, db)
    }
    return .stored(record)
  }

  /// What stands where a rating wanted to.
  private enum Obstacle {
    case request(RatingOutcome)
    case rating
  }

  private static func obstacle(to entry: RatingEntry, _ hall: String, _ db: Database) throws
    -> Obstacle?
  {
    guard entry.kind == .rated || entry.kind == .again else { return nil }
    if let request = entry.requestID,
      let same = try RatingTable.records(
        "AND requestID = ? AND kind IN ('rated', 'again')", hall, db, binding: { $0.add(request) }
      ).first
    {
      let isSame =
        same.entry.ticket == entry.ticket && same.entry.stage == entry.stage
        && same.entry.kind == entry.kind
      return .request(isSame ? .same(same) : .requestTaken)
    }
    return try rating(of: entry, kind: entry.kind.rawValue, hall, db).map { _ in .rating }
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

  public func ratingRow(_ sequence: Int64) async throws -> RatingRecord? {
    try await records("AND sequence = ?") { $0.add(sequence) }.first
  }

  public func isRated(_ subject: Evaluation.Subject) async throws -> Bool {
    try await !records("AND ticket = ? AND stage = ? AND kind = 'rated'") {
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
      try db.forEachRow(
        """
        SELECT ticket.day, coalesce(rated.service, ticket.service),
          coalesce(rated.window, ticket.window), rated.sequence, rated.level, excluded.sequence
        FROM ticket
        LEFT JOIN ratingRow AS rated ON rated.hall = ticket.hall AND rated.ticket = ticket.id
          AND rated.stage = 'finish' AND rated.kind = 'rated'
        LEFT JOIN ratingRow AS excluded ON excluded.hall = rated.hall
          AND excluded.about = rated.sequence AND excluded.kind = 'excluded'
        WHERE ticket.hall = ? AND ticket.day BETWEEN ? AND ?
          AND (ticket.state = 'finished' OR rated.sequence IS NOT NULL)
        ORDER BY ticket.id
        """,
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
            isExcluded: !row.isNull(5)))
      }
      return visits
    }
  }
}
