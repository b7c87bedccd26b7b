public import DeviceKit

/// Tells a press from a station's resend, as far as FF 68 allows: its frames carry no number
/// (protocols.md D.1, weak points).
///
/// The same frame within ``window`` of its last copy is the same press. So a person who presses one
/// key twice within that time is heard once, and a resend later than that is heard twice.
public struct FF68RepeatFilter: Sendable {
  public enum Verdict: Sendable, Equatable {
    case press
    /// Acknowledged again, not told again.
    case resend
    /// Not even acknowledged: a line that echoes would turn each answer into the next question.
    case babble
  }

  /// Longer than the four tries of a pad that resends every 200 ms, shorter than a person needs to
  /// press again on purpose.
  public static let window: Duration = .seconds(1)
  /// Copies of one press that are answered; known pads send four.
  static let copies = 8

  private var last: (frame: FF68.Frame, at: Deadline, copies: Int)?

  public init() {}

  public func verdict(on frame: FF68.Frame, at now: Deadline) -> Verdict {
    guard let last, last.frame == frame, last.at.duration(to: now) < Self.window else {
      return .press
    }
    return last.copies < Self.copies ? .resend : .babble
  }

  /// The frame was taken; what equals it from now on is its copy.
  public mutating func note(_ frame: FF68.Frame, at now: Deadline) {
    let isCopy = verdict(on: frame, at: now) != .press
    last = (frame, now, isCopy ? (last?.copies ?? 0) + 1 : 1)
  }

  /// Whatever comes next is a new press: the citizen was asked again.
  public mutating func forget() { last = nil }
}
