/// A composed letter, ready to be laid out: nothing in it is a field any more. 文书正文
///
/// It is what the ledger keeps, so that a reprint says what was said, whatever the hall has edited
/// since.
public struct LetterSheet: Codable, Sendable, Equatable {
  public enum Block: Codable, Sendable, Equatable {
    case salutation(String)
    case heading(String)
    case text(String)
    case list([String])
    case facts([Fact])
    case signature(String)
  }

  public struct Fact: Codable, Sendable, Equatable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Who writes it. 出具单位
  public var issuer: String
  public var title: String
  /// The same for a stranger to the language.
  public var subtitle: String
  /// 编号; empty until it has one.
  public var number: String
  /// What the QR code says: the receipt number, or where there is no case yet the letter's own.
  public var code: String
  public var page: [Block]
  public var slip: [Block]
  /// Whose seal comes where; nil for a page that is no letter.
  public var seal: String?
  /// 2026年11月26日
  public var day: String
  /// Address and telephone, at the foot of each page.
  public var foot: String
  public var isSample: Bool
  /// It was printed before.
  public var isReprint: Bool

  public init(
    issuer: String, title: String, subtitle: String, number: String = "", code: String,
    page: [Block], slip: [Block] = [], seal: String?, day: String, foot: String,
    isSample: Bool = false, isReprint: Bool = false
  ) {
    self.issuer = issuer
    self.title = title
    self.subtitle = subtitle
    self.number = number
    self.code = code
    self.page = page
    self.slip = slip
    self.seal = seal
    self.day = day
    self.foot = foot
    self.isSample = isSample
    self.isReprint = isReprint
  }

  /// The letter under its number.
  public func numbered(_ number: String, isReprint: Bool = false) -> LetterSheet {
    var sheet = self
    sheet.number = number
    if sheet.code.isEmpty { sheet.code = number }
    sheet.isReprint = isReprint
    return sheet
  }

  /// What stands on the page, a line an element or item.
  public var lines: [String] {
    page.flatMap { block -> [String] in
      switch block {
      case .salutation(let text), .heading(let text), .text(let text), .signature(let text):
        [text]
      case .list(let lines): Self.numbered(lines)
      case .facts(let facts): facts.map { "\($0.name)：\($0.value)" }
      }
    }
  }

  /// What a technician prints to see that a printer prints Chinese, and which one it is.
  ///
  /// `name` and `address` are the printer's in the configuration.
  public static func testPage(name: String, address: String) -> LetterSheet {
    LetterSheet(
      issuer: "Hallway", title: "打印机测试页", subtitle: "Printer test page",
      code: "hallway-test-page \(name)",
      page: [
        .facts([
          .init(name: "打印机 Printer", value: name), .init(name: "地址 Address", value: address),
        ]), .text("政务服务大厅 取号 排队 评价 文书，㐀䶮𠮷堃喆 ABC abc 0123456789"),
      ], seal: nil, day: "", foot: "")
  }
}

/// The hall as letters name it.
public struct LetterHead: Sendable, Equatable {
  public var hall: String
  public var address: String
  public var phone: String
  public var seal: String
  public var isSample: Bool

  public init(hall: String, address: String, phone: String, seal: String, isSample: Bool) {
    self.hall = hall
    self.address = address
    self.phone = phone
    self.seal = seal
    self.isSample = isSample
  }
}

extension LetterTemplate {
  /// Puts facts into the hall's words; what is not known is left out with the element it stands in.
  ///
  /// - Parameters:
  ///   - facts: of this template's kind.
  ///   - head: the hall.
  ///   - window: where it is handed out; nil where it is only looked at.
  ///   - day: what the letter is dated.
  /// - Returns: the letter, without a number.
  public func sheet(of facts: LetterFacts, head: LetterHead, window: String?, day: LocalDay)
    -> LetterSheet
  {
    let hall: [LetterField: String] = [
      .hall: head.hall, .hallAddress: head.address, .hallPhone: head.phone,
      .day: LetterPhrases.date(day), .window: window ?? "",
    ]
    let value: (LetterField) -> [String]? = { field in
      if let text = hall[field] { return text.isEmpty ? nil : [text] }
      guard let lines = facts.values[field] else { return nil }
      guard field.shape == .day else { return lines }
      return lines.map { LocalDay($0).map { LetterPhrases.date($0) } ?? $0 }
    }
    return LetterSheet(
      issuer: head.hall, title: title, subtitle: LetterPhrases.title(kind).en,
      code: facts.receipt ?? "", page: Self.filled(page, value), slip: Self.filled(slip, value),
      seal: kind.isSealed ? head.seal : nil, day: LetterPhrases.date(day),
      foot: LetterPhrases.foot(address: head.address, phone: head.phone), isSample: head.isSample)
  }

  private static func filled(_ blocks: [Block], _ value: (LetterField) -> [String]?)
    -> [LetterSheet.Block]
  {
    let line: (LetterField) -> String? = { value($0)?.first }
    var sheet: [LetterSheet.Block] = []
    var headings: [LetterSheet.Block] = []
    for block in blocks {
      let filled: LetterSheet.Block?
      switch block {
      case .heading(let text):
        // Those that wait already have nothing below them.
        headings = text.filled(line).map { [.heading($0)] } ?? []
        continue
      case .salutation(let text): filled = text.filled(line).map { .salutation($0) }
      case .text(let text): filled = text.filled(line).map { .text($0) }
      case .list(let field): filled = value(field).map { .list($0) }
      case .signature(let text): filled = text.filled(line).map { .signature($0) }
      case .facts(let fields):
        let rows = fields.compactMap { field -> LetterSheet.Fact? in
          guard let lines = value(field) else { return nil }
          return .init(
            name: LetterPhrases.name(of: field).zh, value: lines.joined(separator: "；"))
        }
        filled = rows.isEmpty ? nil : .facts(rows)
      }
      guard let filled else { continue }
      sheet += headings + [filled]
      headings = []
    }
    return sheet
  }
}
