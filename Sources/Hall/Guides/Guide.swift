/// One matter as the hall publishes it: all that clause 6.1.3 wants shown. 办事指南
public struct Guide: Sendable, Equatable {
  /// Once in the book.
  public let id: String
  /// The service of the queue that gives numbers for it; nil where nobody needs to queue.
  public let service: String?
  /// 事项名称
  public let name: Bilingual
  /// What people call it besides; searched, not shown. 别名
  public let aliases: [String]
  /// 承办部门
  public let department: GuideBook.Department
  /// 主题
  public let theme: GuideBook.Theme
  /// Where it can be done, and whether papers may follow.
  public let scopes: Set<GuideScope>
  /// 办理渠道
  public let channels: [Channel]
  /// 设立依据; never empty.
  public let basis: [Bilingual]
  /// 批准条件; never empty.
  public let conditions: [Bilingual]
  /// 数量: how many are granted; nil where no number limits it.
  public let quantity: Bilingual?
  /// 收费依据及标准
  public let fee: GuideFee
  /// 责任人: a post rather than a person.
  public let responsible: Bilingual
  /// 办理流程; never empty.
  public let steps: [Bilingual]
  /// 法定时限与承诺时限
  public let limit: GuideLimit
  /// What tells one case from another, so that only the papers of one's own are asked for.
  public let questions: [Question]
  /// 申请材料, those of every case.
  public let materials: [Material]
  /// 办理结果 and how it is told. 结果告知
  public let result: Bilingual
  /// 高频咨询问题
  public let frequentQuestions: [FrequentQuestion]
  /// 版本
  public let edition: String
  /// The day this edition was published where it was copied from.
  public let date: LocalDay

  public init(
    id: String, service: String?, name: Bilingual, aliases: [String] = [],
    department: GuideBook.Department, theme: GuideBook.Theme, scopes: Set<GuideScope> = [.hall],
    channels: [Channel], basis: [Bilingual], conditions: [Bilingual], quantity: Bilingual? = nil,
    fee: GuideFee, responsible: Bilingual, steps: [Bilingual], limit: GuideLimit,
    questions: [Question] = [], materials: [Material], result: Bilingual,
    frequentQuestions: [FrequentQuestion] = [], edition: String, date: LocalDay
  ) {
    self.id = id
    self.service = service
    self.name = name
    self.aliases = aliases
    self.department = department
    self.theme = theme
    self.scopes = scopes
    self.channels = channels
    self.basis = basis
    self.conditions = conditions
    self.quantity = quantity
    self.fee = fee
    self.responsible = responsible
    self.steps = steps
    self.limit = limit
    self.questions = questions
    self.materials = materials
    self.result = result
    self.frequentQuestions = frequentQuestions
    self.edition = edition
    self.date = date
  }

  /// The papers that the answers given so far do not rule out, in the guide's order.
  public func materials(for answers: [String: String]) -> [Material] {
    materials.filter { $0.when.allow(answers) }
  }

  public func material(_ id: String) -> Material? { materials.first { $0.id == id } }

  /// What is looked through before somebody queues.
  public var papers: PaperList {
    PaperList(
      guide: id, edition: edition, isTolerant: scopes.contains(.tolerant), questions: questions,
      materials: materials)
  }
}

extension [Guide.Need] {
  /// Whether no answer given speaks against them; what is not answered yet does not.
  public func allow(_ answers: [String: String]) -> Bool {
    allSatisfy { need in answers[need.question].map(need.choices.contains) ?? true }
  }

  /// Whether all they ask for was answered so.
  public func hold(for answers: [String: String]) -> Bool {
    allSatisfy { need in answers[need.question].map(need.choices.contains) ?? false }
  }
}

/// Where an item can be done, and whether papers may follow. 办理范围
public enum GuideScope: String, Codable, Sendable, CaseIterable {
  /// In this hall.
  case hall
  /// 市内通办 (clause 5.3.8)
  case city
  /// 跨城通办 (clause 5.3.9)
  case crossCity
  /// 容缺受理: taken in without its lesser papers (clause 5.2.7).
  case tolerant
}

/// What an item costs. 收费依据及标准
public enum GuideFee: Sendable, Equatable {
  /// 不收费
  case none
  case charged(standard: Bilingual, basis: Bilingual)
}

/// In working days, which holidays are not (行政许可法 art. 82). 办理时限
public struct GuideLimit: Sendable, Equatable {
  /// 法定时限; nil where no law names one.
  public let legalDays: Int?
  /// 承诺时限, never longer than the legal one; 0: done while one waits. 即办件
  public let promisedDays: Int

  public init(legalDays: Int?, promisedDays: Int) {
    self.legalDays = legalDays
    self.promisedDays = promisedDays
  }
}

extension Guide {
  /// A way to do the item, and what stands there. 办理渠道
  public struct Channel: Codable, Sendable, Equatable {
    public let kind: GuideChannel
    public let text: Bilingual

    public init(kind: GuideChannel, text: Bilingual) {
      self.kind = kind
      self.text = text
    }
  }

  /// A question whose answer decides which papers are needed.
  public struct Question: Codable, Sendable, Equatable {
    public struct Choice: Codable, Sendable, Equatable {
      public let id: String
      public let text: Bilingual

      public init(id: String, text: Bilingual) {
        self.id = id
        self.text = text
      }
    }

    /// Once in the guide.
    public let id: String
    public let text: Bilingual
    /// Two to eight.
    public let choices: [Choice]
    /// Asked only after these answers; names earlier questions alone.
    public let when: [Need]

    public init(id: String, text: Bilingual, choices: [Choice], when: [Need] = []) {
      self.id = id
      self.text = text
      self.choices = choices
      self.when = when
    }
  }

  /// An answer that something belongs to: one of these choices of that question.
  public struct Need: Codable, Sendable, Equatable {
    public let question: String
    public let choices: [String]

    public init(question: String, choices: [String]) {
      self.question = question
      self.choices = choices
    }
  }

  /// One paper to bring. 申请材料
  public struct Material: Codable, Sendable, Equatable {
    /// Once in the guide.
    public let id: String
    public let name: Bilingual
    public let form: MaterialForm
    /// 份数, 1 or more.
    public let copies: Int
    /// 主件: without it nothing is taken in; the others may follow where the item is tolerant.
    public let isMain: Bool
    /// 出具单位: where one gets it, nil where one has it.
    public let source: Bilingual?
    /// 示范文本: where a filled-in model hangs or stands.
    public let model: Bilingual?
    /// The cases it is needed in.
    public let when: [Need]

    public init(
      id: String, name: Bilingual, form: MaterialForm, copies: Int = 1, isMain: Bool = true,
      source: Bilingual? = nil, model: Bilingual? = nil, when: [Need] = []
    ) {
      self.id = id
      self.name = name
      self.form = form
      self.copies = copies
      self.isMain = isMain
      self.source = source
      self.model = model
      self.when = when
    }
  }

  /// 高频咨询问题
  public struct FrequentQuestion: Codable, Sendable, Equatable {
    /// Once in the guide.
    public let id: String
    public let question: Bilingual
    public let answer: Bilingual

    public init(id: String, question: Bilingual, answer: Bilingual) {
      self.id = id
      self.question = question
      self.answer = answer
    }
  }
}

/// The channels of clause 5.2.4.2. 办理渠道
public enum GuideChannel: String, Codable, Sendable, CaseIterable {
  /// 窗口
  case window
  /// 自助服务终端
  case kiosk
  /// 广东政务服务网
  case web
  /// i莞家 APP、小程序、公众号
  case app
  /// 邮寄
  case post
}

/// As what a paper is handed in. 材料形式
public enum MaterialForm: String, Codable, Sendable, CaseIterable {
  /// 原件
  case original
  /// 复印件
  case copy
  /// 原件及复印件
  case originalAndCopy
  /// 表格, filled in at the hall.
  case form
  /// 电子证照
  case electronic
}
