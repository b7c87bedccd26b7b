import Hall
import HallAPI

extension Notice {
  static func closed(opens: Bilingual?) -> Notice {
    Notice(
      title: KioskPhrases.closedTitle,
      lines: [
        opens.map(KioskPhrases.opensAt) ?? KioskPhrases.opensUnknown, KioskPhrases.closedHelp,
      ], options: [Option(.takeNumber, KioskPhrases.chooseOther)])
  }

  static let noCases = Notice(
    title: KioskPhrases.noCases, lines: [KioskPhrases.noCasesHelp],
    options: [Option(.byReceipt, KioskPhrases.byReceipt)])

  /// What to say when the service refused, and what can be done about it.
  static func about(_ trouble: Trouble, _ working: Working, at now: Moment) -> Notice {
    aboutTicket(trouble, working) ?? aboutNumbers(trouble, working, at: now)
      ?? aboutTheRest(trouble, working)
  }

  private static func aboutTheRest(_ trouble: Trouble, _ working: Working) -> Notice {
    switch trouble {
    case .closed(let opensAt): return closed(opens: opensAt.flatMap(ServiceTime.words))
    case .cardRequired:
      let again = working.offer.map { Option(.service($0.service), KioskPhrases.byCardNow) }
      return Notice(
        title: KioskPhrases.cardRequiredHelp, lines: [KioskPhrases.askStaff],
        options: [again].compactMap { $0 })
    case .noSuchService:
      return Notice(
        title: KioskPhrases.serviceGone, lines: [KioskPhrases.closedHelp],
        options: [Option(.takeNumber, KioskPhrases.chooseOther)])
    case .tryLater(let seconds):
      return Notice(
        title: KioskPhrases.tryLater, lines: [KioskPhrases.tryLaterHelp(seconds: seconds)],
        options: [])
    case .alreadyRated:
      return alreadyRated(working)
    case .notRateable(let reason): return notRateable(reason, working)
    case .repeatVisits(let visits, let helpService):
      return cameOften(visits, helpService, working)
    case .noSuchGuide:
      return Notice(
        title: KioskPhrases.guideGone, lines: [KioskPhrases.askStaff],
        options: [Option(.guides, KioskPhrases.guides)])
    case .noSuchTicket:
      return Notice(
        title: KioskPhrases.noSuchTicket, lines: [KioskPhrases.noSuchTicketHelp],
        options: [Option(.rate, KioskPhrases.tryAgain)])
    default:
      return Notice(
        title: KioskPhrases.somethingElse, lines: [KioskPhrases.askStaff],
        options: wayBack(working.ticket), ticket: working.ticket)
    }
  }

  /// Somebody may choose the window that takes up what could not be done, and need not.
  private static func cameOften(_ visits: Int, _ help: String, _ working: Working) -> Notice {
    var notice = Notice(
      title: KioskPhrases.cameOften(visits), lines: [KioskPhrases.cameOftenHelp],
      options: [
        Option(.takeHelp, KioskPhrases.takeHelp), Option(.takeUsual, KioskPhrases.takeUsual),
      ])
    if case .takeTicket(let wish) = working.request, let offer = working.offer {
      notice.visit = RepeatedVisit(wish: wish, offer: offer, helpService: help)
    }
    return notice
  }

  /// The first rating stays; its giver may add one.
  static func alreadyRated(_ target: RatingTarget) -> Notice {
    Notice(
      title: KioskPhrases.alreadyRated,
      lines: [KioskPhrases.alreadyRatedHelp, KioskPhrases.rateAgainHelp],
      options: [Option(.rateAgain, KioskPhrases.rateAgain)], isWarning: false, rating: target)
  }

  /// Both were given.
  static let ratedTwice = Notice(
    title: KioskPhrases.ratedTwice, lines: [KioskPhrases.ratedTwiceHelp], options: [],
    isWarning: false)

  /// Somebody else was faster with the same ticket.
  private static func alreadyRated(_ working: Working) -> Notice {
    switch working.request {
    case .rate:
      Notice(
        title: KioskPhrases.alreadyRated, lines: [KioskPhrases.alreadyRatedHelp], options: [],
        isWarning: false)
    default: ratedTwice
    }
  }

  /// Who scans a number that is still waiting wants to see it rather than to rate it.
  private static func notRateable(
    _ reason: RatingsInterface.NotRateableReason, _ working: Working
  ) -> Notice {
    var notice = Notice(title: KioskPhrases.notRateable, lines: [words(reason)], options: [])
    if reason == .notFinished, case .checkRating(let asked) = working.request {
      notice.ticket = TicketScreen(
        number: asked.ticket, secret: asked.secret, origin: .lookedUp)
      notice.options = wayBack(notice.ticket)
    }
    return notice
  }

  private static func words(_ reason: RatingsInterface.NotRateableReason) -> Bilingual {
    switch reason {
    case .notFinished, .notOpen: KioskPhrases.notFinishedYet
    case .tooLate: KioskPhrases.tooLateToRate
    case .noSuchPad, .nobodyServed, .wrongPlace, .notRated: KioskPhrases.nobodyServed
    }
  }
}
