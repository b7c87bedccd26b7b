public import Hall
public import Varlink

/// `org.hallway.Guides`
public enum GuidesInterface {
  public enum Closeness: String, Codable, Sendable { case exact, sound, slip }

  public struct Hit: Codable, Sendable, Equatable {
    public var id: String
    public var name: Bilingual
    public var department: Bilingual
    public var service: String?
    public var closeness: Closeness

    public init(
      id: String, name: Bilingual, department: Bilingual, service: String? = nil,
      closeness: Closeness
    ) {
      self.id = id
      self.name = name
      self.department = department
      self.service = service
      self.closeness = closeness
    }
  }

  public struct Notice: Codable, Sendable, Equatable {
    public var id: String
    public var kind: GuideNotice.Kind
    public var title: Bilingual
    public var text: Bilingual
    public var items: [String]
    public var from: String
    public var until: String?
    public var effective: String

    public init(_ notice: GuideNotice) {
      id = notice.id
      kind = notice.kind
      title = notice.title
      text = notice.text
      items = notice.items
      from = notice.from.description
      until = notice.until?.description
      effective = notice.effective.description
    }
  }

  public struct Fee: Codable, Sendable, Equatable {
    public var standard: Bilingual
    public var basis: Bilingual

    public init(standard: Bilingual, basis: Bilingual) {
      self.standard = standard
      self.basis = basis
    }
  }

  public struct Guide: Codable, Sendable, Equatable {
    public var id: String
    public var service: String?
    public var name: Bilingual
    public var department: GuideBook.Department
    public var theme: GuideBook.Theme
    public var scopes: [GuideScope]
    public var channels: [Hall.Guide.Channel]
    public var basis: [Bilingual]
    public var conditions: [Bilingual]
    public var quantity: Bilingual?
    public var fee: Fee?
    public var responsible: Bilingual
    public var steps: [Bilingual]
    public var legalDays: Int?
    public var promisedDays: Int
    public var papers: PaperList
    public var result: Bilingual
    public var frequent: [Hall.Guide.FrequentQuestion]
    public var edition: String
    public var date: String

    public init(_ guide: Hall.Guide) {
      id = guide.id
      service = guide.service
      name = guide.name
      department = guide.department
      theme = guide.theme
      scopes = GuideScope.allCases.filter(guide.scopes.contains)
      channels = guide.channels
      basis = guide.basis
      conditions = guide.conditions
      quantity = guide.quantity
      if case .charged(let standard, let basis) = guide.fee {
        fee = Fee(standard: standard, basis: basis)
      }
      responsible = guide.responsible
      steps = guide.steps
      legalDays = guide.limit.legalDays
      promisedDays = guide.limit.promisedDays
      papers = guide.papers
      result = guide.result
      frequent = guide.frequentQuestions
      edition = guide.edition
      date = guide.date.description
    }

    /// What it costs, in the hall's words.
    public var knownFee: GuideFee {
      fee.map { .charged(standard: $0.standard, basis: $0.basis) } ?? .none
    }
  }

  public struct TopQuestion: Codable, Sendable, Equatable {
    public var guide: String
    public var name: Bilingual
    public var id: String
    public var question: Bilingual
    public var answer: Bilingual
    public var asked: Int

    public init(
      guide: String, name: Bilingual, id: String, question: Bilingual, answer: Bilingual,
      asked: Int
    ) {
      self.guide = guide
      self.name = name
      self.id = id
      self.question = question
      self.answer = answer
      self.asked = asked
    }
  }

  public struct NoSuchGuide: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Guides.NoSuchGuide"
    public var id: String
    public init(id: String) { self.id = id }
  }

  public struct IncompleteGuide: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Guides.IncompleteGuide"
    public var parts: [FiveParts.Part]
    public init(parts: [FiveParts.Part]) { self.parts = parts }
  }

  public struct PrinterUnavailable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Guides.PrinterUnavailable"
    public var reason: String
    public init(reason: String) { self.reason = reason }
  }
}
