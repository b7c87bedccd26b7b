/// How long a citizen will wait, told only where enough is known to be honest. 预计等候
public struct WaitEstimate: Sendable, Equatable {
  public let lowMinutes: Int
  public let highMinutes: Int

  /// Fewer finished services than this say nothing about the next one.
  public static let leastSamples = 5
  /// A range is rounded to what a person plans with.
  static let roundingMinutes = 5

  /// A range from the recent service times of the windows that serve the ticket.
  ///
  /// - Parameters:
  ///   - ahead: people to be called before.
  ///   - windows: windows at work for this service.
  ///   - serviceSeconds: how long finished services took, any order.
  public init?(ahead: Int, windows: Int, serviceSeconds: [Int]) {
    guard serviceSeconds.count >= Self.leastSamples, windows > 0, ahead >= 0 else { return nil }
    let sorted = serviceSeconds.sorted()
    let quick = sorted[sorted.count / 4]
    let slow = sorted[sorted.count * 3 / 4]
    let rounds = (ahead + windows - 1) / windows
    let step = Self.roundingMinutes
    lowMinutes = rounds * quick / 60 / step * step
    // One service is under way at every window, so the slow end has one round more.
    highMinutes = max(lowMinutes + step, ((rounds + 1) * slow / 60 + step - 1) / step * step)
  }
}
