import Hall
import HallAPI
import TextUI

@testable import KioskScreens

/// The screens that are kept as goldens and how a person comes to each.
enum GoldenScene: String, CaseIterable, Sendable {
  case connecting, restarting, home, homeClosed, homeDemo, fields, fieldsPage2, services, offer
  case cardRequired, cardOptional, cardPriority, cardReading, cardRetry, cardTimeout, cardNoReader
  case cardUnplugged, priority, working, workingLost, ticketPrinting, ticketPrinted
  case ticketPaperOut, ticketSilent, ticketNoPrinter, ticketUnknownWait, ticketCalled
  case ticketCountdown, alreadyWaiting, closed, lookupWays, lookupForm, lookupMissing, noMatch
  case tryLater, cases, caseDetail, caseFinished, caseJoint, organisationForm, ratingForm, levels,
    thanks, alreadyRated
  case notRateable, levelsElder, reasons, reasonsElder, words, rateAgain, thanksElder
  case ratingUnknown, ratedTwice, reasonsCountdown, reasonsElderCountdown
  case offerSeveral, cardSeveral, cardTimeoutSeveral, otherMatter, ticketSeveral
  case myNumberForm, myNumberUnknown, ticketLookedUp, ticketChoices, choicesOfNumberOnly, leaving
  case ticketAway, ticketPassed, passedForGood, givingUp, ticketGivenUp, stateChanged
  case noMoreReturns, waitUnknown, turnIsNear, askWhyForm, explained, notCalled
  case checkInCard, checkInNoReader, checkInForm, ticketReserved, ticketAfterSlot, tooEarly
  case noReservation, checkedInAlready, reservationCancelled, restricted
  case myData, helpCalled, helpLost, letters, phoneForm, offerWithPhone, homeReminder
  case hallPaused, noMoreNumbers, notOfferedYet, notOfferedAnyMore, quotaExhausted

  func person(_ language: Language) -> Person {
    var person = Person(
      language: language, isDemo: self == .homeDemo,
      connected: self != .connecting && self != .restarting)
    switch self {
    case .connecting, .home, .homeDemo: break
    case .restarting: person.send(.described(.failure(.unreachable)))
    case .homeClosed: person.send(.described(.success(SampleHall.describe(openNow: false))))
    case .fields: person.type("1")
    case .fieldsPage2: person.type("19")
    case .services: person.type("11")
    case .offer: person.type("114")
    case .closed: person.type("113")
    case .lookupWays: person.type("2")
    default:
      _ =
        toCard(&person) || toTicket(&person) || toCase(&person) || toSeveral(&person)
        || toHolder(&person) || toReservation(&person) || toPerson(&person) || toRating(&person)
    }
    return person
  }

  private func toCard(_ person: inout Person) -> Bool {
    switch self {
    case .cardRequired: person.type("111")
    case .cardOptional: person.type("112")
    case .cardPriority: person.type("111v1")
    case .priority: person.type("111v")
    case .cardReading:
      person.type("111")
      person.reading(.reading)
    case .cardRetry:
      person.type("111")
      person.reading(.retry, reason: "movedTooEarly")
    case .cardTimeout:
      person.type("112")
      person.reading(.timeout)
    case .cardNoReader:
      person.type("112")
      person.reply(.failed(.readCard(timeoutSeconds: Timing.cardWait), .noReader))
    case .cardUnplugged:
      person.type("111")
      person.reply(.failed(.readCard(timeoutSeconds: Timing.cardWait), .readerFault("unplugged")))
    default: return false
    }
    return true
  }

  private func toTicket(_ person: inout Person) -> Bool {
    switch self {
    case .working, .workingLost, .ticketPrinting, .ticketPrinted, .ticketPaperOut, .ticketSilent,
      .ticketNoPrinter, .ticketUnknownWait, .ticketCalled, .ticketCountdown, .alreadyWaiting:
      person.type("111")
      person.reading(.card)
    default: return false
    }
    switch self {
    case .workingLost: person.lose()
    case .ticketPrinting: person.take(SampleHall.ticket())
    case .ticketPrinted: person.take(SampleHall.ticket(paper: .init(state: .printed), ahead: 1))
    case .ticketPaperOut:
      person.take(SampleHall.ticket(paper: .init(state: .failed, reason: "paperOut")))
    case .ticketSilent:
      person.take(SampleHall.ticket(paper: .init(state: .unknown, reason: "silent")))
    case .ticketNoPrinter: person.take(SampleHall.ticket(paper: .init(state: .none), ahead: 0))
    case .ticketUnknownWait:
      person.take(SampleHall.ticket("VA103", paper: .init(state: .printed), wait: nil))
    case .ticketCalled:
      person.take(SampleHall.ticket())
      person.reply(
        .followed(
          SampleHall.ticket(
            state: .called, paper: .init(state: .printed), ahead: nil, wait: nil, window: "W03")))
    case .ticketCountdown:
      person.take(SampleHall.ticket(paper: .init(state: .printed)))
      person.wait(13)
    case .alreadyWaiting: person.fail(.alreadyWaiting(number: "A007"))
    default: break
    }
    return true
  }

  private func toCase(_ person: inout Person) -> Bool {
    switch self {
    case .lookupForm: person.type("22YS20261102-0017")
    case .lookupMissing:
      person.type("22YS20261102-0017")
      person.press(.enter, .enter)
    case .noMatch, .tryLater:
      person.type("22YS20261102-0017")
      person.press(.tab)
      person.type("wrong")
      person.press(.enter)
      person.fail(self == .noMatch ? .noMatch : .tryLater(seconds: 300))
    case .organisationForm: person.type("2391350100")
    case .cases, .caseDetail, .caseFinished, .caseJoint:
      person.type("21")
      person.reading(.card)
      person.reply(.cases(SampleHall.cases))
      if self == .caseDetail { person.type("1") }
      if self == .caseFinished { person.type("2") }
      if self == .caseJoint { person.type("3") }
    default: return false
    }
    return true
  }

  private func toRating(_ person: inout Person) -> Bool {
    person.type("3")
    guard self != .ratingForm else { return true }
    person.send(.catalogue(SampleHall.catalogue))
    person.type("HW:A012:483920")
    person.press(.enter)
    switch self {
    case .notRateable: person.fail(.notRateable(.notFinished))
    case .ratingUnknown: person.fail(.noSuchTicket)
    case .ratedTwice: person.mayRate(.nothing)
    case .alreadyRated: person.mayRate(.again)
    case .rateAgain:
      person.mayRate(.again)
      person.type("1")
    default:
      person.mayRate()
      return toLevels(&person)
    }
    return true
  }

  private func toLevels(_ person: inout Person) -> Bool {
    switch self {
    case .levels: break
    case .levelsElder: person.type("e")
    case .reasons: person.type("223")
    case .reasonsElder: person.type("e22")
    case .words: person.type("1t等了两个小时，材料还要再补一次。")
    case .reasonsCountdown:
      person.type("21")
      person.wait(Int(Timing.idle - 5))
    case .reasonsElderCountdown:
      person.type("e21")
      person.wait(Int(Timing.unhurried - 5))
    case .thanks, .thanksElder:
      person.type(self == .thanks ? "5" : "e5")
      person.press(.enter)
      person.reply(.rated(level: 5))
    default: return false
    }
    return true
  }
}

extension Person {
  /// The reply to what was asked last never came.
  mutating func lose() { fail(.unreachable) }

  mutating func take(_ ticket: QueueInterface.Ticket) { reply(.taken(ticket)) }

  mutating func fail(_ trouble: Trouble) {
    guard let request = lastRequest else { return }
    reply(.failed(request, trouble))
  }
}
