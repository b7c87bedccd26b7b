/// Somebody who works at windows, as the hall's file of clerks names them. 窗口人员
public struct Clerk: Sendable, Equatable {
  /// The staff number, which the journal shows. 工号
  public var id: String
  /// On the badge that the window's pad shows, where the hall shows names; never in a journal or log.
  public var name: String
  /// On the same badge. 岗位
  public var post: String?
  /// Identifiers of windows they may open.
  public var windows: [String]
  /// Identifiers of fields: they may open every window that serves nothing else.
  public var fields: [String]
  /// The Unix user who is this clerk without a PIN; nil for none.
  public var user: String?
  public var pin: PINHash?
  /// The keyed hash of the clerk's own identity card; nil where none was enrolled. 身份证登录
  public var card: CardProof?

  public init(
    id: String, name: String, post: String? = nil, windows: [String] = [], fields: [String] = [],
    user: String? = nil, pin: PINHash? = nil, card: CardProof? = nil
  ) {
    self.id = id
    self.name = name
    self.post = post
    self.windows = windows
    self.fields = fields
    self.user = user
    self.pin = pin
    self.card = card
  }

  /// Whether the clerk may work at a window; with neither windows nor fields named, at any.
  public func mayServe(_ window: Catalogue.Window, of catalogue: Catalogue) -> Bool {
    if windows.isEmpty, fields.isEmpty { return true }
    return windows.contains(window.id)
      || window.services.allSatisfy { service in
        catalogue.service(service).map { fields.contains($0.field) } ?? false
      }
  }

  /// How the journal names who changed something.
  public static func author(_ id: String) -> String { "clerk \(id)" }
}

/// All who may work at windows; a hall without one goes by its peers' users alone. 人员名册
public struct ClerkRoster: Sendable, Equatable {
  private let clerks: [String: Clerk]
  private let userIDs: [UInt32: String]
  private let cards: [CardProof: String]

  /// - Parameters:
  ///   - clerks: those of the hall's file.
  ///   - userIDs: the clerk that each Unix user number is.
  public init(_ clerks: [Clerk], userIDs: [UInt32: String] = [:]) {
    self.clerks = Dictionary(clerks.map { ($0.id, $0) }) { first, _ in first }
    self.userIDs = userIDs
    cards = Dictionary(
      clerks.compactMap { clerk in clerk.card.map { ($0, clerk.id) } }
    ) { first, _ in first }
  }

  public func clerk(_ id: String) -> Clerk? { clerks[id] }

  /// The clerk that a Unix user is by itself.
  public func clerk(ofUser uid: UInt32) -> Clerk? { userIDs[uid].flatMap { clerks[$0] } }

  /// The clerk whose own card it is.
  public func clerk(ofCard card: CardProof) -> Clerk? { cards[card].flatMap { clerks[$0] } }
}

/// What a hall keeps of a clerk's identity card: a hash under the hall's key, of the number and of
/// this purpose, so that it matches nothing else the hall keeps of a person.
public struct CardProof: Sendable, Hashable {
  /// SHA-256.
  public static let count = 32

  public let bytes: [UInt8]

  /// nil where there are not ``count`` bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.count else { return nil }
    self.bytes = bytes
  }

  /// Reads the hexadecimal digits of ``text``; nil for anything else.
  public init?(text: String) {
    guard let bytes = Hexadecimal.bytes(text[...]) else { return nil }
    self.init(bytes: bytes)
  }

  public var text: String { Hexadecimal.text(bytes) }
}

/// A PIN as it is kept: salted and hashed slowly, by scrypt (RFC 7914). 口令
///
/// Written as `scrypt$15$SALT$KEY`: the binary logarithm of the cost, and two runs of hexadecimal
/// digits. Block size is 8 and parallelism 1, as the RFC proposes.
public struct PINHash: Sendable, Equatable {
  /// 2^15 takes 32 MiB and about a tenth of a second.
  public static let usualLogCost = 15
  /// Less is guessed too fast, more keeps a clerk waiting.
  public static let logCosts = 14...20
  public static let saltBytes = 16
  public static let keyBytes = 32
  /// Digits of a PIN.
  public static let lengths = 6...16

  public let logCost: Int
  public let salt: [UInt8]
  public let key: [UInt8]

  public init(logCost: Int, salt: [UInt8], key: [UInt8]) {
    self.logCost = logCost
    self.salt = salt
    self.key = key
  }

  /// nil where the text is no hash of this form.
  public init?(text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "scrypt", let logCost = Int(parts[1]),
      Self.logCosts.contains(logCost), let salt = Hexadecimal.bytes(parts[2]),
      let key = Hexadecimal.bytes(parts[3]), salt.count == Self.saltBytes,
      key.count == Self.keyBytes
    else { return nil }
    self.init(logCost: logCost, salt: salt, key: key)
  }

  public var text: String {
    "scrypt$\(logCost)$\(Hexadecimal.text(salt))$\(Hexadecimal.text(key))"
  }

  /// Whether somebody may choose it: digits only, so that every keypad can enter it.
  public static func isPIN(_ text: String) -> Bool {
    lengths.contains(text.utf8.count)
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
