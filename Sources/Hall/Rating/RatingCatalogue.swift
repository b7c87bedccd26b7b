/// The levels and reasons that may be given, edition by edition. 评价指标
///
/// Content is version-managed and nobody adds to it privately (standards.md 2.1, [S8]); so it is
/// data with a validity, and fronts show the edition in force and nothing of their own.
public struct RatingCatalogue: Sendable, Equatable {
  /// One reason for a level. 评价选项 (evalDetail)
  public struct Reason: Sendable, Equatable {
    /// Such as `510`; the first digit is the level.
    public let code: String
    public let text: Bilingual

    public init(code: String, text: Bilingual) {
      self.code = code
      self.text = text
    }
  }

  /// A level as a citizen reads it.
  public struct Level: Sendable, Equatable {
    public let level: RatingLevel
    public let text: Bilingual
    public let reasons: [Reason]

    public init(level: RatingLevel, text: Bilingual, reasons: [Reason]) {
      self.level = level
      self.text = text
      self.reasons = reasons
    }
  }

  /// What holds from one day to another.
  public struct Edition: Sendable, Equatable {
    public let id: String
    /// What citizens read; short enough for one line of a pad.
    public let name: Bilingual
    /// Where it comes from, so that anybody can look it up.
    public let source: Bilingual
    public let validFrom: LocalDay
    /// The last day; nil where no end is known.
    public let validUntil: LocalDay?
    /// Characters of free text.
    public let textLimit: Int
    /// Each level once, the best first.
    public let levels: [Level]

    public init(
      id: String, name: Bilingual, source: Bilingual, validFrom: LocalDay, validUntil: LocalDay?,
      textLimit: Int, levels: [Level]
    ) {
      self.id = id
      self.name = name
      self.source = source
      self.validFrom = validFrom
      self.validUntil = validUntil
      self.textLimit = textLimit
      self.levels = levels
    }

    public func holds(on day: LocalDay) -> Bool {
      validFrom <= day && validUntil.map { day <= $0 } ?? true
    }

    /// Whether any day belongs to both.
    public func overlaps(_ other: Edition) -> Bool {
      let startsInTime = other.validUntil.map { validFrom <= $0 } ?? true
      let otherStartsInTime = validUntil.map { other.validFrom <= $0 } ?? true
      return startsInTime && otherStartsInTime
    }

    public func level(_ level: RatingLevel) -> Level? { levels.first { $0.level == level } }
  }

  /// In the order of their days; none overlaps another.
  public let editions: [Edition]

  public init(editions: [Edition]) {
    self.editions = editions.sorted { $0.validFrom < $1.validFrom }
  }

  /// The edition of a day; nil where none is in force.
  public func inForce(on day: LocalDay) -> Edition? { editions.first { $0.holds(on: day) } }
}

/// What somebody says of a service, not yet checked. 评价内容
public struct RatingWords: Sendable, Equatable {
  public let level: RatingLevel
  /// Codes, each once.
  public let reasons: [String]
  /// nil where nothing was written.
  public let text: String?

  /// Why words are not an edition's.
  public enum Fault: Error, Sendable, Equatable {
    case reason(String)
    case textTooLong(limit: Int)
  }

  /// Words without reasons and text, as a pad with five keys gives them.
  public init(level: RatingLevel) {
    self.level = level
    reasons = []
    text = nil
  }

  /// Checks words against an edition.
  ///
  /// - Parameters:
  ///   - level: the level.
  ///   - reasons: codes of the level's own reasons; a code twice counts once.
  ///   - text: free text, which is made one line.
  ///   - edition: what is in force.
  /// - Throws: the first reason that is not the level's, or that the text is too long.
  public init(
    _ level: RatingLevel, reasons: [String], text: String?, in edition: RatingCatalogue.Edition
  ) throws(Fault) {
    let known = Set(edition.level(level)?.reasons.map(\.code) ?? [])
    var codes: [String] = []
    for code in reasons {
      guard known.contains(code) else { throw .reason(code) }
      if !codes.contains(code) { codes.append(code) }
    }
    if let text, text.count > edition.textLimit { throw .textTooLong(limit: edition.textLimit) }
    let line = text.map { Sanitiser.line($0, limit: edition.textLimit) } ?? ""
    self.level = level
    self.reasons = codes
    self.text = line.isEmpty ? nil : line
  }
}
