/// A monotonic instant after which a wait is given up; the wall clock may jump, this does not.
public typealias Deadline = ContinuousClock.Instant

extension Deadline {
  /// The deadline `duration` from now.
  public static func after(_ duration: Duration) -> Deadline { .now.advanced(by: duration) }

  /// Milliseconds left, rounded up so that poll(2) never wakes early, in 0...`Int32.max`.
  var pollTimeout: Int32 {
    let left = Deadline.now.duration(to: self)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    let milliseconds = Int64(clamping: seconds).multipliedReportingOverflow(by: 1000)
    guard !milliseconds.overflow else { return .max }
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: milliseconds.partialValue + fraction)
  }
}

/// How long to wait before the next attempt: doubling, bounded, starting anew after success.
public struct Backoff: Sendable {
  public let first: Duration
  public let limit: Duration
  private var next: Duration

  /// The defaults: a cable plugged back in is noticed within 5 s, and an absent device costs the
  /// machine one open(2) in that time.
  public init(first: Duration = .milliseconds(250), limit: Duration = .seconds(4)) {
    self.first = min(first, limit)
    self.limit = limit
    next = self.first
  }

  /// The next pause; each call doubles the one after it up to ``limit``.
  public mutating func pause() -> Duration {
    defer { next = min(next * 2, limit) }
    return next
  }

  public mutating func reset() { next = first }
}
