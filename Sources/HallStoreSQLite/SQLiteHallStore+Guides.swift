import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  /// Identifiers hold letters, digits and hyphens, so a space parts them.
  private static let separator = " "

  public func putTicks(_ ticks: PaperTicks, of ticket: Int64) async throws {
    try await writer.write { [hall] db in
      try db.run(
        """
        INSERT INTO paperTick (ticket, hall, day, guide, edition, present, missing)
        SELECT id, hall, day, ?1, ?2, ?3, ?4 FROM ticket WHERE hall = ?5 AND id = ?6
        ON CONFLICT (ticket) DO UPDATE SET guide = excluded.guide, edition = excluded.edition,
          present = excluded.present, missing = excluded.missing
        """
      ) {
        $0.add(ticks.guide)
        $0.add(ticks.edition)
        $0.add(ticks.present.joined(separator: Self.separator))
        $0.add(ticks.missing.joined(separator: Self.separator))
        $0.add(hall)
        $0.add(ticket)
      }
    }
  }

  public func ticks(of ticket: Int64) async throws -> PaperTicks? {
    try await reader.read { [hall] db in
      try db.firstRow(
        "SELECT guide, edition, present, missing FROM paperTick WHERE hall = ? AND ticket = ?",
        binding: {
          $0.add(hall)
          $0.add(ticket)
        },
        { row in
          PaperTicks(
            guide: row.text(0), edition: row.text(1), present: Self.words(row.text(2)),
            missing: Self.words(row.text(3)))
        })
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: separator).map(String.init)
  }

  public func visits(of person: PersonKey, for service: String, since day: LocalDay) async throws
    -> Int
  {
    try await reader.read { [hall] db in
      try db.firstRow(
        """
        SELECT count(*) FROM ticket
        WHERE hall = ? AND person = ? AND service = ? AND day >= ? AND state = 'finished'
        """,
        binding: {
          $0.add(hall)
          $0.add(person.bytes)
          $0.add(service)
          $0.add(day.description)
        }, { $0.int(0) }) ?? 0
    }
  }

  public func repeatVisits(atLeast times: Int, since day: LocalDay) async throws -> [RepeatVisit] {
    try await reader.read { [hall] db in
      var people: [RepeatVisit] = []
      // A bare column beside max() is of the row that has it (SQLite's documented rule).
      try db.forEachRow(
        """
        SELECT service, count(*), min(day), day, number, max(finishedAt) FROM ticket
        WHERE hall = ? AND person IS NOT NULL AND state = 'finished' AND day >= ?
        GROUP BY person, service HAVING count(*) >= ?
        ORDER BY count(*) DESC, max(finishedAt) DESC
        """,
        binding: {
          $0.add(hall)
          $0.add(day.description)
          $0.add(times)
        },
        { row in
          guard let first = LocalDay(row.text(2)), let last = LocalDay(row.text(3)) else {
            throw UnreadableRow(table: "ticket", id: 0)
          }
          people.append(
            RepeatVisit(
              service: row.text(0), visits: row.int(1), first: first, last: last,
              number: row.text(4)))
        })
      return people
    }
  }

  public func countQuestion(_ question: String, of guide: String, on day: LocalDay) async throws {
    try await writer.write { [hall] db in
      try db.run(
        """
        INSERT INTO guideQuestion (hall, day, guide, question, count) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT (hall, day, guide, question) DO UPDATE SET count = count + 1
        """
      ) {
        $0.add(hall)
        $0.add(day.description)
        $0.add(guide)
        $0.add(question)
      }
    }
  }

  public func questionCounts(since day: LocalDay, limit: Int) async throws -> [QuestionCount] {
    try await reader.read { [hall] db in
      var counts: [QuestionCount] = []
      try db.forEachRow(
        """
        SELECT guide, question, sum(count) FROM guideQuestion WHERE hall = ? AND day >= ?
        GROUP BY guide, question ORDER BY sum(count) DESC, guide, question LIMIT ?
        """,
        binding: {
          $0.add(hall)
          $0.add(day.description)
          $0.add(limit)
        },
        {
          counts.append(
            QuestionCount(guide: $0.text(0), question: $0.text(1), count: $0.int(2)))
        })
      return counts
    }
  }
}
