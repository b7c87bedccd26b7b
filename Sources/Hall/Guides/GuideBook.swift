/// All guides of a hall in one edition. 办事指南汇编
public struct GuideBook: Sendable, Equatable {
  /// 承办部门
  public struct Department: Codable, Sendable, Equatable {
    public let id: String
    public let name: Bilingual
    /// 咨询电话
    public let phone: String

    public init(id: String, name: Bilingual, phone: String) {
      self.id = id
      self.name = name
      self.phone = phone
    }
  }

  /// 主题, such as 户籍办理 or 企业开办.
  public struct Theme: Codable, Sendable, Equatable {
    public let id: String
    public let name: Bilingual

    public init(id: String, name: Bilingual) {
      self.id = id
      self.name = name
    }
  }

  /// 版本
  public let edition: String
  /// Where the texts were taken from, such as 广东政务服务网 (clause 5.3.12.1).
  public let source: Bilingual
  public let departments: [Department]
  public let themes: [Theme]
  /// In the order of the file.
  public let guides: [Guide]
  public let notices: [GuideNotice]
  private let byID: [String: Int]
  private let byService: [String: Int]

  public init(
    edition: String, source: Bilingual, departments: [Department], themes: [Theme],
    guides: [Guide], notices: [GuideNotice] = []
  ) {
    self.edition = edition
    self.source = source
    self.departments = departments
    self.themes = themes
    self.guides = guides
    self.notices = notices
    byID = Dictionary(guides.indices.map { (guides[$0].id, $0) }) { first, _ in first }
    byService = Dictionary(
      guides.indices.compactMap { index in guides[index].service.map { ($0, index) } }
    ) { first, _ in first }
  }

  /// A hall that publishes no guides.
  public static let empty = GuideBook(
    edition: "", source: Bilingual(zh: "", en: ""), departments: [], themes: [], guides: [])

  public func guide(_ id: String) -> Guide? { byID[id].map { guides[$0] } }

  /// The guide of what a number is taken for; the first where several are.
  public func guide(forService service: String) -> Guide? { byService[service].map { guides[$0] } }

  /// 事项目录: the items of one scope, as they are published (clauses 5.2.7.1, 5.3.8, 5.3.9).
  public func catalogue(_ scope: GuideScope) -> [Guide] {
    guides.filter { $0.scopes.contains(scope) }
  }

  /// What is announced on a day, newest first.
  public func notices(on day: LocalDay) -> [GuideNotice] {
    notices.filter { $0.isShown(on: day) }.sorted { ($0.from, $0.id) > ($1.from, $1.id) }
  }

  /// What is announced about one item on a day.
  public func notices(about guide: String, on day: LocalDay) -> [GuideNotice] {
    notices(on: day).filter { $0.items.contains(guide) }
  }
}

/// That items change or leave the hall (clauses 6.1.5c and 6.1.6c). 事项调整、撤出公示
public struct GuideNotice: Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// 调整
    case change
    /// 撤出
    case withdrawal
    /// 新增
    case addition
  }

  /// Once in the book.
  public let id: String
  public let kind: Kind
  public let title: Bilingual
  public let text: Bilingual
  /// Identifiers of the guides concerned.
  public let items: [String]
  /// 公示 from this day
  public let from: LocalDay
  /// to this one; nil: without end.
  public let until: LocalDay?
  /// The day from which it holds. 生效日期
  public let effective: LocalDay

  public init(
    id: String, kind: Kind, title: Bilingual, text: Bilingual, items: [String], from: LocalDay,
    until: LocalDay?, effective: LocalDay
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.text = text
    self.items = items
    self.from = from
    self.until = until
    self.effective = effective
  }

  public func isShown(on day: LocalDay) -> Bool { from <= day && until.map { day <= $0 } ?? true }
}
