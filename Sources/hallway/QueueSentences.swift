import Hall
import HallAPI
import Varlink

/// The queue's refusals in sentences.
enum QueueSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let missing = error.decode(CounterInterface.NoSuchNumber.self) {
      return "there is no number \(missing.number) today"
    }
    if let state = error.decode(CounterInterface.NotPossible.self) {
      return "a number that is \(state.from) cannot become \(state.to)"
    }
    if let number = error.decode(CounterInterface.NotCallable.self) {
      return "\(number.number) cannot be called: nobody holds it yet, or its time has not come"
    }
    if let elsewhere = error.decode(CounterInterface.Elsewhere.self) {
      return "that number is at window \(elsewhere.window)"
    }
    if let again = error.decode(CounterInterface.CallAgainFirst.self) {
      return "call it again first: \(again.calls) of \(again.needed) calls"
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
      return "the hall is paused (\(paused.reason.rawValue))"
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
}
