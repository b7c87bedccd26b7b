public import Hall
public import Varlink

/// `org.hallway.Letters`
public enum LettersInterface {
  public enum Shape: String, Codable, Sendable { case line, list, day }

  public struct FieldOfKind: Codable, Sendable, Equatable {
    public var name: String
    public var label: Bilingual
    public var shape: Shape
    public var needed: Bool

    public init(name: String, label: Bilingual, shape: Shape, needed: Bool) {
      self.name = name
      self.label = label
      self.shape = shape
      self.needed = needed
    }
  }

  public struct KindOfLetter: Codable, Sendable, Equatable {
    public var kind: LetterKind
    public var code: String
    public var title: Bilingual
    public var copies: Int
    public var edition: String?
    public var fields: [FieldOfKind]

    public init(
      kind: LetterKind, code: String, title: Bilingual, copies: Int, edition: String?,
      fields: [FieldOfKind]
    ) {
      self.kind = kind
      self.code = code
      self.title = title
      self.copies = copies
      self.edition = edition
      self.fields = fields
    }
  }

  public struct Field: Codable, Sendable, Equatable {
    public var name: String
    public var values: [String]

    public init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  public struct Print: Codable, Sendable, Equatable {
    public var form: LetterForm
    public var at: String
    public var by: String
    public var paper: PaperState
    public var fault: String?

    public init(form: LetterForm, at: String, by: String, paper: PaperState, fault: String?) {
      self.form = form
      self.at = at
      self.by = by
      self.paper = paper
      self.fault = fault
    }
  }

  public struct Letter: Codable, Sendable, Equatable {
    public var number: String
    public var kind: LetterKind
    public var title: Bilingual
    public var day: String
    public var at: String
    public var window: String
    public var ticket: String
    public var by: String
    public var receipt: String?
    public var dueDay: String?
    public var earlier: String?
    public var why: String?
    public var forgotten: Bool
    public var prints: [Print]

    public init(
      number: String, kind: LetterKind, title: Bilingual, day: String, at: String, window: String,
      ticket: String, by: String, receipt: String?, dueDay: String?, earlier: String?,
      why: String?, forgotten: Bool, prints: [Print]
    ) {
      self.number = number
      self.kind = kind
      self.title = title
      self.day = day
      self.at = at
      self.window = window
      self.ticket = ticket
      self.by = by
      self.receipt = receipt
      self.dueDay = dueDay
      self.earlier = earlier
      self.why = why
      self.forgotten = forgotten
      self.prints = prints
    }
  }

  public struct LetterReply: Codable, Sendable, Equatable {
    public var letter: Letter
    public init(letter: Letter) { self.letter = letter }
  }

  public enum Kinds: VarlinkMethod {
    public static let name = "org.hallway.Letters.Kinds"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var kinds: [KindOfLetter]
      public init(kinds: [KindOfLetter]) { self.kinds = kinds }
    }
  }

  public enum Preview: VarlinkMethod {
    public static let name = "org.hallway.Letters.Preview"

    public struct Parameters: Codable, Sendable, Equatable {
      public var kind: LetterKind
      public var receipt: String?
      public var guide: String?
      public var fields: [Field]
      public var page: Int?
      public var sample: Bool?

      public init(
        kind: LetterKind, receipt: String? = nil, guide: String? = nil, fields: [Field] = [],
        page: Int? = nil, sample: Bool? = nil
      ) {
        self.kind = kind
        self.receipt = receipt
        self.guide = guide
        self.fields = fields
        self.page = page
        self.sample = sample
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      /// PNG in base64.
      public var png: String
      public var pages: Int

      public init(png: String, pages: Int) {
        self.png = png
        self.pages = pages
      }
    }
  }

  public enum Issue: VarlinkMethod {
    public static let name = "org.hallway.Letters.Issue"

    public enum Form: String, Codable, Sendable, CaseIterable { case a4, slip, none }

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var kind: LetterKind
      public var receipt: String?
      public var guide: String?
      public var fields: [Field]
      public var form: Form?
      public var why: String?
      public var requestId: String

      public init(
        window: String, kind: LetterKind, receipt: String? = nil, guide: String? = nil,
        fields: [Field] = [], form: Form? = nil, why: String? = nil, requestId: String
      ) {
        self.window = window
        self.kind = kind
        self.receipt = receipt
        self.guide = guide
        self.fields = fields
        self.form = form
        self.why = why
        self.requestId = requestId
      }
    }

    public typealias Reply = LetterReply
  }

  public enum Reprint: VarlinkMethod {
    public static let name = "org.hallway.Letters.Reprint"

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var number: String
      public var form: LetterForm?

      public init(window: String, number: String, form: LetterForm? = nil) {
        self.window = window
        self.number = number
        self.form = form
      }
    }

    public typealias Reply = LetterReply
  }

  public enum Get: VarlinkMethod {
    public static let name = "org.hallway.Letters.Get"

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String
      public init(number: String) { self.number = number }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var letter: Letter
      public var text: [String]

      public init(letter: Letter, text: [String]) {
        self.letter = letter
        self.text = text
      }
    }
  }

  public enum List: VarlinkMethod {
    public static let name = "org.hallway.Letters.List"

    public struct Parameters: Codable, Sendable, Equatable {
      public var receipt: String?
      public var day: String?

      public init(receipt: String? = nil, day: String? = nil) {
        self.receipt = receipt
        self.day = day
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var letters: [Letter]
      public init(letters: [Letter]) { self.letters = letters }
    }
  }
}
