/// Why the queue does not do what was asked; nothing has changed.
public enum QueueRefusal: Error, Sendable, Equatable {
  /// The same person waits for the same service already.
  case alreadyWaiting(TicketNumber)
  /// The request identifier was used for another service.
  case requestMismatch
  /// The letter has no more numbers today; see ``NumberScheme/BandEnd``.
  case bandExhausted(letter: String)
  case hallPaused(Pause)
  /// No more numbers without a reservation today; the decision says why.
  case beyondQuota(String, WalkInQuota.Decision)
  case noSuchService(String)
  /// The service is not offered on that day.
  case notOffered(String, Catalogue.Validity)
  case noSuchWindow(String)
  case noSuchTicket
  /// The window has called nobody.
  case nobodyAtWindow(String)
  /// The ticket's state does not allow it.
  case notPossible(from: TicketState, to: TicketState)
  /// Its holder has no number in hand yet, or is not due or not here.
  case notCallable
  /// Nobody is at work there to send somebody to.
  case windowClosed(String)
  /// Nobody proved to be at work there, or not by this hand.
  case clerkNeeded(window: String)
  /// Numbers of this block are printed already; say whether the same ones or more are wanted.
  case blockPrinted(first: TicketNumber, last: TicketNumber)
  /// A letter has so many emergency numbers a day and no more.
  case blockTooLong(left: Int)
  /// Another window has it, or it was sent to another.
  case elsewhere(window: String)
  /// A number is passed after so many calls.
  case callAgainFirst(calls: Int, needed: Int)
  /// It came back as often as it may; a new number is to be taken.
  case noMoreReturns
  /// Nothing was done here, or it was too long ago, or somebody went on with it.
  case nothingToUndo
  /// The window stands otherwise than the caller saw it.
  case moved(window: String)
  /// A clerk has to write down why.
  case reasonNeeded
  case noSuchBooking
  /// It was used, cancelled or missed.
  case bookingOver(Booking.State)
  /// A kiosk gives its number from then on.
  case tooEarly(from: Moment)
  /// Too many reservations were missed.
  case restricted(until: Moment)
  case codeTaken
  /// Times of a slot, or of a number that is entered late, contradict each other.
  case timesContradict
  /// The number was entered or issued already, or the machine gives out numbers of its letter.
  case numberTaken
}
