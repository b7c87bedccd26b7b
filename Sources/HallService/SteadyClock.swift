public import Hall
import Synchronization

/// The machine's clock, as far as it can be believed.
///
/// A hall's computers keep their clock right by NTP. A clock that leaps while the program runs is
/// mistaken more often than not, and a leap over midnight would end the day for everybody who waits.
/// So a leap forward is believed only once it has lasted; until then time goes on as it went.
public final class SteadyClock: Sendable {
  /// Longer than any step NTP makes while a machine is in use; suspended machines leap too.
  static let leap: Int64 = 3_600_000
  /// A wrong clock is put right within minutes.
  static let doubt: Duration = .seconds(600)

  private struct State {
    var wall: Int64
    var steady: ContinuousClock.Instant
    /// Since when a leap has been seen.
    var leapt: ContinuousClock.Instant?
  }

  private let wall: @Sendable () -> Int64
  private let steady: @Sendable () -> ContinuousClock.Instant
  private let state: Mutex<State>

  /// - Parameters:
  ///   - wall: milliseconds since 1970 as the machine has them.
  ///   - steady: a clock that nobody puts right or wrong.
  public init(
    wall: @escaping @Sendable () -> Int64,
    steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.wall = wall
    self.steady = steady
    state = Mutex(State(wall: wall(), steady: steady(), leapt: nil))
  }

  public func now() -> Moment {
    let (wall, steady) = (wall(), steady())
    return state.withLock { state in
      let passed = (steady - state.steady) / .milliseconds(1)
      let expected = state.wall &+ Int64(passed)
      guard wall &- expected > Self.leap else {
        state = State(wall: wall, steady: steady, leapt: nil)
        return Moment(milliseconds: wall)
      }
      let since = state.leapt ?? steady
      state.leapt = since
      guard steady - since > Self.doubt else { return Moment(milliseconds: expected) }
      state = State(wall: wall, steady: steady, leapt: nil)
      return Moment(milliseconds: wall)
    }
  }
}
