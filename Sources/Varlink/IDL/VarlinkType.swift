/// A type of the Varlink interface definition language.
public indirect enum VarlinkType: Sendable, Hashable {
  case bool
  case int
  case float
  case string
  /// Any JSON value (`object`).
  case object
  /// A type declared in the same interface.
  case named(String)
  case structure([VarlinkField])
  case enumeration([String])
  case array(VarlinkType)
  /// `[string]T`; the string set `[string]()` is a map to the empty structure.
  case map(VarlinkType)
  case optional(VarlinkType)
}

/// A named member of a structure.
public struct VarlinkField: Sendable, Hashable {
  public let name: String
  public let type: VarlinkType
  /// The `#` comment lines above the field, without the signs.
  public let documentation: String

  /// Whether a value may be left out.
  public var isOptional: Bool {
    if case .optional = type { true } else { false }
  }
}

/// A type, method or error of an interface.
public struct VarlinkMember: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case type(VarlinkType)
    case method(parameters: [VarlinkField], reply: [VarlinkField])
    case error([VarlinkField])
  }

  public let name: String
  public let kind: Kind
  /// The `#` comment lines above the member, without the signs.
  public let documentation: String
}

/// Where and why a text is not a Varlink interface definition.
public struct VarlinkIDLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in bytes.
  public let column: Int
  public let reason: String

  public var description: String { "\(line):\(column): \(reason)" }
}
