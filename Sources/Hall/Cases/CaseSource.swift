/// How a file of cases is written.
public struct CaseFormat: Hashable, Sendable, CustomStringConvertible {
  /// Whose fields its records have.
  public enum Dialect: String, Codable, Sendable, CaseIterable {
    /// Those of ``CaseMessage``.
    case hallway
    /// Those of Guangdong's exchange tables, EX_GDBS_*. 广东省网上办事大厅数据交换表
    case guangdong
  }

  /// How its records stand in it.
  public enum Layout: String, Codable, Sendable, CaseIterable {
    /// RFC 4180, with a head.
    case csv
    /// An object a line.
    case jsonl
  }

  public let dialect: Dialect
  public let layout: Layout

  public init(_ dialect: Dialect, _ layout: Layout) {
    self.dialect = dialect
    self.layout = layout
  }

  /// `guangdong-csv`; nil for a word that is none.
  public init?(_ text: some StringProtocol) {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count == 2, let dialect = Dialect(rawValue: String(words[0])),
      let layout = Layout(rawValue: String(words[1]))
    else { return nil }
    self.init(dialect, layout)
  }

  public var description: String { "\(dialect.rawValue)-\(layout.rawValue)" }

  /// By the name of a file, as `.csv`, `.jsonl` and `.ndjson` tell; nil for another.
  public static func layout(ofFile name: String) -> Layout? {
    switch name.split(separator: ".").last?.lowercased() {
    case "csv": .csv
    case "jsonl", "ndjson": .jsonl
    default: nil
    }
  }
}

/// What a hall agreed with a system that sends cases. 数据来源
public struct CaseSource: Hashable, Sendable {
  /// As the ledger calls it; nil where the records say it themselves.
  public var id: String?
  public var dialect: CaseFormat.Dialect
  /// What the system's codes mean beside those that are known of everybody.
  public var codes: ExchangeCodes

  public init(
    id: String?, dialect: CaseFormat.Dialect = .hallway, codes: ExchangeCodes = ExchangeCodes()
  ) {
    self.id = id
    self.dialect = dialect
    self.codes = codes
  }
}
