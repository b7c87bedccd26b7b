/// One method of an interface, shared by both ends and declared next to its Codable types.
public protocol VarlinkMethod: Sendable {
  associatedtype Parameters: Codable & Sendable
  associatedtype Reply: Codable & Sendable
  /// Qualified name, e.g. `org.example.queue.TakeTicket`.
  static var name: String { get }
}

/// No parameters, or an empty reply.
public struct NoParameters: Codable, Sendable, Equatable {
  public init() {}
}

/// An error that travels as its qualified name and its coded properties.
public protocol VarlinkErrorReply: Error, Codable, Sendable {
  /// Qualified name, e.g. `org.example.queue.NoSuchService`.
  static var name: String { get }
}

/// An error reply as the client received it.
public struct VarlinkRemoteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Qualified name of the error.
  public let name: String
  public let parameters: JSONObject

  public init(name: String, parameters: JSONObject = JSONObject()) {
    self.name = name
    self.parameters = parameters
  }

  /// The typed error when the name is its and the parameters fit it.
  public func decode<E: VarlinkErrorReply>(_ type: E.Type) -> E? {
    guard name == E.name else { return nil }
    return try? ValueDecoder.decode(type, from: .object(parameters))
  }

  /// The error of `org.varlink.service` this is, if it is one.
  public var standard: StandardError? { StandardError(self) }

  public var description: String { "\(name) \(JSONValue.object(parameters))" }
}

/// The errors of `org.varlink.service`.
public enum StandardError: Error, Sendable, Hashable {
  case interfaceNotFound(String)
  case methodNotFound(String)
  case methodNotImplemented(String)
  /// Missing, of the wrong type, or unknown to the method.
  case invalidParameter(String)
  case permissionDenied
  /// The method streams and must be called with `more`.
  case expectedMore

  private static let prefix = "org.varlink.service."

  /// The form in which the error travels.
  public var remote: VarlinkRemoteError {
    let (name, parameters): (String, JSONObject) =
      switch self {
      case .interfaceNotFound(let name): ("InterfaceNotFound", ["interface": .string(name)])
      case .methodNotFound(let name): ("MethodNotFound", ["method": .string(name)])
      case .methodNotImplemented(let name): ("MethodNotImplemented", ["method": .string(name)])
      case .invalidParameter(let name): ("InvalidParameter", ["parameter": .string(name)])
      case .permissionDenied: ("PermissionDenied", [:])
      case .expectedMore: ("ExpectedMore", [:])
      }
    return VarlinkRemoteError(name: Self.prefix + name, parameters: parameters)
  }

  init?(_ remote: VarlinkRemoteError) {
    guard remote.name.hasPrefix(Self.prefix) else { return nil }
    func text(_ key: String) -> String { remote.parameters[key]?.stringValue ?? "" }
    switch remote.name.dropFirst(Self.prefix.count) {
    case "InterfaceNotFound": self = .interfaceNotFound(text("interface"))
    case "MethodNotFound": self = .methodNotFound(text("method"))
    case "MethodNotImplemented": self = .methodNotImplemented(text("method"))
    case "InvalidParameter": self = .invalidParameter(text("parameter"))
    case "PermissionDenied": self = .permissionDenied
    case "ExpectedMore": self = .expectedMore
    default: return nil
    }
  }
}
