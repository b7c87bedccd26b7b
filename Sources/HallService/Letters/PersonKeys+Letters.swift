import Foundation
import Hall
import PersonKeys

extension PersonKeys {
  /// A composed letter as the ledger keeps it until it is forgotten: a copy of the file tells
  /// nobody's name and matter.
  func seal(letter sheet: LetterSheet) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try seal(Array(try encoder.encode(sheet)), for: .letter)
  }

  /// The letter, nil where the key is another or the bytes were changed.
  func openLetter(_ sealed: [UInt8]) -> LetterSheet? {
    open(sealed, for: .letter).flatMap {
      try? JSONDecoder().decode(LetterSheet.self, from: Data($0))
    }
  }
}
