import DeviceKit

/// What became of the newest jobs, so that none is printed twice (trap 10).
///
/// A job whose outcome is `printed` or `unknown` may be on paper: handed in again, it gets the same
/// outcome and no second ticket. `failed` is no such outcome: nothing came out, it may try again.
struct PrintedJobs {
  /// More than a hall prints in the time in which anybody tries again; some 100 kB.
  static let limit = 1024

  private var outcomes: [PrintJobID: PrintOutcome] = [:]
  private var order: [PrintJobID] = []

  func outcome(of job: PrintJobID) -> PrintOutcome? { outcomes[job] }

  mutating func remember(_ outcome: PrintOutcome, of job: PrintJobID) {
    if case .failed = outcome { return }
    if outcomes.updateValue(outcome, forKey: job) == nil { order.append(job) }
    guard order.count > Self.limit else { return }
    outcomes[order.removeFirst()] = nil
  }
}
