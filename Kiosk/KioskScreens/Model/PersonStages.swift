public import Hall
public import HallAPI

/// A person was called, and what was on the screen before. 呼叫工作人员
public struct HelpScreen: Sendable, Equatable {
  public enum Phase: Sendable, Equatable {
    /// The call is on its way, or lost and made again at the time given.
    case calling(retryAt: Moment?)
    case called, coming, over
    /// Called too often from here.
    case refused
  }

  public var before: Stage
  public var focusBefore: Int
  public var phase = Phase.calling(retryAt: nil)
  public var attempt = 0
}

/// The letters of a case, to be printed one by one. 自助打印文书
public struct LettersScreen: Sendable, Equatable {
  public enum Paper: Sendable, Equatable {
    case printing, printed
    /// The printer took it and has not said that it came out.
    case sent
    case failed
    /// Printed here as often as a kiosk prints one.
    case enough
  }

  /// The case they are of, to come back to.
  public var of: CaseScreen
  public var letters: [LettersInterface.OwnLetter]
  public var forms: [LetterForm]
  public var form: LetterForm
  public var page = 0
  public var paper: Paper?

  init(of screen: CaseScreen, _ reply: LettersInterface.OfCase.Reply) {
    of = screen
    letters = reply.letters
    forms = reply.forms
    form = reply.forms.contains(.a4) ? .a4 : .slip
  }
}

/// What somebody had in the hand here and may leave behind. 随身物品
struct Belongings: Sendable, Equatable {
  var card = false
  var ticket = false
  var papers = false

  var words: Bilingual? {
    KioskPhrases.dontForget(card: card, ticket: ticket, papers: papers)
  }
}

/// Said on the home screen for a moment, to whoever turns away.
struct Reminder: Sendable, Equatable {
  var words: String
  var until: Moment
}
