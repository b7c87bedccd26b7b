/// The HID variant of a reader: the same frames in reports of 64 bytes, filled up with zeros
/// (protocols.md A.6).
///
/// Every chunk that ``advance(to:)`` hands out is one input report.
public struct HIDReaderMachine: WireMachine {
  public static let reportLength = 64

  public var reader: ReaderMachine

  public init(_ reader: ReaderMachine = ReaderMachine()) { self.reader = reader }

  /// Takes one output report without its number.
  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    // The zeros behind a frame are between two frames: the scanner looks for a preamble there.
    reader.receive(bytes, at: now)
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] {
    reader.advance(to: now).flatMap { answer in
      stride(from: 0, to: answer.count, by: Self.reportLength).map { start in
        let piece = answer[start..<min(start + Self.reportLength, answer.count)]
        return piece + [UInt8](repeating: 0, count: Self.reportLength - piece.count)
      }
    }
  }

  public var nextDue: WireInstant? { reader.nextDue }

  public mutating func losePower() { reader.losePower() }
}
