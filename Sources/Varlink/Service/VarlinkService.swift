/// What a server offers: interfaces and the functions that answer their methods.
public struct VarlinkService: Sendable {
  typealias ImmediateBody = @Sendable (JSONObject, CallContext) throws -> JSONText
  typealias SingleBody = @Sendable (JSONObject, CallContext) async throws -> JSONText
  typealias StreamBody = @Sendable (JSONObject, CallContext, ReplySink) async throws -> Void

  enum Body: Sendable {
    /// Never waits, so it needs no task.
    case immediate(ImmediateBody)
    case single(SingleBody)
    case stream(StreamBody, allowsSingle: Bool)
  }

  let vendor: String
  let product: String
  let version: String
  let url: String
  private(set) var interfaces: [String: VarlinkInterface] = [:]
  private(set) var bodies: [String: Body] = [:]
  private(set) var authorization: (@Sendable (CallContext) async throws -> Void)?
  private(set) var translation: (@Sendable (any Error, CallContext) -> (any Error)?)?

  public init(vendor: String, product: String, version: String, url: String) {
    self.vendor = vendor
    self.product = product
    self.version = version
    self.url = url
    interfaces[ServiceInterface.name] = ServiceInterface.parsed
  }

  /// Serves an interface; its methods answer `MethodNotImplemented` until handled.
  public mutating func add(_ interface: VarlinkInterface) {
    interfaces[interface.name] = interface
  }

  /// Answers a method with one reply.
  ///
  /// The body runs on the connection's event loop: what blocks or computes for long belongs on
  /// an actor with its own executor. It is cancelled when the caller is gone.
  public mutating func handle<M: VarlinkMethod>(
    _ method: M.Type,
    _ body: @escaping @Sendable (M.Parameters, CallContext) async throws -> M.Reply
  ) {
    bodies[M.name] = .single { parameters, context in
      let decoded = try Self.decode(M.Parameters.self, parameters)
      return try JSONText(encoding: try await body(decoded, context))
    }
  }

  /// Answers a method with one reply, computed without waiting for anything.
  public mutating func handle<M: VarlinkMethod>(
    _ method: M.Type,
    _ body: @escaping @Sendable (M.Parameters, CallContext) throws -> M.Reply
  ) {
    bodies[M.name] = .immediate { parameters, context in
      let decoded = try Self.decode(M.Parameters.self, parameters)
      return try JSONText(encoding: try body(decoded, context))
    }
  }

  /// Answers a method with a stream: every reply but the one of `finish` continues.
  ///
  /// The body's task is cancelled when the caller is gone. A call without `more` is refused with
  /// `ExpectedMore`, or with `allowsSingle` ends after the first reply.
  public mutating func handleMore<M: VarlinkMethod>(
    _ method: M.Type, allowsSingle: Bool = false,
    _ body:
      @escaping @Sendable (M.Parameters, CallContext, VarlinkReplies<M.Reply>) async throws
      -> Void
  ) {
    bodies[M.name] = .stream(
      { parameters, context, sink in
        let decoded = try Self.decode(M.Parameters.self, parameters)
        try await body(decoded, context, VarlinkReplies(sink: sink))
      }, allowsSingle: allowsSingle)
  }

  /// Asks before every call but those of `org.varlink.service`; throw to refuse.
  public mutating func authorize(_ check: @escaping @Sendable (CallContext) async throws -> Void) {
    authorization = check
  }

  /// Turns errors of handlers into errors that can travel; asked for any other than
  /// `StandardError`, `VarlinkErrorReply` and `VarlinkRemoteError`.
  ///
  /// Without a translation such an error is logged and the connection closed, because every
  /// reply would be a lie.
  public mutating func translateErrors(
    _ translate: @escaping @Sendable (any Error, CallContext) -> (any Error)?
  ) {
    translation = translate
  }

  /// Handlers of methods no added interface declares; a server refuses to start with any.
  public var undeclaredMethods: [String] {
    bodies.keys.filter { name in
      guard let (interface, member) = IDLNames.qualified(name) else { return true }
      return interfaces[interface]?.method(member) == nil
    }.sorted()
  }

  private static func decode<T: Decodable>(_ type: T.Type, _ parameters: JSONObject) throws -> T {
    do {
      return try ValueDecoder.decode(type, from: .object(parameters))
    } catch let error as DecodingError {
      throw StandardError.invalidParameter(error.path)
    }
  }
}

extension DecodingError {
  /// The field that did not decode, as `a.b[3]`.
  fileprivate var path: String {
    let keys: [any CodingKey] =
      switch self {
      case .keyNotFound(_, let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context), .dataCorrupted(let context):
        context.codingPath
      @unknown default: []
      }
    var path = ""
    for key in keys {
      if key.intValue == nil, !path.isEmpty { path += "." }
      path += key.stringValue
    }
    return path
  }
}
