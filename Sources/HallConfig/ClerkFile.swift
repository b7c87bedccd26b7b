public import Hall

/// The clerks of a hall, as their file says them. 人员名册
///
/// A value of this type is free of faults: reading throws all of them or returns one.
public struct ClerkFile: Sendable, Equatable {
  public var clerks: [Clerk]

  public init(clerks: [Clerk]) { self.clerks = clerks }

  /// Reads a file of clerks, which nobody but its owner may read or write.
  ///
  /// - Parameters:
  ///   - path: the YAML file.
  ///   - catalogue: the hall's, whose windows and fields a clerk may name; nil where nobody asks.
  ///   - owner: the user the file must belong to; nil for any.
  /// - Returns: clerks without a fault.
  /// - Throws: every fault of the file.
  public static func load(
    path: String, catalogue: Catalogue?, owner: UInt32? = nil
  ) throws(ConfigurationErrors) -> ClerkFile {
    try read(TextFile.readSecret(path, owner: owner), file: path, catalogue: catalogue)
  }

  /// Reads clerks from YAML text; `file` names it in faults.
  ///
  /// - Throws: every fault of the text.
  public static func read(
    _ yaml: String, file: String, catalogue: Catalogue?
  ) throws(ConfigurationErrors) -> ClerkFile {
    try read(yaml, findings: Findings(file: file), catalogue: catalogue)
  }

  static func read(
    _ yaml: String, findings: Findings, catalogue: Catalogue?
  ) throws(ConfigurationErrors) -> ClerkFile {
    let clerks = try Document.read(yaml, findings: findings) { section in
      section["clerks"].list { $0.section { Clerk($0, of: catalogue) } }
    }
    refuseRepeats(of: clerks, findings: findings)
    try findings.check()
    return ClerkFile(clerks: clerks)
  }

  private static func refuseRepeats(of clerks: [Clerk], findings: Findings) {
    var first: [String: Int] = [:]
    var users: [String: Int] = [:]
    var cards: [CardProof: Int] = [:]
    for (index, clerk) in clerks.enumerated() {
      if !clerk.id.isEmpty, let earlier = first[clerk.id] {
        findings.fault(
          "clerks[\(index)].id",
          "\"\(clerk.id)\" is the staff number of clerks[\(earlier)] already; take another")
      } else {
        first[clerk.id] = index
      }
      if let card = clerk.card {
        if let earlier = cards[card] {
          findings.fault(
            "clerks[\(index)].card",
            "it is the card of clerks[\(earlier)] already; a card is one clerk's")
        } else {
          cards[card] = index
        }
      }
      guard let user = clerk.user, !user.isEmpty else { continue }
      if let earlier = users[user] {
        findings.fault(
          "clerks[\(index)].user",
          "\"\(user)\" is clerks[\(earlier)] already; a user is one clerk")
      } else {
        users[user] = index
      }
    }
  }

  /// The file as `hallway clerk` writes it.
  public var text: String {
    let head = """
      # The clerks of this hall; see hallway.yaml(5). Written anew by `hallway clerk`: mode 0600, owned
      # by the service's user.

      """
    guard !clerks.isEmpty else { return head + "clerks: []\n" }
    return head + "clerks:\n" + clerks.map(Self.entry).joined()
  }

  private static func entry(_ clerk: Clerk) -> String {
    var lines = ["  - id: \(quote(clerk.id))", "    name: \(quote(clerk.name))"]
    if let post = clerk.post { lines.append("    post: \(quote(post))") }
    func list(_ key: String, _ ids: [String]) {
      guard !ids.isEmpty else { return }
      lines.append("    \(key): [\(ids.map(quote).joined(separator: ", "))]")
    }
    list("windows", clerk.windows)
    list("fields", clerk.fields)
    if let user = clerk.user { lines.append("    user: \(quote(user))") }
    if let card = clerk.card { lines.append("    card: \(quote(card.text))") }
    if let pin = clerk.pin { lines.append("    pin: \(quote(pin.text))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// In double quotes, where YAML knows two characters that mean something else.
  private static func quote(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Clerk {
  fileprivate init(_ section: Section, of catalogue: Catalogue?) {
    func ids(_ key: String, _ what: String, _ known: [String]?) -> [String] {
      section.optional(key)?.list { entry in
        let id = entry.identifier()
        if !id.isEmpty, let known, !known.contains(id) {
          let advice = suggestion(for: id, among: known, plural: "\(what)s")
          entry.fault("no \(what) is called \"\(id)\"; \(advice)")
        }
        return id
      } ?? []
    }
    self.init(
      id: section["id"].identifier(), name: section["name"].text(),
      post: section.optional("post")?.text(),
      windows: ids("windows", "window", catalogue?.windows.map(\.id)),
      fields: ids("fields", "field", catalogue?.fields.map(\.id)),
      user: section.optional("user")?.userName(allowsEverybody: false),
      pin: section.optional("pin")?.pinHash(), card: section.optional("card")?.cardProof())
    if pin == nil, user == nil, card == nil, !section.isFaulty {
      section.fault(
        "this clerk can prove nothing; run: hallway clerk pin \(id), enrol a card, or name a user")
    }
  }
}

extension Entry {
  /// Messages never repeat it.
  fileprivate func pinHash() -> PINHash? {
    guard let text = scalar("a hashed PIN") else { return nil }
    guard let hash = PINHash(text: text) else {
      fault("this is no hashed PIN; run: hallway clerk pin, which writes one")
      return nil
    }
    return hash
  }

  fileprivate func cardProof() -> CardProof? {
    guard let text = scalar("a card's proof") else { return nil }
    guard let proof = CardProof(text: text) else {
      fault("this is no card's proof; run: hallway clerk card, which writes one")
      return nil
    }
    return proof
  }
}
