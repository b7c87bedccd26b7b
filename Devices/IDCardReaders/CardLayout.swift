import Hall

/// Where a field lies in the text block, in bytes.
struct CardSpan: Hashable {
  let offset: Int
  let length: Int

  init(_ offset: Int, _ length: Int) {
    self.offset = offset
    self.length = length
  }
}

/// The fields of all four layouts.
enum CardField: CaseIterable {
  case name
  case englishName
  /// What of the English name did not fit into ``englishName``.
  case englishNameRest
  case sex
  case nation
  case birth
  case address
  case number
  case issuer
  case validFrom
  case validUntil
  case passNumber
  case issueCount
  case nationality
  case renewalCount
  case cardVersion
  case authority
  case oldNumberLink
}

/// One of the layouts of A.8, as data.
struct CardLayout {
  /// How the sources read the 2023 card of foreigners: they disagree (A.8).
  ///
  /// `specific` is the more detailed struct; `likePermit` has nation, issuer, pass number and issue
  /// count where a permit has them and tells no nationality.
  enum Reading2023: String, CaseIterable {
    case specific
    case likePermit
  }

  static let textLength = 256
  static let typeLetter = CardSpan(248, 2)

  let kind: IdentityCard.Kind
  let spans: [CardField: CardSpan]

  /// By the type letter, trimmed: nothing, `J`, `I`, `Y`.
  init?(typeLetter: String, reading2023: Reading2023) {
    switch typeLetter {
    case "": self = .resident
    case "J": self = .permit
    case "I": self = .foreigner
    case "Y": self = reading2023 == .specific ? .foreigner2023 : .foreigner2023LikePermit
    default: return nil
    }
  }

  private init(_ kind: IdentityCard.Kind, _ spans: [CardField: CardSpan]) {
    self.kind = kind
    self.spans = spans
  }

  static let resident = CardLayout(
    .resident,
    [
      .name: CardSpan(0, 30), .sex: CardSpan(30, 2), .nation: CardSpan(32, 4),
      .birth: CardSpan(36, 16), .address: CardSpan(52, 70), .number: CardSpan(122, 36),
      .issuer: CardSpan(158, 30), .validFrom: CardSpan(188, 16), .validUntil: CardSpan(204, 16),
    ])

  static let permit = CardLayout(
    .permit,
    [
      .name: CardSpan(0, 30), .sex: CardSpan(30, 2), .birth: CardSpan(36, 16),
      .address: CardSpan(52, 70), .number: CardSpan(122, 36), .issuer: CardSpan(158, 30),
      .validFrom: CardSpan(188, 16), .validUntil: CardSpan(204, 16),
      .passNumber: CardSpan(220, 18), .issueCount: CardSpan(238, 4),
    ])

  static let foreigner = CardLayout(
    .foreigner,
    [
      .englishName: CardSpan(0, 120), .sex: CardSpan(120, 2), .number: CardSpan(122, 30),
      .nationality: CardSpan(152, 6), .name: CardSpan(158, 30), .validFrom: CardSpan(188, 16),
      .validUntil: CardSpan(204, 16), .birth: CardSpan(220, 16), .cardVersion: CardSpan(236, 4),
      .authority: CardSpan(240, 8),
    ])

  static let foreigner2023 = CardLayout(
    .foreigner2023,
    [
      .name: CardSpan(0, 30), .sex: CardSpan(30, 2), .renewalCount: CardSpan(32, 4),
      .birth: CardSpan(36, 16), .englishName: CardSpan(52, 70), .number: CardSpan(122, 36),
      .validFrom: CardSpan(188, 16), .validUntil: CardSpan(204, 16),
      .englishNameRest: CardSpan(220, 22), .nationality: CardSpan(242, 6),
      .oldNumberLink: CardSpan(250, 6),
    ])

  static let foreigner2023LikePermit = CardLayout(
    .foreigner2023,
    [
      .name: CardSpan(0, 30), .sex: CardSpan(30, 2), .nation: CardSpan(32, 4),
      .birth: CardSpan(36, 16), .englishName: CardSpan(52, 70), .number: CardSpan(122, 36),
      .issuer: CardSpan(158, 30), .validFrom: CardSpan(188, 16), .validUntil: CardSpan(204, 16),
      .passNumber: CardSpan(220, 18), .issueCount: CardSpan(238, 4),
      .oldNumberLink: CardSpan(250, 6),
    ])

  /// All of them, for whoever checks that they are sound.
  static let all: [CardLayout] = [
    .resident, .permit, .foreigner, .foreigner2023, .foreigner2023LikePermit,
  ]
}
