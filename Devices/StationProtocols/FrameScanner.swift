public import DeviceKit

/// How one protocol's frames look in a stream of bytes.
public protocol SerialFraming: Sendable {
  associatedtype Frame: Sendable, Equatable
  /// A frame whose rest has not come within this time never comes whole.
  static var gap: Duration { get }
  /// What the bytes begin with; `bytes` is never empty.
  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook<Frame>
}

/// What a run of bytes begins with.
public enum FrameLook<Frame: Sendable & Equatable>: Sendable, Equatable {
  /// A frame and how many bytes it takes.
  case frame(Frame, length: Int)
  /// What is there may become a frame.
  case incomplete
  /// No frame begins here.
  case nothing
}

/// Finds the frames in a stream that may be torn, damaged or preceded by noise; total over any
/// bytes. What is no frame is passed over one byte at a time, since a true frame may begin inside
/// a damaged one.
public struct FrameScanner<Framing: SerialFraming>: Sendable {
  private var buffer: [UInt8] = []
  private var found: [Framing.Frame] = []
  private var newest = Deadline.now

  public init() {}

  /// When the frame that has begun is given up; nil while none has.
  public var restDue: Deadline? { buffer.isEmpty ? nil : newest.advanced(by: Framing.gap) }

  public mutating func append(_ bytes: [UInt8], at now: Deadline) {
    buffer += bytes
    newest = now
    scan(restIsLost: false)
  }

  /// Gives up a frame whose rest is overdue. For callers who looked and found nothing to read: a
  /// thread that was merely late finds the rest waiting, and time alone must not lose it.
  public mutating func settle(at now: Deadline) {
    guard let restDue, restDue <= now else { return }
    scan(restIsLost: true)
  }

  public mutating func next() -> Framing.Frame? { found.isEmpty ? nil : found.removeFirst() }

  private mutating func scan(restIsLost: Bool) {
    var start = buffer.startIndex
    search: while start < buffer.endIndex {
      switch Framing.look(at: buffer[start...]) {
      case .frame(let frame, let length):
        found.append(frame)
        start = min(start + max(1, length), buffer.endIndex)
      case .nothing: start += 1
      case .incomplete:
        guard restIsLost else { break search }
        start += 1
      }
    }
    buffer.removeSubrange(..<start)
  }
}
