public import Hall

/// A system that sends cases, as the hall's file says it. 办件数据来源
public struct ConfiguredCaseSource: Sendable, Equatable {
  public let source: CaseSource
  /// The folder its files are dropped in, absolute; nil for none that is watched.
  public let folder: String?
}

/// What of a hall's file the import of cases needs: no device, no window, nobody's access.
public struct CaseIntake: Sendable, Equatable {
  /// The hall's id, under which the ledger keeps cases.
  public let hall: String
  public let sources: [ConfiguredCaseSource]

  /// Reads `hall.id` and `caseSources` of a hall's file; whatever else is in it is the service's to
  /// check.
  ///
  /// - Throws: every fault of the two.
  public static func load(path: String) throws(ConfigurationErrors) -> CaseIntake {
    try read(TextFile.read(path), file: path)
  }

  /// Reads them from YAML text; `file` names it in faults.
  ///
  /// - Throws: every fault of the two.
  public static func read(_ yaml: String, file: String) throws(ConfigurationErrors) -> CaseIntake {
    let findings = Findings(file: file)
    let intake = try Document.readSome(yaml, findings: findings) { section in
      CaseIntake(
        hall: Section(of: section["hall"])["id"].identifier(),
        sources: section.optional("caseSources")?.caseSources() ?? [])
    }
    try findings.check()
    return intake
  }
}

extension Entry {
  /// Two sources of one name would be one to the ledger, and two of one folder would each take half
  /// of the files.
  func caseSources() -> [ConfiguredCaseSource] {
    var seen: Set<String> = []
    return list { item in
      item.section { section in
        let id = section["id"].identifier()
        let source = CaseSource(
          id: id, dialect: section["format"].word(CaseFormat.Dialect.allCases, or: .hallway),
          codes: section.optional("codes")?.section(ExchangeCodes.init) ?? ExchangeCodes())
        let folder = section.optional("folder")?.text()
        if let folder, !folder.hasPrefix("/") {
          section.fault("write the whole path, from / on", at: "folder")
        }
        for (key, name) in [("id", id), ("folder", folder ?? "")] where !name.isEmpty {
          if !seen.insert("\(key) \(name)").inserted {
            section.fault("\(quoted(name)) is another source's already; take another", at: key)
          }
        }
        if source.codes != ExchangeCodes(), source.dialect != .guangdong {
          section.fault("only the tables of guangdong have codes; remove the key", at: "codes")
        }
        return ConfiguredCaseSource(source: source, folder: folder)
      }
    }
  }

  /// `"1": passed`, a code and its meaning a line.
  fileprivate func codes<Meaning: RawRepresentable<String>>(
    _ meanings: [Meaning], or fallback: Meaning
  ) -> [String: Meaning] {
    Dictionary(
      (pairs("codes and their meanings") ?? []).map {
        ($0.key, $0.value.word(meanings, or: fallback))
      }
    ) { first, _ in first }
  }
}

extension ExchangeCodes {
  init(_ section: Section) {
    self.init()
    preChecks = section.optional("YSLZTDM")?.codes(PreCheck.allCases, or: .preChecked) ?? [:]
    stages.merge(section.optional("SPHJDM")?.codes(ExaminationStage.allCases, or: .handling) ?? [:])
    { _, new in new }
    steps = section.optional("SPHJZTDM")?.codes(Step.allCases, or: .passed) ?? [:]
    collections = section.optional("LQFS")?.codes(Collection.allCases, or: .collected) ?? [:]
    usesCitySerial = section.optional("citySerial")?.flag() ?? false
  }
}
