/// Guides laid out for search: built once when a book is read, then only looked into.
///
/// A text is a row of glyphs. A Han character is one, with its readings; so is an English word, read as
/// it is written. What is typed matches a run of glyphs where each takes the character itself or the
/// beginning of a reading, so that `sfz`, `shenfz`, `shenfenzheng` and 身份证 all find 身份证, and
/// `idcard` finds "identity card".
public struct GuideIndex: Sendable {
  public let book: GuideBook

  /// What is searched, in the order in which a hit counts.
  enum Field: Int, Sendable { case name, alias, department, theme }

  /// A text of a guide.
  struct Text: Sendable {
    var guide: Int32
    var field: Field
    /// Its glyphs, as places.
    var places: Range<Int>
  }

  /// What stands at a place, the same for every place with that glyph.
  struct Glyph: Sendable {
    /// The Han character; 0 for a word.
    var character: UInt32
    /// Identifiers of readings; from `loose` on those of ``HanReadings/looseForms(of:)``.
    var readings: Range<Int>
    var loose: Int
  }

  /// Letters a to z, then digits.
  static let symbols = 36

  /// All texts, one after the other.
  private(set) var texts: [Text] = []
  private(set) var textAt: [Int32] = []
  private(set) var glyphAt: [Int32] = []
  private(set) var glyphs: [Glyph] = []
  private(set) var readingIDs: [Int32] = []
  private(set) var readings: [Range<Int>] = []
  private(set) var readingSymbols: [UInt8] = []
  private var idOfReading: [String: Int32] = [:]
  private var glyphOfWord: [String: Int32] = [:]

  /// The places where a run of glyphs may begin, by what is typed first.
  private(set) var placesByCharacter: [UInt32: [Int32]] = [:]
  private(set) var placesBySymbol = [[Int32]](repeating: [], count: symbols)
  private(set) var placesByPair = [[Int32]](repeating: [], count: symbols * symbols)

  public init(_ book: GuideBook) {
    self.book = book
    for (index, guide) in book.guides.enumerated() {
      var seen: Set<String> = []
      func new(_ text: String) -> Bool { !text.isEmpty && seen.insert(text).inserted }
      for text in [guide.name.zh, guide.name.en] where new(text) { add(text, .name, of: index) }
      for text in guide.aliases where new(text) { add(text, .alias, of: index) }
      for name in [guide.department.name.zh, guide.department.name.en] where new(name) {
        add(name, .department, of: index)
      }
      for name in [guide.theme.name.zh, guide.theme.name.en] where new(name) {
        add(name, .theme, of: index)
      }
    }
    for place in glyphAt.indices { post(place) }
  }

  // MARK: - Building

  /// Words that people leave out.
  private static let smallWords: Set<String> = [
    "a", "an", "and", "for", "from", "in", "of", "on", "or", "the", "to", "with",
  ]

  private mutating func add(_ text: String, _ field: Field, of guide: Int) {
    let first = glyphAt.count
    for word in Self.words(of: text) where !Self.smallWords.contains(word) {
      glyphAt.append(glyph(of: word))
      textAt.append(Int32(texts.count))
    }
    texts.append(Text(guide: Int32(guide), field: field, places: first..<glyphAt.count))
  }

  /// Han characters one by one, and runs of letters and digits; everything else only parts them.
  static func words(of text: String) -> [String] {
    var words: [String] = []
    var run = ""
    for scalar in text.unicodeScalars.map(GuideQuery.plain) {
      if GuideQuery.symbol(scalar) != nil {
        run.unicodeScalars.append(scalar)
        continue
      }
      if !run.isEmpty { words.append(run) }
      run = ""
      if HanReadings.byCharacter[scalar] != nil { words.append(String(scalar)) }
    }
    return run.isEmpty ? words : words + [run]
  }

  private mutating func glyph(of word: String) -> Int32 {
    if let known = glyphOfWord[word] { return known }
    let first = readingIDs.count
    var character: UInt32 = 0
    var exact = [word]
    if let scalar = word.unicodeScalars.first, let readings = HanReadings.byCharacter[scalar] {
      character = scalar.value
      exact = readings
    }
    readingIDs += exact.map { readingID(for: $0) }
    let loose = readingIDs.count
    if character != 0 {
      let forms = Set(exact.flatMap(HanReadings.looseForms)).subtracting(exact)
      readingIDs += forms.sorted().map { readingID(for: $0) }
    }
    glyphs.append(
      Glyph(character: character, readings: first..<readingIDs.count, loose: loose))
    let id = Int32(glyphs.count - 1)
    glyphOfWord[word] = id
    return id
  }

  private mutating func readingID(for reading: String) -> Int32 {
    if let known = idOfReading[reading] { return known }
    let first = readingSymbols.count
    readingSymbols += reading.unicodeScalars.compactMap(GuideQuery.symbol)
    readings.append(first..<readingSymbols.count)
    let id = Int32(readings.count - 1)
    idOfReading[reading] = id
    return id
  }

  /// The identifiers of a character's readings, as far as some guide has them.
  func readingIDs(of scalar: Unicode.Scalar) -> [Int32] {
    HanReadings.readings(of: scalar).compactMap { idOfReading[$0] }
  }

  /// Notes by which one or two symbols a run that begins here may begin.
  private mutating func post(_ place: Int) {
    let glyph = glyphs[Int(glyphAt[place])]
    if glyph.character != 0 {
      placesByCharacter[glyph.character, default: []].append(Int32(place))
    }
    let next = place + 1
    let seconds = hasText(next, sameAs: place) ? firstSymbols(of: next) : []
    for id in readingIDs[glyph.readings] {
      let reading = readings[Int(id)]
      guard let first = readingSymbols[reading].first.map(Int.init) else { continue }
      note(place, in: &placesBySymbol[first])
      if reading.count > 1 {
        let second = Int(readingSymbols[reading.lowerBound + 1])
        note(place, in: &placesByPair[first * Self.symbols + second])
      }
      for second in seconds {
        note(place, in: &placesByPair[first * Self.symbols + Int(second)])
      }
    }
  }

  private func note(_ place: Int, in places: inout [Int32]) {
    // Places come in order, so a repeat is the last one.
    if places.last != Int32(place) { places.append(Int32(place)) }
  }

  private func firstSymbols(of place: Int) -> Set<UInt8> {
    Set(
      readingIDs[glyphs[Int(glyphAt[place])].readings].compactMap {
        readingSymbols[readings[Int($0)]].first
      })
  }

  private func hasText(_ place: Int, sameAs other: Int) -> Bool {
    textAt.indices.contains(place) && textAt[place] == textAt[other]
  }
}

extension GuideIndex: Equatable {
  /// The index of a hall that publishes no guides.
  public static let empty = GuideIndex(.empty)

  /// The same book makes the same index.
  public static func == (a: Self, b: Self) -> Bool { a.book == b.book }
}
