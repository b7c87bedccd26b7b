/// Takes a citizen's data out of what crosses a link before it is written down.
///
/// One value serves one open link, both directions. It may hold bytes back until it has seen a
/// whole frame; what it returns is written as it is.
public protocol Redactor {
  /// What may be written of bytes that the device sent.
  mutating func read(_ bytes: [UInt8]) -> [UInt8]
  /// What may be written of bytes that the device was sent; nil where nothing may.
  mutating func written(_ bytes: [UInt8]) -> [UInt8]?
  /// What may be written of the port's answer to a question.
  mutating func answered(_ question: PortQuestion, _ bytes: [UInt8]) -> [UInt8]
  /// What was held back and may still be written, when the link closes or fails.
  mutating func finish() -> [UInt8]
}

extension Redactor {
  public mutating func answered(_ question: PortQuestion, _ bytes: [UInt8]) -> [UInt8] { bytes }
}

/// For devices that never see a citizen's data.
public struct NothingPersonal: Redactor {
  public init() {}
  public mutating func read(_ bytes: [UInt8]) -> [UInt8] { bytes }
  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }
  public mutating func finish() -> [UInt8] { [] }
}
