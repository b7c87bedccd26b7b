import Hall
import HallAPI
import Varlink

/// The queue's refusals in sentences.
enum QueueSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let refused = error.decode(CounterInterface.SignInRefused.self) {
      return refused.waitSeconds > 0
        ? "staff number, PIN or card is wrong; the next try is looked at in \(refused.waitSeconds) s"
        : "staff number, PIN or card is wrong"
    }
    if let window = error.decode(CounterInterface.WindowNotAllowed.self) {
      return "this clerk may not work at window \(window.window)"
    }
    if let block = error.decode(CounterInterface.BlockPrinted.self) {
      return "\(block.first)-\(block.last) were printed today; say --again same or --again more"
    }
    if let block = error.decode(CounterInterface.BlockTooLong.self) {
      return "only \(block.left) numbers of this letter are left today; take another letter"
    }
    if let service = error.decode(ReservationsInterface.NotOffered.self) {
      return offered(service.service, from: service.from, until: service.until)
    }
    if let service = error.decode(CounterInterface.NotOffered.self) {
      return offered(service.service, from: service.from, until: service.until)
    }
    if let hours = error.decode(ReservationsInterface.OutsideHours.self) {
      let spans = hours.spans.map { "\($0.opens)-\($0.closes)" }.joined(separator: ", ")
      return hours.spans.isEmpty
        ? "the hall is closed on \(hours.day)" : "on \(hours.day) the hall is open \(spans)"
    }
    if let missing = error.decode(CounterInterface.NoSuchNumber.self) {
      return "there is no number \(missing.number) today"
    }
    if let state = error.decode(CounterInterface.NotPossible.self) {
      return impossible(state)
    }
    if let number = error.decode(CounterInterface.NotCallable.self) {
      return "\(number.number) cannot be called: nobody holds it yet, its time has not come, "
        + "or its holder has left"
    }
    if let elsewhere = error.decode(CounterInterface.Elsewhere.self) {
      return "that number is at window \(elsewhere.window)"
    }
    if let again = error.decode(CounterInterface.CallAgainFirst.self) {
      return "call it again first: \(again.calls) of \(again.needed) calls"
    }
    if error.decode(CounterInterface.ReasonNeeded.self) != nil {
      return "say why: it goes on record"
    }
    if let number = error.decode(CounterInterface.NoMoreReturns.self) {
      return "\(number.number) came back as often as the hall allows; a new number is to be taken"
    }
    if error.decode(CounterInterface.NothingToUndo.self) != nil {
      return "there is nothing to take back here, or it is too late"
    }
    if let taken = error.decode(CounterInterface.NumberTaken.self) {
      return "\(taken.number) was entered or issued already"
    }
    if error.decode(CounterInterface.TimesContradict.self) != nil {
      return "these times contradict each other, or lie in the future"
    }
    if let paused = error.decode(CounterInterface.HallPaused.self) {
      return "the hall is \(pause(paused.reason, backAt: paused.backAt))"
    }
    if let service = error.decode(CounterInterface.NoSuchService.self) {
      return "there is no service \(service.service); `hallway describe` lists them"
    }
    if let service = error.decode(ReservationsInterface.NoSuchService.self) {
      return "there is no service \(service.service); `hallway describe` lists them"
    }
    if error.decode(ReservationsInterface.NoSuchReservation.self) != nil {
      return "there is no such reservation"
    }
    if let taken = error.decode(ReservationsInterface.CodeTaken.self) {
      return "another reservation has the code \(taken.code)"
    }
    if let restricted = error.decode(ReservationsInterface.Restricted.self) {
      return "this person missed too many reservations and may book again from \(restricted.until)"
    }
    if let over = error.decode(ReservationsInterface.ReservationOver.self) {
      return "that reservation is \(over.state.rawValue)"
    }
    return nil
  }

  /// `to` is a state, or a whole phrase where the number's own state is not what forbids it.
  private static func offered(_ service: String, from: String?, until: String?) -> String {
    let days = [from.map { "from \($0)" }, until.map { "until \($0)" }]
    return "\(service) is offered \(days.compactMap(\.self).joined(separator: " ")) only"
  }

  private static func impossible(_ refusal: CounterInterface.NotPossible) -> String {
    guard let to = TicketState(rawValue: refusal.to) else { return "not possible: \(refusal.to)" }
    guard let from = TicketState(rawValue: refusal.from) else {
      return "that number cannot become \(words(to))"
    }
    return from == to
      ? "that number is \(words(to)) already"
      : "a number that is \(words(from)) cannot become \(words(to))"
  }

  private static func words(_ state: TicketState) -> String {
    state == .onHold ? "on hold" : state.rawValue
  }

  /// Such as: paused (lunch) until 13:30.
  static func pause(_ reason: Hall.Pause.Reason, backAt: String?) -> String {
    "paused (\(reason.rawValue))" + (backAt.map { " until \(minute(of: $0))" } ?? "")
  }

  /// The time of day in an ISO 8601 time of the hall.
  static func minute(of time: String) -> String { String(time.dropFirst(11).prefix(5)) }
}
