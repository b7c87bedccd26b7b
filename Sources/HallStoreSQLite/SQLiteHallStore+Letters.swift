import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func letter(_ number: LetterNumber) async throws -> KeptLetter? {
    try await letters("code = ? AND year = ? AND serial = ?") { LetterTable.bind(number, &$0) }
      .first
  }

  public func letter(requestID: String) async throws -> KeptLetter? {
    try await letters("requestID = ?") { $0.add(requestID) }.first
  }

  public func letters(ofCase receipt: String) async throws -> [KeptLetter] {
    try await letters("receipt = ?") { $0.add(receipt) }
  }

  public func letters(from first: LocalDay, through last: LocalDay) async throws -> [KeptLetter] {
    try await letters("day BETWEEN ? AND ?") {
      $0.add(first.description)
      $0.add(last.description)
    }
  }

  private func letters(
    _ condition: String, binding bind: @escaping @Sendable (inout Binder) -> Void
  ) async throws -> [KeptLetter] {
    try await reader.read { [hall] db in
      try LetterTable.letters(where: condition, hall: hall, db, binding: bind)
    }
  }

  public func openLetterPrints() async throws -> [LetterPrint] {
    try await reader.read { [hall] db in
      try LetterTable.prints(where: "paper IN ('pending', 'sent')", hall: hall, db)
    }
  }
}
