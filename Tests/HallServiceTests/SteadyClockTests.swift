import Hall
import HallService
import Synchronization
import Testing

@Suite struct `A clock that may be wrong` {
  /// Two clocks to set, in milliseconds.
  private final class Clocks: Sendable {
    private static let start = ContinuousClock.now
    private let times = Mutex((wall: Int64(1_000_000_000), passed: Int64(0)))

    func goOn(_ milliseconds: Int64) {
      times.withLock { $0 = ($0.wall + milliseconds, $0.passed + milliseconds) }
    }

    func leap(_ milliseconds: Int64) { times.withLock { $0.wall += milliseconds } }

    var wall: Int64 { times.withLock { $0.wall } }
    var steady: ContinuousClock.Instant {
      Self.start + .milliseconds(times.withLock { $0.passed })
    }
  }

  private let clocks = Clocks()
  private let clock: SteadyClock

  init() {
    clock = SteadyClock(wall: { [clocks] in clocks.wall }, steady: { [clocks] in clocks.steady })
  }

  private static let day: Int64 = 86_400_000

  @Test func `a leap of days that is put right in seconds was never there`() {
    let before = clock.now()
    clocks.leap(2 * Self.day)
    clocks.goOn(7000)
    #expect(clock.now() == before.advanced(bySeconds: 7))
    clocks.leap(-2 * Self.day)
    clocks.goOn(1000)
    #expect(clock.now() == before.advanced(bySeconds: 8))
  }

  @Test func `a leap that lasts is believed, and from then on for good`() {
    let before = clock.now()
    clocks.leap(2 * Self.day)
    #expect(clock.now() == before, "the doubt begins when it is seen")
    clocks.goOn(599_000)
    #expect(clock.now() == before.advanced(bySeconds: 599))
    clocks.goOn(2000)
    #expect(clock.now().milliseconds == clocks.wall)
    clocks.goOn(1000)
    #expect(clock.now().milliseconds == clocks.wall)
  }

  @Test func `steps that NTP makes are taken at once, in both directions`() {
    for step: Int64 in [-500, 500, -3_000_000, 3_000_000] {
      _ = clock.now()
      clocks.leap(step)
      #expect(clock.now().milliseconds == clocks.wall)
    }
  }
}
