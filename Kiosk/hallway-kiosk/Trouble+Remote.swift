import Hall
import HallAPI
import KioskScreens
import Varlink

extension Trouble {
  /// What a failed call means at the kiosk; without an answer of the service it is unreachable.
  init(_ error: any Error) {
    guard let remote = error as? VarlinkRemoteError else {
      self = .unreachable
      return
    }
    self =
      Self.queue(remote) ?? Self.holder(remote) ?? Self.reservation(remote) ?? Self.card(remote)
      ?? Self.desk(remote) ?? .other(remote.name)
  }

  private static func queue(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(QueueInterface.ServiceClosed.self) {
      return .closed(opensAt: error.opensAt)
    }
    if let error = remote.decode(QueueInterface.AlreadyWaiting.self) {
      return .alreadyWaiting(number: error.number)
    }
    if let error = remote.decode(QueueInterface.PrinterUnavailable.self) {
      return .printerUnavailable(error.reason)
    }
    if let error = remote.decode(GuidesInterface.PrinterUnavailable.self) {
      return .printerUnavailable(error.reason)
    }
    if let error = remote.decode(QueueInterface.RepeatVisits.self) {
      return .repeatVisits(error.visits, helpService: error.helpService)
    }
    if let error = remote.decode(QueueInterface.HallPaused.self) {
      return .hallPaused(error.reason, backAt: error.backAt)
    }
    if let error = remote.decode(QueueInterface.NotOffered.self) {
      return .notOffered(
        from: error.from.flatMap { LocalDay($0) }, until: error.until.flatMap { LocalDay($0) })
    }
    if let error = remote.decode(ReservationsInterface.NotOffered.self) {
      return .notOffered(
        from: error.from.flatMap { LocalDay($0) }, until: error.until.flatMap { LocalDay($0) })
    }
    switch remote.name {
    case QueueInterface.CardRequired.name: return .cardRequired
    case QueueInterface.CardExpired.name, CasesInterface.CardExpired.name,
      PrivacyInterface.CardExpired.name:
      return .cardExpired
    case QueueInterface.NoSuchService.name, ReservationsInterface.NoSuchService.name:
      return .noSuchService
    case QueueInterface.NoSuchTicket.name, RatingsInterface.NoSuchTicket.name:
      return .noSuchTicket
    case QueueInterface.NoMoreNumbers.name: return .noMoreNumbers
    case GuidesInterface.NoSuchGuide.name: return .noSuchGuide
    case QueueInterface.QuotaExhausted.name: return .quotaExhausted
    default: return nil
    }
  }

  /// Refusals of what a holder wants to do with a number.
  private static func holder(_ remote: VarlinkRemoteError) -> Trouble? {
    // Minutes are asked for from a fixed list; only those worked out from the wait can be too few.
    if remote.standard == .invalidParameter("minutes") { return .turnIsNear }
    return switch remote.name {
    case QueueInterface.NotPossible.name: .notPossible
    case QueueInterface.NoMoreReturns.name: .noMoreReturns
    case QueueInterface.WaitUnknown.name: .waitUnknown
    case QueueInterface.NotCalled.name: .notCalled
    default: nil
    }
  }

  private static func reservation(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(ReservationsInterface.ReservationOver.self) {
      return .reservationOver(error.state)
    }
    if let error = remote.decode(ReservationsInterface.TooEarly.self) {
      return .tooEarly(from: error.from)
    }
    if let error = remote.decode(ReservationsInterface.Restricted.self) {
      return .restricted(until: error.until)
    }
    return remote.name == ReservationsInterface.NoSuchReservation.name ? .noReservation : nil
  }

  private static func card(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(CardsInterface.ReaderFault.self) {
      return .readerFault(error.fault)
    }
    switch remote.name {
    case CardsInterface.NoReader.name: return .noReader
    case CardsInterface.ReaderBusy.name: return .readerBusy
    default: return nil
    }
  }

  private static func desk(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(CasesInterface.TryLater.self) {
      return .tryLater(seconds: error.seconds)
    }
    if let error = remote.decode(HelpInterface.TryLater.self) {
      return .tryLater(seconds: error.seconds)
    }
    if let error = remote.decode(RatingsInterface.NotRateable.self) {
      return .notRateable(error.reason)
    }
    if let error = remote.decode(CasesInterface.PrinterUnavailable.self) {
      return .printerUnavailable(error.reason)
    }
    switch remote.name {
    case CasesInterface.NoMatch.name: return .noMatch
    case CasesInterface.HandleExpired.name, LettersInterface.HandleExpired.name:
      return .handleExpired
    case LettersInterface.PrintedEnough.name: return .printedEnough
    case RatingsInterface.AlreadyRated.name: return .alreadyRated
    default: return nil
    }
  }
}
