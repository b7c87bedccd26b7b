/// Somebody who works at windows, as the hall's file of clerks names them. 窗口人员
public struct Clerk: Sendable, Equatable {
  /// The staff number, which the journal shows. 工号
  public var id: String
  /// For whoever keeps the file; it goes nowhere else.
  public var name: String
  /// Identifiers of windows they may open.
  public var windows: [String]
  /// Identifiers of fields: they may open every window that serves nothing else.
  public var fields: [String]
  /// The Unix user who is this clerk without a PIN; nil for none.
  public var user: String?
  public var pin: PINHash?

  public init(
    id: String, name: String, windows: [String] = [], fields: [String] = [], user: String? = nil,
    pin: PINHash? = nil
  ) {
    self.id = id
    self.name = name
    self.windows = windows
    self.fields = fields
    self.user = user
    self.pin = pin
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

  /// - Parameters:
  ///   - clerks: those of the hall's file.
  ///   - userIDs: the clerk that each Unix user number is.
  public init(_ clerks: [Clerk], userIDs: [UInt32: String] = [:]) {
    self.clerks = Dictionary(clerks.map { ($0.id, $0) }) { first, _ in first }
    self.userIDs = userIDs
  }

  public func clerk(_ id: String) -> Clerk? { clerks[id] }

  /// The clerk that a Unix user is by itself.
  public func clerk(ofUser uid: UInt32) -> Clerk? { userIDs[uid].flatMap { clerks[$0] } }
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
      Self.logCosts.contains(logCost), let salt = Self.bytes(parts[2]),
      let key = Self.bytes(parts[3]), salt.count == Self.saltBytes, key.count == Self.keyBytes
    else { return nil }
    self.init(logCost: logCost, salt: salt, key: key)
  }

  public var text: String { "scrypt$\(logCost)$\(Self.hex(salt))$\(Self.hex(key))" }

  /// Whether somebody may choose it: digits only, so that every keypad can enter it.
  public static func isPIN(_ text: String) -> Bool {
    lengths.contains(text.utf8.count)
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func bytes(_ hex: Substring) -> [UInt8]? {
    let digits = hex.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
    guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
