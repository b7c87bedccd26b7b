public import Hall
public import HallAPI
public import TextUI

/// Everything that can happen to the kiosk.
public enum Event: Sendable {
  case key(Key)
  /// A touch or click at a cell of a screen of that size.
  case click(Position, Size)
  /// The terminal has this size from now on.
  case sized(Size)
  /// About once a second.
  case tick
  /// The service's answer to a request of that generation.
  case reply(Reply, generation: Int)
  case described(Result<HallInterface.Describe.Reply, Trouble>)
  /// The edition of levels and reasons in force.
  case catalogue(RatingsInterface.Catalogue.Reply)
  /// A code before the scanner of this kiosk.
  case scanned(String)
}

/// What the kiosk wants done outside; whoever does it answers with an ``Event``.
public enum Request: Sendable, Equatable {
  /// What the hall offers; answered with ``Event/described(_:)``.
  case describe
  case readCard(timeoutSeconds: Int)
  case takeTicket(QueueInterface.TakeTicket.Parameters)
  case follow(QueueInterface.TicketQuestion)
  /// The person has the number from the screen; answered with ``Reply/followed(_:)``.
  case handOver(QueueInterface.TicketProof)
  case reprint(QueueInterface.Reprint.Parameters)
  case lookUp(CasesInterface.Lookup.Parameters)
  case printCase(CasesInterface.Print.Parameters)
  /// Which levels and reasons are in force; answered with ``Event/catalogue(_:)``, or not at all.
  case catalogue
  /// Whether a ticket may be rated, before anybody is asked for words; answered with
  /// ``Reply/mayRate(_:)``.
  case checkRating(RatingsInterface.Check.Parameters)
  case rate(RatingsInterface.Submit.Parameters)
  case rateAgain(RatingsInterface.RateAgain.Parameters)
  /// Somebody came back with their number; this and the next three are answered with
  /// ``Reply/found(_:)``.
  case lookUpTicket(QueueInterface.TicketQuestion)
  case leave(QueueInterface.Leave.Parameters)
  case comeBack(QueueInterface.TicketProof)
  case giveUp(QueueInterface.TicketProof)
  case explain(QueueInterface.Explain.Parameters)
  case checkIn(ReservationsInterface.CheckIn.Parameters)
  case searchGuides(GuidesInterface.Search.Parameters)
  case guide(GuidesInterface.Get.Parameters)
  case topQuestions, guideNotices
  /// An answer was read; answered with nothing.
  case questionRead(GuidesInterface.Asked.Parameters)
  case printGuide(GuidesInterface.Print.Parameters)
  case myData(PrivacyInterface.Mine.Parameters)
  case caseLetters(LettersInterface.OfCase.Parameters)
  case printLetter(LettersInterface.PrintOwn.Parameters)
  /// A person is called to this kiosk; answered with ``Reply/help(_:)`` again and again.
  case callHelp
  /// Demonstrations: the next invented card on, or any card off, the simulated reader.
  case placeDemoCard, removeDemoCard
  /// A person has gone: paint everything anew, so that nothing stays in the terminal.
  case wipe
  /// Reads the screen aloud in its language, in place of what is being said. 语音提示
  case say(Bilingual)
  /// Stops what is being said.
  case hush
}

extension Request {
  /// A card was read for it and may still lie on the reader.
  var usesCard: Bool {
    switch self {
    case .takeTicket(let parameters): parameters.card != nil
    case .lookUp(let parameters): parameters.card != nil
    case .checkIn(let parameters): parameters.card != nil
    case .myData: true
    default: false
    }
  }

  /// Whoever asks fears to get two numbers, or none.
  var givesNumber: Bool {
    switch self {
    case .takeTicket, .checkIn: true
    default: false
    }
  }
}

/// What came of a request.
public enum Reply: Sendable, Equatable {
  case reading(CardsInterface.Reading)
  case taken(QueueInterface.Ticket)
  case followed(QueueInterface.Ticket)
  case reprinted(QueueInterface.Ticket)
  case cases([CasesInterface.Case])
  case casePrinted
  case mayRate(RatingsInterface.Check.Reply)
  case rated(level: Int)
  /// The ticket as it stands after a look-up, or after its holder changed something.
  case found(QueueInterface.Ticket)
  case explained(QueueInterface.Explain.Reply)
  case checkedIn(ReservationsInterface.CheckIn.Reply)
  case guidesFound(GuidesInterface.Search.Reply, GuidesInterface.Search.Parameters)
  case guide(GuidesInterface.Get.Reply)
  case topQuestions([GuidesInterface.TopQuestion])
  case guideNotices([GuidesInterface.Notice])
  case guidePrinted
  case myData(PrivacyInterface.Mine.Reply)
  case letters(LettersInterface.OfCase.Reply)
  case letterPrinted(LettersInterface.PrintOwn.Reply)
  case help(HelpInterface.HelpCall)
  case failed(Request, Trouble)
}

/// Every way the service or the road to it can say no.
public enum Trouble: Error, Sendable, Equatable {
  /// No connection, a lost reply or no answer in time: worth another try.
  case unreachable
  case closed(opensAt: String?)
  case alreadyWaiting(number: String)
  case cardRequired
  case cardExpired
  case noReader
  case readerBusy
  case readerFault(String)
  case noSuchService
  case noSuchTicket
  case printerUnavailable(String)
  case noMatch
  /// The case was looked up too long ago to be printed.
  case handleExpired
  /// The letter was printed here as often as a kiosk prints one.
  case printedEnough
  case tryLater(seconds: Int)
  case alreadyRated
  case notRateable(RatingsInterface.NotRateableReason)
  case hallPaused(Pause.Reason, backAt: String?)
  case noMoreNumbers
  /// No more numbers without a reservation today.
  case quotaExhausted
  /// The matter's days are over or have not begun.
  case notOffered(from: LocalDay?, until: LocalDay?)
  /// The ticket's state does not allow it any more.
  case notPossible
  case noMoreReturns
  /// Nobody can say when the holder's turn comes.
  case waitUnknown
  /// The turn comes too soon to leave before it.
  case turnIsNear
  case notCalled
  case noReservation
  case reservationOver(Booking.State)
  case tooEarly(from: String)
  case restricted(until: String)
  /// The card's holder was served for this matter so often already.
  case repeatVisits(Int, helpService: String)
  case noSuchGuide
  /// An error this kiosk has no words for; its name, for staff.
  case other(String)
}

/// What a choice on the screen does.
public enum Action: Hashable, Sendable {
  case takeNumber, progress, rate, myNumber, checkIn, language, home, back, stay
  case page(Int)
  case field(String)
  case service(String)
  case take
  case withoutCard, readAgain, choosePriority, anotherMatter
  case priority(Priority?)
  case byCard, byReceipt, byOrganisation, byCode
  case showCase(Int), printCase
  case entry(Int), type(Character), erase, submit
  case level(Int)
  /// A reason of the catalogue is chosen, or not any more.
  case reason(String)
  case writeWords, rateAgain, elder
  case reprint
  /// Another page of the ticket on the screen.
  case ticket(TicketScreen.Page)
  /// Back within so many minutes, or before the turn comes.
  case leave(minutes: Int?)
  case comeBack, giveUp, askWhy, showTicket, chooseTime
  case guides, nextScope, topQuestions, guideNotices, printGuide, takeForGuide
  case openGuide(String)
  case openEntry(Int)
  case checkPapers, skipPapers, takeWithPapers, tickAgain, printMissing
  case paperChoice(String)
  case paperTick(String)
  /// The window that takes up what could not be done, or the usual one all the same.
  case takeHelp, takeUsual
  case myData, phone
  /// Calls a person; then back to what was on the screen.
  case callHelp, goOn
  case caseLetters
  case printLetter(String)
  /// On A4 or as a slip.
  case otherForm
}
