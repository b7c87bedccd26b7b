/// A key that one driver's devices may have in the configuration.
public struct DriverOption: Sendable {
  public enum Kind: Sendable {
    case integer(ClosedRange<Int>, usual: Int)
    case flag(usual: Bool)
    case choice([String], usual: String)
    /// A path or command of the site's, none where it is left out.
    case path
    /// Key codes 0...255 to numbers of the range; empty where it is left out.
    case keys(ClosedRange<Int>)
  }

  public let name: String
  public let kind: Kind
  /// One sentence for the docs.
  public let meaning: String

  public init(_ name: String, _ kind: Kind, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
  }
}

/// The value a configuration gives to a ``DriverOption``.
public enum OptionValue: Sendable, Equatable {
  case integer(Int)
  case flag(Bool)
  case text(String)
  case keys([UInt8: Int])
}
