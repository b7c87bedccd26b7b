/// The name of one print job, chosen by whoever hands it in and the same at every try: a printer
/// never prints one job twice (device-daemons.md trap 10).
public struct PrintJobID: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  /// A name that no other job has.
  public static func fresh() -> PrintJobID {
    var random = SystemRandomNumberGenerator()
    return PrintJobID(String(random.next(), radix: 36) + String(random.next(), radix: 36))
  }

  public var description: String { text }
}
