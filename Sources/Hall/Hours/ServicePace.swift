/// How long one service takes at a window, and how that is known. 平均办理时长
public struct ServicePace: Sendable, Equatable {
  /// Which figure of the samples stands for all of them.
  public enum Method: Sendable, Equatable {
    /// What capacity follows from: n services take n times the mean.
    case mean
    /// A cautious figure, by nearest rank, 1...99.
    case percentile(Int)
  }

  public enum Basis: Sendable, Equatable {
    /// There are too few samples yet.
    case configured
    case measured(samples: Int)
  }

  /// Seconds for one service, 1 or more.
  public let seconds: Int
  public let basis: Basis

  /// A clerk who goes home without pressing "finish" must not close the kiosk next morning.
  static let longestSeconds = 4 * 3600

  /// From `samples`, the seconds of today's services from call to finish in any order, or from
  /// `configured` seconds where there are fewer than `enough`.
  public init(samples: [Int], method: Method, enough: Int, configured: Int) {
    let plausible = samples.filter { $0 > 0 }.map { min($0, Self.longestSeconds) }
    guard !plausible.isEmpty, plausible.count >= enough else {
      seconds = min(max(1, configured), Self.longestSeconds)
      basis = .configured
      return
    }
    basis = .measured(samples: plausible.count)
    switch method {
    case .mean:
      seconds = Self.quotientRoundedUp(plausible.reduce(0, +), plausible.count)
    case .percentile(let percent):
      let rank = Self.quotientRoundedUp(plausible.count * min(max(1, percent), 99), 100)
      seconds = plausible.sorted()[rank - 1]
    }
  }

  private static func quotientRoundedUp(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }
}
