public import Hall

/// Guides, as `guides.yaml` says them. 办事指南
extension GuideBook {
  /// A city's whole list of items with all their texts; more is no list of one hall.
  static let largestFile = 32 << 20

  /// Reads a file of guides.
  ///
  /// - Parameters:
  ///   - path: the YAML file.
  ///   - services: identifiers of the hall's services, which guides may name; nil for a file looked at
  ///     by itself.
  /// - Returns: a book without a fault.
  /// - Throws: every fault of the file.
  public static func load(
    path: String, services: [String]?
  ) throws(ConfigurationErrors) -> GuideBook {
    try read(
      try TextFile.read(path, limit: largestFile), findings: Findings(file: path),
      services: services)
  }

  /// Reads guides from YAML text; `file` names it in faults.
  ///
  /// - Throws: every fault of the text.
  public static func read(
    _ yaml: String, file: String, services: [String]?
  ) throws(ConfigurationErrors) -> GuideBook {
    try read(yaml, findings: Findings(file: file), services: services)
  }

  static func read(
    _ yaml: String, findings: Findings, services: [String]?
  ) throws(ConfigurationErrors) -> GuideBook {
    let book = try Document.read(yaml, findings: findings) { section in
      let edition = section["edition"].text()
      let source = section["source"].bilingual()
      let departments = Known(
        section["departments"], "department", \Department.id, findings
      ) {
        Department(
          id: $0["id"].identifier(), name: $0["name"].bilingual(), phone: $0["phone"].text())
      }
      let themes = Known(section["themes"], "theme", \Theme.id, findings) {
        Theme(id: $0["id"].identifier(), name: $0["name"].bilingual())
      }
      let reader = GuideReader(
        departments: departments, themes: themes, services: services, findings: findings)
      let guides = Known(section["guides"], "guide", \Guide.id, findings, reader.guide)
      let notices = section.optional("notices").map {
        Known($0, "notice", \GuideNotice.id, findings) { reader.notice($0, guides) }
      }
      return GuideBook(
        edition: edition, source: source, departments: departments.values,
        themes: themes.values, guides: guides.values, notices: notices?.values ?? [])
    }
    try findings.check()
    return book
  }
}

/// The values of a list by their ids; an id that stands twice is a fault.
struct Known<Value> {
  let values: [Value]
  private let byID: [String: Value]
  private let what: String

  init(
    _ entry: Entry, _ what: String, _ id: KeyPath<Value, String>, _ findings: Findings,
    _ read: (Section) -> Value?
  ) {
    self.what = what
    var byID: [String: Value] = [:]
    var places: [String: String] = [:]
    values = entry.list { item in
      item.section { section -> Value? in
        guard let value = read(section) else { return nil }
        let name = value[keyPath: id]
        guard !name.isEmpty else { return nil }
        if let first = places[name] {
          section.fault("\"\(name)\" is the id of \(first) already; take another", at: "id")
        } else {
          places[name] = item.path
          byID[name] = value
        }
        return value
      }
    }
    .compactMap(\.self)
    self.byID = byID
  }

  subscript(_ id: String) -> Value? { byID[id] }

  /// The value that is named here; nil with a fault where there is none.
  func named(by entry: Entry) -> Value? {
    let id = entry.identifier()
    guard !id.isEmpty else { return nil }
    if let value = byID[id] { return value }
    entry.fault(
      "no \(what) is called \"\(id)\"; \(suggestion(for: id, among: byID.keys, plural: "\(what)s"))"
    )
    return nil
  }
}

extension Entry {
  /// The guides in another file.
  func guideBook(in directory: String, services: [String]) -> GuideBook {
    let path = filePath(in: directory)
    guard !findings.isFaulty(self.path) else { return .empty }
    do throws(ConfigurationErrors) {
      return try .load(path: path, services: services)
    } catch {
      fault("\(quoted(path)) has faults, which are listed too")
      findings.adopt(error)
      return .empty
    }
  }
}
