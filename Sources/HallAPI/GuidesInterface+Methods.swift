public import Hall
public import Varlink

extension GuidesInterface {
  public enum Contents: VarlinkMethod {
    public static let name = "org.hallway.Guides.Contents"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var edition: String
      public var source: Bilingual
      public var count: Int
      public var departments: [GuideBook.Department]
      public var themes: [GuideBook.Theme]

      public init(
        edition: String, source: Bilingual, count: Int, departments: [GuideBook.Department],
        themes: [GuideBook.Theme]
      ) {
        self.edition = edition
        self.source = source
        self.count = count
        self.departments = departments
        self.themes = themes
      }
    }
  }

  public enum Search: VarlinkMethod {
    public static let name = "org.hallway.Guides.Search"

    public struct Parameters: Codable, Sendable, Equatable {
      public var text: String
      public var department: String?
      public var theme: String?
      public var scope: GuideScope?
      public var limit: Int?

      public init(
        text: String, department: String? = nil, theme: String? = nil, scope: GuideScope? = nil,
        limit: Int? = nil
      ) {
        self.text = text
        self.department = department
        self.theme = theme
        self.scope = scope
        self.limit = limit
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var hits: [Hit]
      public var count: Int

      public init(hits: [Hit], count: Int) {
        self.hits = hits
        self.count = count
      }
    }
  }

  public enum Get: VarlinkMethod {
    public static let name = "org.hallway.Guides.Get"

    public struct Parameters: Codable, Sendable, Equatable {
      public var id: String?
      public var service: String?

      public init(id: String? = nil, service: String? = nil) {
        self.id = id
        self.service = service
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var guide: Guide
      public var notices: [Notice]

      public init(guide: Guide, notices: [Notice]) {
        self.guide = guide
        self.notices = notices
      }
    }
  }

  public enum Asked: VarlinkMethod {
    public static let name = "org.hallway.Guides.Asked"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var guide: String
      public var question: String

      public init(guide: String, question: String) {
        self.guide = guide
        self.question = question
      }
    }
  }

  public enum TopQuestions: VarlinkMethod {
    public static let name = "org.hallway.Guides.TopQuestions"

    public struct Parameters: Codable, Sendable, Equatable {
      public var limit: Int?

      public init(limit: Int? = nil) { self.limit = limit }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var questions: [TopQuestion]

      public init(questions: [TopQuestion]) { self.questions = questions }
    }
  }

  public enum Notices: VarlinkMethod {
    public static let name = "org.hallway.Guides.Notices"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var notices: [Notice]

      public init(notices: [Notice]) { self.notices = notices }
    }
  }

  public struct Answer: Codable, Sendable, Equatable {
    public var question: String
    public var choice: String

    public init(question: String, choice: String) {
      self.question = question
      self.choice = choice
    }
  }

  public enum Print: VarlinkMethod {
    public static let name = "org.hallway.Guides.Print"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var guide: String
      public var language: Language?
      public var answers: [Answer]?
      public var have: [String]?

      public init(
        guide: String, language: Language? = nil, answers: [Answer]? = nil, have: [String]? = nil
      ) {
        self.guide = guide
        self.language = language
        self.answers = answers
        self.have = have
      }
    }
  }
}
