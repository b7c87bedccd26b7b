/// What a search found.
public struct GuideHits: Sendable, Equatable {
  public struct Hit: Sendable, Equatable {
    /// Its place in ``GuideBook/guides``.
    public let guide: Int
    public let closeness: Closeness
  }

  /// How near a hit is to what was typed.
  public enum Closeness: Int, Sendable, Comparable {
    /// As typed.
    case exact
    /// It sounds like it: 模糊音, or another character of the same reading.
    case sound
    /// With one key wrong, missing, too many or swapped.
    case slip

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The best ones, the nearest first.
  public let hits: [Hit]
  /// How many guides there are in all.
  public let count: Int
}

/// What a search is narrowed to; nil: all.
public struct GuideFilter: Sendable, Equatable {
  public var department: String?
  public var theme: String?
  public var scope: GuideScope?

  public init(department: String? = nil, theme: String? = nil, scope: GuideScope? = nil) {
    self.department = department
    self.theme = theme
    self.scope = scope
  }

  func contains(_ guide: Guide) -> Bool {
    department.map { $0 == guide.department.id } ?? true
      && theme.map { $0 == guide.theme.id } ?? true
      && scope.map(guide.scopes.contains) ?? true
  }
}

extension GuideIndex {
  /// Below so many hits it is also looked for what sounds like it, then for slips of the hand.
  static let enough = 6
  /// Words that are looked for one by one; nobody types more for one item.
  static let mostWords = 8

  /// Finds guides by name, other names, department and theme.
  ///
  /// - Parameters:
  ///   - text: characters, initials or letters of their readings, mixed as one likes; digits alone are
  ///     the keys of a telephone. Empty finds everything in the order of the book.
  ///   - filter: what the guides must be of.
  ///   - limit: how many hits are wanted.
  /// - Returns: the nearest hits, and how many there are.
  public func search(_ text: String, in filter: GuideFilter = GuideFilter(), limit: Int)
    -> GuideHits
  {
    let query = GuideQuery(text)
    guard !query.elements.isEmpty else {
      // Punctuation alone asks for nothing; it does not ask for everything.
      guard text.allSatisfy(\.isWhitespace) else { return GuideHits(hits: [], count: 0) }
      let all = book.guides.indices.filter { filter.contains(book.guides[$0]) }
      return GuideHits(
        hits: all.prefix(max(0, limit)).map { .init(guide: $0, closeness: .exact) },
        count: all.count)
    }
    var search = GuideSearch(self, filter)
    search.find(query, .exact)
    let words = text.split(whereSeparator: \.isWhitespace).prefix(Self.mostWords).map {
      GuideQuery(String($0))
    }
    .filter { !$0.elements.isEmpty }
    if words.count > 1 { search.findAll(words) }
    if search.found < Self.enough { search.find(query, .sound) }
    if search.found < Self.enough {
      for slip in query.slips { search.find(slip, .slip) }
    }
    return search.best(limit)
  }
}

/// One search on its way: the best rank of each guide so far.
private struct GuideSearch {
  private let index: GuideIndex
  private let filter: GuideFilter
  private var ranks: [UInt64]
  private(set) var found = 0
  private var elements: [GuideQuery.Element] = []
  private var isLoose = false
  /// Of each element that is a character, what it sounds like.
  private var sounds: [[Int32]] = []
  /// Steps taken at this place, and in the whole search.
  private var steps = 0
  private var allSteps = 0

  /// Runs of one letter in many words could be cut in endless ways; no item is named like that.
  private static let mostSteps = 500
  /// Several times what a slip among 3,000 items takes; it bounds what one key press can ask for.
  private static let mostStepsOfAll = 400_000

  init(_ index: GuideIndex, _ filter: GuideFilter) {
    self.index = index
    self.filter = filter
    ranks = [UInt64](repeating: .max, count: index.book.guides.count)
  }

  func best(_ limit: Int) -> GuideHits {
    var best = ranks.indices.filter { ranks[$0] != .max }
    // Of equals the earlier in the book.
    best.sort { (ranks[$0], $0) < (ranks[$1], $1) }
    return GuideHits(
      hits: best.prefix(max(0, limit)).map {
        .init(guide: $0, closeness: .init(rawValue: Int(ranks[$0] >> Rank.closeness)) ?? .slip)
      }, count: found)
  }

  /// Guides in which every word is found somewhere, after those where they stand together.
  mutating func findAll(_ words: [GuideQuery]) {
    var all: [UInt64] = []
    for (number, word) in words.enumerated() {
      var one = GuideSearch(index, filter)
      one.find(word, .exact)
      all = number == 0 ? one.ranks : zip(all, one.ranks).map(max)
    }
    for (guide, rank) in all.enumerated() where rank != .max && ranks[guide] == .max {
      ranks[guide] = rank | 1 << Rank.apart
      found += 1
    }
  }

  mutating func find(_ query: GuideQuery, _ closeness: GuideHits.Closeness) {
    guard let first = query.elements.first else { return }
    elements = query.elements
    isLoose = closeness == .sound
    sounds =
      isLoose
      ? elements.map { element in
        Unicode.Scalar(element.character).map { index.readingIDs(of: $0) } ?? []
      } : []
    if first.isCharacter {
      if first.character == .max {
        look(0..<Int32(index.glyphAt.count), closeness)
      } else if isLoose {
        for symbol in Set(
          sounds[0].compactMap { index.readingSymbols[index.readings[Int($0)]].first })
        {
          look(index.placesBySymbol[Int(symbol)], closeness)
        }
      } else {
        look(index.placesByCharacter[first.character] ?? [], closeness)
      }
      return
    }
    let second = elements.count > 1 && !elements[1].isCharacter ? elements[1].symbols : nil
    for a in 0..<GuideIndex.symbols where first.symbols & 1 << UInt64(a) != 0 {
      guard let second else {
        look(index.placesBySymbol[a], closeness)
        continue
      }
      for b in 0..<GuideIndex.symbols where second & 1 << UInt64(b) != 0 {
        look(index.placesByPair[a * GuideIndex.symbols + b], closeness)
      }
    }
  }

  private mutating func look(_ places: some Sequence<Int32>, _ closeness: GuideHits.Closeness) {
    for place in places {
      let text = index.texts[Int(index.textAt[Int(place)])]
      let guide = Int(text.guide)
      let start = Int(place) - text.places.lowerBound
      // What cannot be better than what is known needs no closer look.
      guard
        Rank.of(closeness, text.field, penalty: 0, start: start, length: text.places.count)
          < ranks[guide]
      else { continue }
      guard allSteps <= Self.mostStepsOfAll else { return }
      steps = 0
      guard let penalty = penalty(0, at: Int(place), before: text.places.upperBound) else {
        continue
      }
      let rank = Rank.of(
        closeness, text.field, penalty: penalty, start: start, length: text.places.count)
      guard rank < ranks[guide], filter.contains(index.book.guides[guide]) else { continue }
      if ranks[guide] == .max { found += 1 }
      ranks[guide] = rank
    }
  }

  /// How much of the glyphs was left out by whoever typed the elements from `element` on; nil where
  /// they do not fit what stands from `place` on.
  private mutating func penalty(_ element: Int, at place: Int, before end: Int) -> Int? {
    guard element < elements.count else { return 0 }
    steps += 1
    allSteps += 1
    guard place < end, steps <= Self.mostSteps else { return nil }
    let glyph = index.glyphs[Int(index.glyphAt[place])]
    let wanted = elements[element]
    if wanted.isCharacter {
      guard
        wanted.character == glyph.character || wanted.character == .max
          || isLoose && sounds[element].contains(where: index.readingIDs[glyph.readings].contains)
      else { return nil }
      return penalty(element + 1, at: place + 1, before: end)
    }
    var best: Int?
    let until = isLoose ? glyph.readings.upperBound : glyph.loose
    for number in glyph.readings.lowerBound..<until {
      let reading = index.readings[Int(index.readingIDs[number])]
      var used = 0
      while used < reading.count, element + used < elements.count,
        elements[element + used].symbols
          & 1 << UInt64(index.readingSymbols[reading.lowerBound + used]) != 0
      {
        used += 1
        guard let rest = penalty(element + used, at: place + 1, before: end) else { continue }
        // The last syllable may not be typed to its end yet.
        let isLast = element + used == elements.count
        let total = rest + (used == reading.count ? 0 : isLast ? 1 : 2)
        if total < best ?? .max { best = total }
      }
    }
    return best
  }
}

/// A hit's rank as one number, the smaller the better. What stands higher counts more.
private enum Rank {
  static let closeness: UInt64 = 48
  /// The words stand apart.
  static let apart: UInt64 = 47
  private static let field: UInt64 = 44
  private static let penalty: UInt64 = 32
  private static let start: UInt64 = 16

  static func of(
    _ near: GuideHits.Closeness, _ where: GuideIndex.Field, penalty left: Int, start place: Int,
    length: Int
  ) -> UInt64 {
    UInt64(near.rawValue) << closeness | UInt64(`where`.rawValue) << field
      | UInt64(min(left, 0xFFF)) << penalty | UInt64(min(place, 0xFFFF)) << start
      | UInt64(min(length, 0xFFFF))
  }
}
