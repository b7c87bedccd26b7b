/// Which case of which source. 办件
///
/// Codes differ from place to place, so a serial is opaque text (standards.md 3.2).
public struct CaseIdentity: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The system that keeps the case, as the hall calls it.
  public let source: String
  /// 申办流水号, as the source writes it.
  public let serial: String

  public init(source: String, serial: String) {
    self.source = source
    self.serial = serial
  }

  public static func < (a: CaseIdentity, b: CaseIdentity) -> Bool {
    (a.source, a.serial) < (b.source, b.serial)
  }

  public var description: String { "\(source)/\(serial)" }
}
