import Hall
import HallAPI

extension Notice {
  static func wayBack(_ ticket: TicketScreen?) -> [Option] {
    ticket == nil ? [] : [Option(.showTicket, KioskPhrases.showMyNumber)]
  }

  /// What a holder is told who asked for something about their number, or about another one.
  static func aboutTicket(_ trouble: Trouble, _ working: Working) -> Notice? {
    let ticket = working.ticket
    func notice(_ title: Bilingual, _ help: Bilingual, _ options: [Option]) -> Notice {
      Notice(title: title, lines: [help], options: options, ticket: ticket)
    }
    let askAgain = [Option(.askWhy, KioskPhrases.askAnother)] + wayBack(ticket)
    let chooseTime = [Option(.chooseTime, KioskPhrases.chooseTime)] + wayBack(ticket)
    switch (trouble, working.request) {
    case (.noSuchTicket, .explain):
      return notice(KioskPhrases.calledUnknown, KioskPhrases.notCalledYetHelp, askAgain)
    case (.notCalled, _):
      return notice(KioskPhrases.notCalledYet, KioskPhrases.notCalledYetHelp, askAgain)
    case (.noSuchTicket, .leave), (.noSuchTicket, .comeBack), (.noSuchTicket, .giveUp):
      return notice(
        KioskPhrases.calledUnknown, KioskPhrases.askStaff,
        [Option(.takeNumber, KioskPhrases.takeNewNumber)])
    case (.noMoreReturns, _):
      return notice(
        KioskPhrases.noMoreReturns, KioskPhrases.noMoreReturnsHelp,
        [Option(.takeNumber, KioskPhrases.takeNewNumber)])
    case (.waitUnknown, _):
      return notice(KioskPhrases.waitUnknownTitle, KioskPhrases.waitUnknownHelp, chooseTime)
    case (.turnIsNear, _):
      return notice(KioskPhrases.turnIsNear, KioskPhrases.turnIsNearHelp, chooseTime)
    default: return nil
    }
  }

  /// Why the hall gives no number now, or none for this reservation.
  static func aboutNumbers(_ trouble: Trouble, _ working: Working, at now: Moment) -> Notice? {
    let takeNumber = [Option(.takeNumber, KioskPhrases.takeNumber)]
    switch trouble {
    case .hallPaused(let reason, let backAt):
      let until =
        backAt.map { KioskPhrases.pausedUntil(ServiceTime.soon($0, at: now)) }
        ?? KioskPhrases.pausedOpenEnd
      return Notice(
        title: KioskPhrases.hallPaused,
        lines: [KioskPhrases.pausedBecause(reason), until, KioskPhrases.numbersStayValid],
        options: [])
    case .noMoreNumbers:
      return Notice(
        title: KioskPhrases.noMoreNumbers, lines: [KioskPhrases.noMoreNumbersHelp],
        options: [Option(.takeNumber, KioskPhrases.chooseOther)])
    case .quotaExhausted:
      // Whoever has not asked for it is told of 绿色通道, which the quota keeps numbers for.
      let isPriority = working.offer?.priority != nil
      return Notice(
        title: KioskPhrases.noMoreNumbers,
        lines: [isPriority ? QuotaPhrases.refusedToPriority : QuotaPhrases.refused],
        options: [Option(.takeNumber, KioskPhrases.chooseOther)])
    case .notOffered(let from, let until):
      return Notice(
        title: KioskPhrases.notOffered,
        lines: [KioskPhrases.offered(from: from, until: until, on: WallClock(now).day)],
        options: [Option(.takeNumber, KioskPhrases.chooseOther)])
    case .tooEarly(let from):
      return Notice(
        title: KioskPhrases.tooEarly,
        lines: [KioskPhrases.tooEarlyHelp(ServiceTime.soon(from, at: now))], options: [])
    case .noReservation:
      return Notice(
        title: KioskPhrases.noReservation, lines: [KioskPhrases.noReservationHelp],
        options: [Option(.byCode, KioskPhrases.byCode)] + takeNumber)
    case .reservationOver(.checkedIn):
      return Notice(
        title: KioskPhrases.checkedInAlready, lines: [KioskPhrases.checkedInAlreadyHelp],
        options: [Option(.myNumber, KioskPhrases.myNumber)])
    case .reservationOver(let state):
      let title =
        state == .cancelled ? KioskPhrases.reservationCancelled : KioskPhrases.reservationOver
      return Notice(title: title, lines: [KioskPhrases.takeNumberInstead], options: takeNumber)
    case .restricted(let until):
      return Notice(
        title: KioskPhrases.restricted(ServiceTime.soon(until, at: now)),
        lines: [KioskPhrases.takeNumberInstead], options: takeNumber)
    default: return nil
    }
  }
}
