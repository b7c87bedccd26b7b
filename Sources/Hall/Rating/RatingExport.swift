/// What an export says of a hall that its ledger does not know. 数据汇聚
public struct RatingExportFacts: Sendable, Equatable {
  /// A department that accepts, by its 统一社会信用代码.
  public struct Department: Sendable, Equatable {
    public let code: String
    public let name: String

    public init(code: String, name: String) {
      self.code = code
      self.name = name
    }
  }

  /// 行政区划代码, 12 digits.
  public var areaCode: String
  public var areaName: String
  /// The province's number of this source, 3 digits.
  public var dataSource: String
  /// By the id of a field.
  public var departments: [String: Department]
  /// 事项编码 by the id of a service.
  public var items: [String: String]

  public init(
    areaCode: String = "", areaName: String = "", dataSource: String = "",
    departments: [String: Department] = [:], items: [String: String] = [:]
  ) {
    self.areaCode = areaCode
    self.areaName = areaName
    self.dataSource = dataSource
    self.departments = departments
    self.items = items
  }

  /// Whether 18 characters are a code with its check character (GB 32100-2015).
  public static func isCreditCode(_ code: String) -> Bool {
    // Without I, O, S, V and Z, which are too like digits.
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    let values = code.compactMap { alphabet.firstIndex(of: $0) }
    guard code.count == 18, values.count == 18 else { return false }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return values[17] == (31 - sum % 31) % 31
  }
}

/// One rating as it leaves the hall, field by field. 评价记录
public struct RatingExportRecord: Sendable, Equatable {
  /// The public field list (standards.md 2.3); raw values are its names.
  public enum Field: String, Sendable, CaseIterable {
    case areaCode, areaName, deptCode, proDepart, taskCode, taskName, projectNo, proStatus, pf
    case satisfaction, evalDetail, writingEvaluation, assessTime, assessNumber, acceptDate
    case dataSource
  }

  /// The row.
  public let rating: Int64
  public let channel: RatingChannel
  public private(set) var values: [Field: String] = [:]

  /// What the queue knows of the ticket.
  public struct Visit: Sendable, Equatable {
    public let day: LocalDay
    public let number: String
    public let calledAt: Moment?

    public init(day: LocalDay, number: String, calledAt: Moment?) {
      self.day = day
      self.number = number
      self.calledAt = calledAt
    }
  }

  /// nil for a row that is no rating.
  ///
  /// - Parameters:
  ///   - record: a rating or 追评.
  ///   - visit: its ticket; nil where the hall does not know it any more, which leaves out 办件编号.
  ///   - hall: the hall's id.
  ///   - facts: what the hall's file says.
  ///   - catalogue: names of the services.
  public init?(
    _ record: RatingRecord, visit: Visit?, hall: String, facts: RatingExportFacts,
    catalogue: Catalogue
  ) {
    let entry = record.entry
    guard entry.kind == .rated || entry.kind == .again, let level = entry.level,
      let channel = entry.channel
    else { return nil }
    rating = record.sequence
    self.channel = channel
    let service = entry.service.flatMap { id in catalogue.services.first { $0.id == id } }
    let department = service.flatMap { facts.departments[$0.field] }
    let project = visit.map { "\(hall)-\($0.day.description.filter { $0 != "-" })-\($0.number)" }
    values = [
      .areaCode: facts.areaCode, .areaName: facts.areaName,
      .deptCode: department?.code ?? "", .proDepart: department?.name ?? "",
      .taskCode: service.flatMap { facts.items[$0.id] } ?? "",
      .taskName: service?.name.zh ?? "", .projectNo: project ?? "",
      .proStatus: entry.stage == .intake ? "2" : "3", .pf: "\(channel.rawValue)",
      .satisfaction: "\(level.rawValue)", .evalDetail: entry.reasons.joined(separator: ","),
      .writingEvaluation: entry.text ?? "", .assessTime: Self.time(entry.at),
      .assessNumber: entry.kind == .again ? "2" : "1",
      .acceptDate: visit?.calledAt.map(Self.time) ?? "", .dataSource: facts.dataSource,
    ]
  }

  /// `2026-11-23 09:30:00`
  private static func time(_ moment: Moment) -> String {
    String(WallClock(moment).iso8601.prefix(19)).replacing("T", with: " ")
  }
}

/// How a province wants the records: names, what must be there, codes. 对接适配
public struct RatingAdapter: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public let name: String
    public let field: RatingExportRecord.Field
    public let isRequired: Bool

    public init(_ name: String, _ field: RatingExportRecord.Field, required: Bool = false) {
      self.name = name
      self.field = field
      isRequired = required
    }
  }

  public let name: String
  public let columns: [Column]
  /// What it calls a channel; the others keep their national number.
  public let channels: [RatingChannel: String]

  public init(name: String, columns: [Column], channels: [RatingChannel: String] = [:]) {
    self.name = name
    self.columns = columns
    self.channels = channels
  }

  /// The national field list (GH#3417401498). What identifies a citizen is not in it: the hall does
  /// not keep it.
  public static let national = RatingAdapter(
    name: "national",
    columns: RatingExportRecord.Field.allCases.map { field in
      let required: [RatingExportRecord.Field] = [
        .areaCode, .deptCode, .taskCode, .taskName, .projectNo, .proStatus, .pf, .satisfaction,
        .assessTime, .assessNumber, .dataSource,
      ]
      return Column(field.rawValue, field, required: required.contains(field))
    })

  /// Anhui's variant (GH#27445339607), whose channel of a window's pad is PJQ. What it calls a kiosk
  /// and a phone is not public: those keep the national numbers of `pf`, 5 and 3 (standards.md 2.3).
  public static let anhui = RatingAdapter(
    name: "anhui",
    columns: [
      Column("areaCode", .areaCode, required: true), Column("deptCode", .deptCode, required: true),
      Column("taskCode", .taskCode, required: true), Column("taskName", .taskName, required: true),
      Column("projNo", .projectNo, required: true),
      Column("handleStateCode", .proStatus, required: true),
      Column("transactionTime", .acceptDate), Column("evaluateChannel", .pf, required: true),
      Column("satisfaction", .satisfaction, required: true), Column("evalDetail", .evalDetail),
      Column("writingEvaluation", .writingEvaluation),
      Column("assessTime", .assessTime, required: true),
    ], channels: [.windowPad: "PJQ"])

  public static let all = [national, anhui]

  /// What the adapter must have and a record lacks.
  public struct Lack: Error, Sendable, Equatable {
    /// The row.
    public let rating: Int64
    /// By the adapter's names, in its order; at least one.
    public let fields: [String]
  }

  /// The values of a record in the order of ``columns``.
  ///
  /// - Throws: every field that is missing, so that one look at the hall's file mends them all.
  public func values(of record: RatingExportRecord) throws(Lack) -> [String] {
    let values = columns.map { column in
      if column.field == .pf, let own = channels[record.channel] { return own }
      return record.values[column.field] ?? ""
    }
    let missing = zip(columns, values).filter { $0.isRequired && $1.isEmpty }.map(\.0.name)
    guard missing.isEmpty else { throw Lack(rating: record.rating, fields: missing) }
    return values
  }

  /// The field names as a line of CSV.
  public var heading: String { Self.line(columns.map(\.name)) }

  /// A line of CSV (RFC 4180).
  ///
  /// A citizen's text that begins like a formula is quoted with an apostrophe, or a spreadsheet
  /// would run it.
  public static func line(_ values: [String]) -> String {
    values.map { value in
      let isFormula = value.first.map { "=+-@\t".contains($0) } ?? false
      let text = isFormula ? "'" + value : value
      guard text.contains(where: { ",\"\n\r".contains($0) }) || isFormula else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",")
  }
}
