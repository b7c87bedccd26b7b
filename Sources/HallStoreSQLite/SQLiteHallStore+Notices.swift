import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func ticketsWithPhone(after ticket: Int64) async throws -> [Int64] {
    try await reader.read { [hall] db in
      var tickets: [Int64] = []
      try db.forEachRow(
        "SELECT id FROM ticket WHERE hall = ? AND id > ? AND sealedPhone IS NOT NULL ORDER BY id",
        binding: {
          $0.add(hall)
          $0.add(ticket)
        },
        { tickets.append($0.integer(0)) })
      return tickets
    }
  }

  public func enqueue(_ notices: [NoticeID], at moment: Moment) async throws -> Int {
    try await writer.write { [hall] db in
      var enqueued = 0
      for notice in notices {
        try db.run(
          """
          INSERT INTO notice (hall, ticket, kind, state, attempts, since, nextAt)
          SELECT hall, id, ?1, 'waiting', 0, ?2, ?2 FROM ticket
          WHERE hall = ?3 AND id = ?4 AND sealedPhone IS NOT NULL
          ON CONFLICT (hall, ticket, kind) DO UPDATE
          SET state = 'waiting', attempts = 0, since = excluded.since, nextAt = excluded.nextAt
          WHERE notice.state = 'lapsed'
          """
        ) {
          $0.add(notice.kind.rawValue)
          $0.add(moment)
          $0.add(hall)
          $0.add(notice.ticket)
        }
        enqueued += db.changesCount
      }
      return enqueued
    }
  }

  public func waitingNotices(dueBy moment: Moment, limit: Int) async throws -> [WaitingNotice] {
    try await reader.read { [hall] db in
      var notices: [WaitingNotice] = []
      // By kind first: "called" sorts before "nearTurn", and who is called now is in more of a
      // hurry than who is called soon.
      try db.forEachRow(
        """
        SELECT notice.ticket, kind, attempts, since, sealedPhone FROM notice
        JOIN ticket ON ticket.id = notice.ticket
        WHERE notice.hall = ? AND notice.state = 'waiting' AND nextAt <= ?
        ORDER BY kind, nextAt LIMIT ?
        """,
        binding: {
          $0.add(hall)
          $0.add(moment)
          $0.add(limit)
        },
        { row in
          guard let kind = NoticeKind(rawValue: row.text(1)) else {
            throw UnreadableRow(table: "notice", id: row.integer(0))
          }
          notices.append(
            WaitingNotice(
              id: NoticeID(ticket: row.integer(0), kind: kind), attempts: row.int(2),
              since: Moment(milliseconds: row.integer(3)), sealedPhone: row.optionalBytes(4)))
        })
      return notices
    }
  }

  public func settle(_ notice: NoticeID, as state: NoticeState, attempts: Int, next: Moment)
    async throws
  {
    try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE notice SET state = ?, attempts = ?, nextAt = ?
        WHERE hall = ? AND ticket = ? AND kind = ?
        """
      ) {
        $0.add(state.rawValue)
        $0.add(attempts)
        $0.add(next)
        $0.add(hall)
        $0.add(notice.ticket)
        $0.add(notice.kind.rawValue)
      }
    }
  }

  public func noticeTotals(on day: LocalDay) async throws -> [NoticeKind: [NoticeState: Int]] {
    try await reader.read { [hall] db in
      var totals: [NoticeKind: [NoticeState: Int]] = [:]
      try db.forEachRow(
        """
        SELECT kind, notice.state, count(*) FROM ticket
        JOIN notice ON notice.hall = ticket.hall AND notice.ticket = ticket.id
        WHERE ticket.hall = ? AND ticket.day = ? GROUP BY kind, notice.state
        """,
        binding: {
          $0.add(hall)
          $0.add(day.description)
        },
        { row in
          guard let kind = NoticeKind(rawValue: row.text(0)),
            let state = NoticeState(rawValue: row.text(1))
          else { return }
          totals[kind, default: [:]][state] = row.int(2)
        })
      return totals
    }
  }

  public func forgetPhones(before day: LocalDay) async throws -> Int {
    try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE notice SET state = 'lapsed' WHERE hall = ?1 AND state = 'waiting'
        AND ticket IN (SELECT id FROM ticket WHERE hall = ?1 AND day < ?2)
        """
      ) {
        $0.add(hall)
        $0.add(day.description)
      }
      try db.run(
        """
        UPDATE ticket SET sealedPhone = NULL
        WHERE hall = ? AND day < ? AND sealedPhone IS NOT NULL
        """
      ) {
        $0.add(hall)
        $0.add(day.description)
      }
      return db.changesCount
    }
  }
}
