import ArgumentParser

/// One of the words of a type, as an argument says it.
func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String, _ what: String)
  throws -> Word
{
  guard let word = Word(rawValue: text) else {
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("\"\(text)\" is no \(what); say \(known)")
  }
  return word
}
