/// Why a letter is not drawn.
public enum LetterPressFault: Error, Sendable, Equatable {
  /// No installed font has this character; an empty box would be somebody else's name.
  case noGlyph(String)
  /// More pages than a letter has.
  case tooLong(pages: Int)
  /// It has no such page.
  case noPage(pages: Int)
  /// Not drawn within its time.
  case late
  /// Too many letters wait already.
  case busy
  /// What draws is broken; the words are for a technician.
  case broken(String)
}

/// A page as a picture. 预览
public struct LetterPreview: Sendable, Equatable {
  public let png: [UInt8]
  /// How many pages the letter has.
  public let pages: Int

  public init(png: [UInt8], pages: Int) {
    self.png = png
    self.pages = pages
  }
}

/// What makes pages of letters, beside the threads that answer calls, each within its own deadline.
public protocol LetterPress: Sendable {
  /// The letter as PDF, A4, with the fonts it needs.
  func pdf(of sheet: LetterSheet) async throws(LetterPressFault) -> [UInt8]

  /// One page of it as PNG, from 1.
  func preview(of sheet: LetterSheet, page: Int) async throws(LetterPressFault) -> LetterPreview
}
