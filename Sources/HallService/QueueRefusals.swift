import Hall
import HallAPI
import Varlink

/// The engine's refusals as the citizen's interface says them.
func citizenError(
  _ refusal: QueueRefusal, service: String? = nil, number: String? = nil, request: String? = nil
) -> any Error {
  let number = number ?? ""
  return switch refusal {
  case .requestMismatch: QueueInterface.RequestMismatch(requestId: request ?? "")
  case .alreadyWaiting(let waiting):
    QueueInterface.AlreadyWaiting(service: service ?? "", number: waiting.description)
  case .bandExhausted(let letter): QueueInterface.NoMoreNumbers(letter: letter)
  case .beyondQuota(let service, let decision):
    QueueInterface.QuotaExhausted(
      service: service, words: QuotaPhrases.explanation(decision))
  case .hallPaused(let pause):
    QueueInterface.HallPaused(reason: pause.reason, backAt: pause.backAt)
  case .noSuchService(let service): QueueInterface.NoSuchService(service: service)
  case .notOffered(let service, let validity):
    QueueInterface.NotOffered(
      service: service, from: validity.from?.description, until: validity.until?.description)
  case .noSuchTicket: QueueInterface.NoSuchTicket(number: number)
  case .notPossible(let from, let to):
    QueueInterface.NotPossible(from: from.rawValue, to: to.rawValue)
  case .notCallable: QueueInterface.NotInHand(number: number)
  case .noMoreReturns: QueueInterface.NoMoreReturns(number: number)
  default: refusal
  }
}

/// The engine's refusals as the clerk's interface says them.
func clerkError(_ refusal: QueueRefusal, window: String = "", number: String? = nil)
  -> any Error
{
  let number = number ?? ""
  return switch refusal {
  case .noSuchWindow(let window): CounterInterface.NoSuchWindow(window: window)
  case .notOffered(let service, let validity):
    CounterInterface.NotOffered(
      service: service, from: validity.from?.description, until: validity.until?.description)
  case .clerkNeeded(let window): CounterInterface.ClerkNeeded(window: window)
  case .blockPrinted(let first, let last):
    CounterInterface.BlockPrinted(first: first.description, last: last.description)
  case .blockTooLong(let left): CounterInterface.BlockTooLong(left: left)
  case .nobodyAtWindow(let window): CounterInterface.NothingToFinish(window: window)
  case .noSuchTicket: CounterInterface.NoSuchNumber(number: number)
  case .noSuchService(let service): CounterInterface.NoSuchService(service: service)
  case .notPossible(let from, let to):
    CounterInterface.NotPossible(from: from.rawValue, to: to.rawValue)
  case .notCallable: CounterInterface.NotCallable(number: number)
  case .elsewhere(let window): CounterInterface.Elsewhere(window: window)
  case .callAgainFirst(let calls, let needed):
    CounterInterface.CallAgainFirst(calls: calls, needed: needed)
  case .noMoreReturns: CounterInterface.NoMoreReturns(number: number)
  case .nothingToUndo: CounterInterface.NothingToUndo(window: window)
  case .moved(let window): CounterInterface.Moved(window: window)
  case .reasonNeeded: CounterInterface.ReasonNeeded()
  case .hallPaused(let pause):
    CounterInterface.HallPaused(reason: pause.reason, backAt: pause.backAt)
  case .numberTaken: CounterInterface.NumberTaken(number: number)
  case .timesContradict: CounterInterface.TimesContradict()
  case .windowClosed(let window):
    CounterInterface.NotPossible(
      from: TicketState.transferred.rawValue, to: "window \(window) is closed")
  case .alreadyWaiting(let number):
    CounterInterface.NotPossible(
      from: TicketState.passed.rawValue, to: "\(number) waits already")
  default: refusal
  }
}

/// The engine's refusals as the interface of reservations says them.
func reservationError(_ refusal: QueueRefusal, code: String) -> any Error {
  switch refusal {
  case .noSuchBooking: ReservationsInterface.NoSuchReservation()
  case .bookingOver(let state): ReservationsInterface.ReservationOver(state: state)
  case .tooEarly(let from): ReservationsInterface.TooEarly(from: WallClock(from).iso8601)
  case .restricted(let until): ReservationsInterface.Restricted(until: WallClock(until).iso8601)
  case .codeTaken: ReservationsInterface.CodeTaken(code: code)
  case .noSuchService(let service): ReservationsInterface.NoSuchService(service: service)
  case .notOffered(let service, let validity):
    ReservationsInterface.NotOffered(
      service: service, from: validity.from?.description, until: validity.until?.description)
  default: citizenError(refusal)
  }
}

extension Pause {
  /// The expected return as the interfaces say it.
  var backAt: String? { expectedBack.map { WallClock($0).iso8601 } }
}
