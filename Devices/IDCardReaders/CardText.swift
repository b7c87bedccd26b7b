public import Hall

/// Why a text block makes no card.
public enum CardTextFlaw: Error, Sendable, Equatable {
  /// Not 256 bytes.
  case wrongLength
  /// A type letter of no known layout.
  case unknownKind
  case noName
  /// The check digit is wrong, or it is no number at all.
  case badNumber
  /// Neither a day nor 长期.
  case badValidity
}

/// Everything that the text of an identity card says (A.8).
///
/// The hall itself sees ``identityCard`` only. Printing a value shows its kind and nothing else.
public struct CardText: Sendable, Equatable {
  /// How a 2023 card of foreigners is read; see ``CardLayout/Reading2023``.
  public enum Reading2023: String, Sendable, CaseIterable {
    case specific
    case likePermit

    var layout: CardLayout.Reading2023 { self == .specific ? .specific : .likePermit }
  }

  public var kind: IdentityCard.Kind
  /// In Chinese; nil where a foreigner's card has none.
  public var name: String?
  public var englishName: String?
  public var number: IDNumber
  /// nil for a code of no table, as ``nation`` is.
  public var sex: Sex?
  public var nation: Nation?
  public var birth: LocalDay?
  public var address: String?
  /// 签发机关
  public var issuer: String?
  public var validFrom: LocalDay?
  /// nil is 长期, for ever.
  public var validUntil: LocalDay?
  /// 通行证号码 of a residence permit.
  public var passNumber: String?
  /// 签发次数 of a residence permit.
  public var issueCount: Int?
  /// ISO 3166 alpha-3.
  public var nationality: String?
  /// 换证次数 of a 2023 card of foreigners.
  public var renewalCount: Int?
  /// 证件版本号 of a 2017 card of foreigners.
  public var cardVersion: String?
  /// 受理机关代码 of a 2017 card of foreigners.
  public var authority: String?
  /// Three places that link a 2023 number to the old one.
  public var oldNumberLink: String?

  /// Reads a block of 256 bytes, UTF-16LE, padded with spaces.
  ///
  /// A field that is not what it should be is nil; only what a card cannot be used without is a
  /// flaw. The region of the number is never one (A.10).
  public init(
    _ block: ArraySlice<UInt8>, reading2023: Reading2023 = .specific
  ) throws(CardTextFlaw) {
    guard block.count == CardLayout.textLength else { throw .wrongLength }
    guard let letter = Self.text(CardLayout.typeLetter, of: block),
      let layout = CardLayout(typeLetter: letter, reading2023: reading2023.layout)
    else { throw .unknownKind }

    func text(_ field: CardField) -> String? {
      guard let text = layout.spans[field].flatMap({ Self.text($0, of: block) }) else { return nil }
      return text.isEmpty ? nil : text
    }

    kind = layout.kind
    name = text(.name)
    englishName = Self.englishName(in: block, layout)
    guard name != nil || englishName != nil else { throw .noName }
    guard let number = text(.number).flatMap({ IDNumber($0) }) else { throw .badNumber }
    self.number = number
    let end = text(.validUntil)
    validUntil = end.flatMap { LocalDay($0) }
    guard validUntil != nil || end == "长期" else { throw .badValidity }
    sex = text(.sex).flatMap { Sex(rawValue: $0) }
    nation = text(.nation).flatMap { Nation(code: $0) }
    birth = text(.birth).flatMap { LocalDay($0) }
    address = text(.address)
    issuer = text(.issuer)
    validFrom = text(.validFrom).flatMap { LocalDay($0) }
    passNumber = text(.passNumber)
    issueCount = text(.issueCount).flatMap { Int($0) }
    nationality = text(.nationality)
    renewalCount = text(.renewalCount).flatMap { Int($0) }
    cardVersion = text(.cardVersion)
    authority = text(.authority)
    oldNumberLink = text(.oldNumberLink)
  }

  /// What the hall gets to see: no sex, nation, address or issuer (PIPL art. 6).
  public var identityCard: IdentityCard {
    IdentityCard(
      kind: kind, name: name ?? englishName ?? "", number: number, birth: birth,
      validUntil: validUntil)
  }

  /// Two pieces are joined before trimming, since the first may end in the middle of a word or in
  /// a space that belongs to the name.
  private static func englishName(
    in block: ArraySlice<UInt8>, _ layout: CardLayout
  ) -> String? {
    let pieces = [CardField.englishName, .englishNameRest].compactMap { layout.spans[$0] }
    let bytes = pieces.flatMap { raw($0, of: block) }
    guard let name = CardText.decode(bytes[...]), !name.isEmpty else { return nil }
    return name
  }

  private static func raw(_ span: CardSpan, of block: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    block.dropFirst(span.offset).prefix(span.length)
  }

  private static func text(_ span: CardSpan, of block: ArraySlice<UInt8>) -> String? {
    decode(raw(span, of: block))
  }

  /// Sanitised and trimmed; nil where the bytes are no UTF-16.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var rest = bytes
    while let low = rest.popFirst(), let high = rest.popFirst() {
      units.append(UInt16(low) | UInt16(high) << 8)
    }
    return String(validating: units, as: UTF16.self).map { Sanitiser.line($0) }
  }
}

extension CardText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "card text (\(kind.rawValue))" }
  public var debugDescription: String { description }
  /// A failed `#expect` and `dump` print mirrors: a citizen's data does not belong there either.
  public var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
