public import Hall
public import Varlink

extension LettersInterface {
  public struct NotOffered: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NotOffered"
    public var kind: LetterKind
    public init(kind: LetterKind) { self.kind = kind }
  }

  public struct FieldsMissing: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.FieldsMissing"
    public var fields: [String]
    public init(fields: [String]) { self.fields = fields }
  }

  public struct BadField: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.BadField"

    public enum Reason: String, Codable, Sendable {
      case unknown, notOfKind, tooLong, tooMany, notADay, dayPassed, notOneLine
    }

    public var field: String
    public var reason: Reason
    public var nearest: String?

    public init(field: String, reason: Reason, nearest: String? = nil) {
      self.field = field
      self.reason = reason
      self.nearest = nearest
    }
  }

  public struct AlreadyNotified: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.AlreadyNotified"
    public var number: String
    public init(number: String) { self.number = number }
  }

  public struct NoGlyph: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NoGlyph"
    public var character: String
    public var code: String

    public init(character: String, code: String) {
      self.character = character
      self.code = code
    }
  }

  public struct NotDrawn: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NotDrawn"
    public enum Reason: String, Codable, Sendable { case late, busy, tooLong, noPage, broken }

    public var reason: Reason
    public var pages: Int?

    public init(reason: Reason, pages: Int? = nil) {
      self.reason = reason
      self.pages = pages
    }
  }

  public struct NoSuchLetter: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NoSuchLetter"
    public var number: String
    public init(number: String) { self.number = number }
  }

  public struct NoSuchGuide: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NoSuchGuide"
    public var guide: String
    public init(guide: String) { self.guide = guide }
  }

  public struct Forgotten: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.Forgotten"
    public var number: String
    public init(number: String) { self.number = number }
  }

  public struct NoPrinter: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.NoPrinter"
    public var form: LetterForm
    public init(form: LetterForm) { self.form = form }
  }

  public struct RequestMismatch: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Letters.RequestMismatch"
    public var requestId: String
    public init(requestId: String) { self.requestId = requestId }
  }
}
