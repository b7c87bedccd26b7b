import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func rate(
    _ ticket: Ticket, level: RatingLevel, channel: RatingChannel, place: String,
    requestID: String, at moment: Moment
  ) async throws -> RatingOutcome {
    try await writer.write { [hall] db in
      let earlier = try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT level, at, requestID FROM rating WHERE hall = ? AND ticket = ?"),
        arguments: [hall, ticket.id])
      if let earlier {
        guard try earlier.value("requestID") == requestID,
          let stored = RatingLevel(rawValue: try earlier.value("level"))
        else { return .alreadyRated }
        return .stored(level: stored, at: Moment(milliseconds: try earlier.value("at")))
      }
      let state = try String.fetchOne(
        db.cachedStatement(sql: "SELECT state FROM ticket WHERE hall = ? AND id = ?"),
        arguments: [hall, ticket.id])
      guard state == TicketState.finished.rawValue else { return .notFinished }
      try db.run(
        """
        INSERT INTO rating (hall, ticket, level, channel, place, requestID, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          hall, ticket.id, level.rawValue, channel.rawValue, place, requestID,
          moment.milliseconds,
        ])
      return .stored(level: level, at: moment)
    }
  }

  public func ratingTotals(on day: LocalDay) async throws -> RatingTotals {
    try await reader.read { [hall] db in
      let finished =
        try Int.fetchOne(
          db.cachedStatement(
            sql: """
              SELECT count(*) FROM ticket WHERE hall = ? AND day = ? AND state = 'finished'
              """), arguments: [hall, day.description]) ?? 0
      let rows = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT level, count(*) AS people FROM ticket
            CROSS JOIN rating ON rating.hall = ticket.hall AND rating.ticket = ticket.id
            WHERE ticket.hall = ? AND ticket.day = ? GROUP BY level
            """), arguments: [hall, day.description])
      let counts = try rows.reduce(into: [RatingLevel: Int]()) { counts, row in
        guard let level = RatingLevel(rawValue: try row.value("level")) else { return }
        counts[level] = try row.value("people")
      }
      return RatingTotals(counts: counts, finished: finished)
    }
  }
}
