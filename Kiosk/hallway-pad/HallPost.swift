import Hall
import HallAPI
import KioskScreens
import KioskTerminal
import Varlink

/// The road to the hall: what the window does comes in, ratings go out one at a time, each again
/// and again under its name until the hall has answered.
actor HallPost {
  private let hall: HallClient
  private let window: String
  private let continuation: AsyncStream<FrontInput<PadEvent>>.Continuation
  private var sending: String?

  init(
    hall: HallClient, window: String, continuation: AsyncStream<FrontInput<PadEvent>>.Continuation
  ) {
    self.hall = hall
    self.window = window
    self.continuation = continuation
  }

  /// Follows the window until cancelled.
  func follow() async {
    await hall.keepFollowing(
      refusal: "hallway-pad: the hall refuses window \(window)",
      misplacement: { PadMisplacement($0) },
      ended: { continuation.yield(.event(.disconnected($0))) }
    ) { backOff in
      let catalogue = try await hall.call(
        RatingsInterface.Catalogue.self, NoParameters(), deadline: BackOff.answerDeadline)
      continuation.yield(.event(.catalogue(catalogue)))
      try await hall.stream(RatingsInterface.Await.self, .init(window: window)) {
        backOff.succeeded()
        continuation.yield(.event(.board($0)))
      }
    }
  }

  /// Sends the rating that is next, where none is on its way.
  func send(_ rating: PadRating?) {
    guard let rating, sending == nil else { return }
    sending = rating.requestId
    Task { await deliver(rating) }
  }

  private func deliver(_ rating: PadRating) async {
    var backOff = BackOff()
    while true {
      do {
        _ = try await hall.call(
          RatingsInterface.Submit.self,
          .init(
            level: rating.level, reasons: rating.reasons, text: rating.text,
            evaluation: rating.evaluation, ratedAt: rating.ratedAt, requestId: rating.requestId),
          deadline: BackOff.answerDeadline)
        return settle(rating, nil)
      } catch let refusal as VarlinkRemoteError
        where refusal.name != HallInterface.Unavailable.name
      {
        return settle(rating, PadRefusal(refusal))
      } catch {
        // Also where the hall answers that it cannot write now: the rating is nowhere but here.
        await backOff.pause()
      }
    }
  }

  private func settle(_ rating: PadRating, _ refusal: PadRefusal?) {
    sending = nil
    continuation.yield(.event(.answered(requestId: rating.requestId, refusal)))
  }
}

extension PadMisplacement {
  /// nil where the hall's refusal is not about the pad.
  fileprivate init?(_ error: any Error) {
    switch (error as? VarlinkRemoteError)?.name {
    case StandardError.permissionDenied.remote.name: self = .notAllowed
    case RatingsInterface.NoSuchWindow.name: self = .noSuchWindow
    default: return nil
    }
  }
}

extension PadRefusal {
  init(_ error: VarlinkRemoteError) {
    self =
      switch error.name {
      case RatingsInterface.AlreadyRated.name: .alreadyRated
      case RatingsInterface.NotRateable.name: .notRateable
      default: .other
      }
  }
}
