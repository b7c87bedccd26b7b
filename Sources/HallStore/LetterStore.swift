public import Hall

/// A letter with all the times it was printed.
public struct KeptLetter: Sendable, Equatable {
  public let letter: IssuedLetter
  /// An earlier letter of a kind that a case may have one of.
  public let earlier: LetterNumber?
  /// In the order they were handed in.
  public let prints: [LetterPrint]

  public init(letter: IssuedLetter, earlier: LetterNumber?, prints: [LetterPrint]) {
    self.letter = letter
    self.earlier = earlier
    self.prints = prints
  }
}

/// The part of the ledger that keeps letters; they are written in the queue's steps. 文书
public protocol LetterStore: Sendable {
  func letter(_ number: LetterNumber) async throws -> KeptLetter?

  /// The letter that a request was answered with, if it was.
  func letter(requestID: String) async throws -> KeptLetter?

  /// The letters of one case, oldest first.
  func letters(ofCase receipt: String) async throws -> [KeptLetter]

  /// The letters of the days, oldest first.
  func letters(from first: LocalDay, through last: LocalDay) async throws -> [KeptLetter]

  /// Prints of which nobody has heard the end.
  func openLetterPrints() async throws -> [LetterPrint]
}
