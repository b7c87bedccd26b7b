import Hall
import HallAPI
import Synchronization
import Varlink

/// What the pads of one window show.
struct PadView: Sendable {
  let reply: PreparedReply<RatingsInterface.Await.Reply>
  let evaluation: Evaluation?
  /// How often the evaluation was asked: pads ask aloud each time.
  let asks: Int
}

/// A view for each window, shared by all who look at it.
final class PadViews: Sendable {
  private let views = Mutex<[String: SharedView<PadView>]>([:])

  /// The view of a window, which is one of the catalogue's: that bounds how many there are.
  func of(_ window: String) -> SharedView<PadView> {
    views.withLock { views in
      if let view = views[window] { return view }
      let view = SharedView<PadView>()
      views[window] = view
      return view
    }
  }
}

/// Who looks at which window now. A user's pads are few: a thousand lookers at one window are none.
final class PadSeats: Sendable {
  /// Of one user at one window: its pads, and those whose lost connection nobody has noticed yet.
  static let most = 8

  struct Seat: Hashable, Sendable {
    let user: UInt32?
    let window: String
  }

  private let taken = Mutex<[Seat: Int]>([:])

  /// - Throws: where the caller's user has all its seats at the window.
  func take(_ window: String, _ call: CallContext) throws -> Seat {
    let seat = Seat(user: call.peer?.uid, window: window)
    let isTaken = taken.withLock { taken in
      guard taken[seat, default: 0] < Self.most else { return false }
      taken[seat, default: 0] += 1
      return true
    }
    guard isTaken else { throw RatingsInterface.TooManyPads(limit: Self.most) }
    return seat
  }

  func leave(_ seat: Seat) {
    taken.withLock { taken in
      let left = taken[seat, default: 0] - 1
      taken[seat] = left > 0 ? left : nil
    }
  }
}
