import Hall
import HallAPI
import TextUI

@testable import KioskScreens

/// How a person comes to the screens of several matters, of holders and of reservations.
extension GoldenScene {
  func toSeveral(_ person: inout Person) -> Bool {
    switch self {
    case .offerSeveral: person.type("114a12")
    case .cardSeveral: person.type("111a13")
    case .cardTimeoutSeveral:
      person.type("112a13v1")
      person.reading(.timeout)
    case .otherMatter: person.type("111a1")
    case .ticketSeveral:
      person.type("111a11a12")
      person.reading(.card)
      person.take(
        SampleHall.ticket(paper: .init(state: .printed), later: ["pension", "ask"]))
    case .hallPaused, .noMoreNumbers, .notOfferedYet, .notOfferedAnyMore,
      .quotaExhausted:
      person.type("1121")
      if let trouble = noNumbers { person.fail(trouble) }
    default: return false
    }
    return true
  }

  private var noNumbers: Trouble? {
    switch self {
    case .hallPaused: .hallPaused(.system, backAt: "2026-11-23T10:30:00+08:00")
    case .noMoreNumbers: .noMoreNumbers
    case .quotaExhausted: .quotaExhausted
    case .notOfferedYet: .notOffered(from: LocalDay("2026-12-01"), until: nil)
    case .notOfferedAnyMore: .notOffered(from: nil, until: LocalDay("2026-11-20"))
    default: nil
    }
  }

  func toHolder(_ person: inout Person) -> Bool {
    switch self {
    case .myNumberForm: person.type("4a012")
    case .myNumberUnknown:
      person.type("4HW:A012:483920")
      person.press(.enter)
      person.fail(.noSuchTicket)
    case .choicesOfNumberOnly:
      person.type("111")
      person.reading(.card)
      person.fail(.alreadyWaiting(number: "A007"))
      var ticket = SampleHall.ticket("A007", paper: .init(state: .printed))
      ticket.secret = nil
      person.reply(.followed(ticket))
      person.type("m")
    default: return toOwnTicket(&person)
    }
    return true
  }

  private func toOwnTicket(_ person: inout Person) -> Bool {
    let inHand = SampleHall.ticket(paper: .init(state: .printed))
    switch self {
    case .ticketLookedUp: person.lookUp(inHand)
    case .ticketChoices: person.lookUp(inHand, then: "m")
    case .leaving: person.lookUp(inHand, then: "m1")
    case .ticketAway: person.lookUp(SampleHall.away())
    case .ticketPassed: person.lookUp(SampleHall.passed())
    case .passedForGood: person.lookUp(SampleHall.passed(mayReturn: false))
    case .givingUp: person.lookUp(inHand, then: "m3")
    case .ticketGivenUp:
      person.lookUp(inHand, then: "m32")
      person.reply(.found(SampleHall.ticket(state: .abandoned, paper: .init(state: .printed))))
      person.reply(
        .followed(SampleHall.ticket(state: .abandoned, paper: .init(state: .printed))))
    case .stateChanged:
      person.lookUp(inHand, then: "m32")
      person.fail(.notPossible)
      person.reply(
        .followed(
          SampleHall.ticket(state: .called, paper: .init(state: .printed), window: "W03")))
    case .noMoreReturns:
      person.lookUp(SampleHall.passed(), then: "b")
      person.fail(.noMoreReturns)
    case .waitUnknown, .turnIsNear:
      person.lookUp(inHand, then: "m15")
      person.fail(self == .turnIsNear ? .turnIsNear : .waitUnknown)
    case .askWhyForm: person.lookUp(inHand, then: "m2va007")
    case .explained, .notCalled:
      person.lookUp(inHand, then: "m2va007")
      person.press(.enter)
      guard self == .explained else {
        person.fail(.notCalled)
        break
      }
      let words = OrderPhrases.words(for: .priority(.elder), policy: OrderPolicy())
      person.reply(.explained(.init(number: "VA007", reason: "priority", words: words)))
    default: return false
    }
    return true
  }

  func toReservation(_ person: inout Person) -> Bool {
    switch self {
    case .checkInCard: person.type("5")
    case .checkInNoReader:
      person.type("5")
      person.reply(.failed(.readCard(timeoutSeconds: Timing.cardWait), .noReader))
    case .checkInForm: person.type("51yy-20")
    case .ticketReserved, .ticketAfterSlot:
      person.type("5")
      person.reading(.card)
      let isLate = self == .ticketAfterSlot
      person.reply(.checkedIn(SampleHall.checkedIn(isLate ? .noShow : .checkedIn)))
      person.reply(
        .followed(
          SampleHall.ticket(
            "YA003", paper: .init(state: .printed),
            callableFrom: isLate ? nil : "2026-11-23T10:00:00+08:00")))
    default:
      guard let trouble = refusal else { return false }
      person.type("51yy-2031")
      person.press(.enter)
      person.fail(trouble)
    }
    return true
  }

  private var refusal: Trouble? {
    switch self {
    case .tooEarly: .tooEarly(from: "2026-11-23T13:30:00+08:00")
    case .noReservation: .noReservation
    case .checkedInAlready: .reservationOver(.checkedIn)
    case .reservationCancelled: .reservationOver(.cancelled)
    case .restricted: .restricted(until: "2026-11-30T10:00:00+08:00")
    default: nil
    }
  }
}

extension Person {
  /// Comes back to the kiosk with the paper, and presses `keys` then.
  mutating func lookUp(_ ticket: QueueInterface.Ticket, then keys: String = "") {
    type("4HW:A012:483920")
    press(.enter)
    reply(.found(ticket))
    reply(.followed(ticket))
    type(keys)
  }
}
