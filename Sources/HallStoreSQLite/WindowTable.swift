import GRDB
import Hall

/// The windows' rows, one a window.
enum WindowTable {
  static func put(_ window: WindowState, hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO windowState (isOpen, pauseReason, pauseSince, pauseBack, clerk, ticket,
        othersInRow, user, hall, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (hall, id) DO UPDATE SET isOpen = excluded.isOpen,
        pauseReason = excluded.pauseReason, pauseSince = excluded.pauseSince,
        pauseBack = excluded.pauseBack, clerk = excluded.clerk, ticket = excluded.ticket,
        othersInRow = excluded.othersInRow, user = excluded.user
      """
    ) {
      $0.add(window.isOpen)
      $0.add(window.pause?.reason.rawValue)
      $0.add(window.pause?.since)
      $0.add(window.pause?.expectedBack)
      $0.add(window.clerk)
      $0.add(window.ticket)
      $0.add(window.othersInRow)
      $0.add(window.user)
      $0.add(hall)
      $0.add(window.id)
    }
  }

  static func all(of hall: String, _ db: Database) throws -> [WindowState] {
    var windows: [WindowState] = []
    try db.forEachRow(
      """
      SELECT id, isOpen, pauseReason, pauseSince, pauseBack, clerk, ticket, othersInRow,
        user
      FROM windowState WHERE hall = ? ORDER BY id
      """, binding: { $0.add(hall) }
    ) { row in
      var window = WindowState(id: row.text(0))
      window.isOpen = row.integer(1) != 0
      if let since = row.moment(3) {
        window.pause = Pause(
          reason: Pause.Reason(rawValue: row.text(2)) ?? .other, since: since,
          expectedBack: row.moment(4))
      }
      window.clerk = row.optionalText(5)
      window.ticket = row.optionalInteger(6)
      window.othersInRow = row.int(7)
      window.user = row.optionalText(8)
      windows.append(window)
    }
    return windows
  }
}
