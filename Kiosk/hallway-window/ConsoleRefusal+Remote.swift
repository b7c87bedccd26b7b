import ConsoleScreens
import HallAPI
import Varlink

extension ConsoleRefusal {
  /// What the hall's refusal means to the clerk.
  init(_ remote: VarlinkRemoteError) {
    self = Self.withDetails(remote) ?? Self.plain(remote.name)
    if self == .other, case .invalidParameter = remote.standard { self = .badText }
  }

  private static func withDetails(_ remote: VarlinkRemoteError) -> ConsoleRefusal? {
    if let error = remote.decode(CounterInterface.CallAgainFirst.self) {
      return .callAgain(error.calls, needed: error.needed)
    }
    if let error = remote.decode(CounterInterface.SignInRefused.self) {
      return .signInRefused(waitSeconds: error.waitSeconds)
    }
    if let error = remote.decode(CounterInterface.Elsewhere.self) {
      return .elsewhere(error.window)
    }
    if let error = remote.decode(CounterInterface.HallPaused.self) {
      return .hallPaused(error.reason, backAt: error.backAt)
    }
    // The interface says of a closed target `window 5 is closed` where other states stand.
    if let error = remote.decode(CounterInterface.NotPossible.self) {
      return error.to.hasPrefix("window ") ? .windowClosed : .notPossible
    }
    return nil
  }

  private static func plain(_ name: String) -> ConsoleRefusal {
    switch name {
    case CounterInterface.NothingToFinish.name: .nobodyHere
    case CounterInterface.ClerkNeeded.name: .clerkNeeded
    case CounterInterface.WindowNotAllowed.name: .windowNotAllowed
    case CounterInterface.NothingToUndo.name: .nothingToUndo
    case CounterInterface.NoMoreReturns.name: .noMoreReturns
    case CounterInterface.Moved.name: .moved
    case CounterInterface.NotOffered.name, CounterInterface.NoSuchService.name: .notOffered
    case CounterInterface.NoSuchNumber.name: .nothingThere
    case CounterInterface.NotCallable.name: .notPossible
    case RatingsInterface.NotRateable.name: .notRateable
    case HallInterface.Unavailable.name: .cannotStore
    case StandardError.permissionDenied.remote.name: .notAllowed
    default: .other
    }
  }
}
