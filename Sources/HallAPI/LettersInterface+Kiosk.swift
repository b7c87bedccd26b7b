public import Hall
public import Varlink

/// What whoever a letter is for may do with it at a kiosk.
extension LettersInterface {
  public struct OwnLetter: Codable, Sendable, Equatable {
    public var number: String
    public var kind: LetterKind
    public var title: Bilingual
    public var day: String
    public var dueDay: String?
    public var printable: Bool
    public var paper: PaperState?

    public init(
      number: String, kind: LetterKind, title: Bilingual, day: String, dueDay: String? = nil,
      printable: Bool = true, paper: PaperState? = nil
    ) {
      self.number = number
      self.kind = kind
      self.title = title
      self.day = day
      self.dueDay = dueDay
      self.printable = printable
      self.paper = paper
    }
  }

  public enum OfCase: VarlinkMethod {
    public static let name = "org.hallway.Letters.OfCase"

    public struct Parameters: Codable, Sendable, Equatable {
      public var handle: String
      public init(handle: String) { self.handle = handle }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var letters: [OwnLetter]
      public var forms: [LetterForm]

      public init(letters: [OwnLetter], forms: [LetterForm]) {
        self.letters = letters
        self.forms = forms
      }
    }
  }

  public enum PrintOwn: VarlinkMethod {
    public static let name = "org.hallway.Letters.PrintOwn"

    public struct Parameters: Codable, Sendable, Equatable {
      public var handle: String
      public var number: String
      public var form: LetterForm?

      public init(handle: String, number: String, form: LetterForm? = nil) {
        self.handle = handle
        self.number = number
        self.form = form
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var letter: OwnLetter
      public var fault: String?

      public init(letter: OwnLetter, fault: String? = nil) {
        self.letter = letter
        self.fault = fault
      }
    }
  }

  public struct HandleExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.HandleExpired"
    public init() {}
  }

  public struct PrintedEnough: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.PrintedEnough"
    public var number: String
    public init(number: String) { self.number = number }
  }
}
