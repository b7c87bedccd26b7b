/// Waits between two tries to reach the hall. Short, since the hall is on this machine and somebody
/// stands before the front.
public struct BackOff: Sendable {
  /// Seconds; the last one repeats.
  private static let pauses: [Int64] = [1, 1, 2, 4]
  /// The hall answers from memory and one commit.
  public static let answerDeadline = Duration.seconds(10)

  private var attempt = 0

  public init() {}

  /// The hall has answered: the next end is a new one.
  public mutating func succeeded() { attempt = 0 }

  /// Waits before the next try; returns early where the task is cancelled.
  public mutating func pause() async {
    try? await Task.sleep(for: .seconds(Self.pauses[min(attempt, Self.pauses.count - 1)]))
    attempt += 1
  }
}
