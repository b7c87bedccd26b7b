import NIOCore

/// A service made ready to answer: every lookup done once, introspection already written out.
final class Dispatcher: Sendable {
  /// What is to be done with one call.
  enum Route {
    case reply(Answer)
    case run(VarlinkService.Body)
  }

  private struct Method {
    let interface: VarlinkInterface
    let parameters: [VarlinkField]
    let reply: [VarlinkField]
    let body: VarlinkService.Body?
  }

  let authorization: (@Sendable (CallContext) async throws -> Void)?
  private let translation: (@Sendable (any Error, CallContext) -> (any Error)?)?
  private let interfaces: [String: VarlinkInterface]
  private let methods: [String: Method]
  private let info: JSONText
  private let checksReplies: Bool

  init(_ service: VarlinkService, checksReplies: Bool) {
    authorization = service.authorization
    translation = service.translation
    interfaces = service.interfaces
    self.checksReplies = checksReplies
    var methods: [String: Method] = [:]
    for interface in service.interfaces.values {
      for member in interface.members {
        guard case .method(let parameters, let reply) = member.kind else { continue }
        let name = "\(interface.name).\(member.name)"
        methods[name] = Method(
          interface: interface, parameters: parameters, reply: reply, body: service.bodies[name])
      }
    }
    self.methods = methods
    info = JSONText([
      "vendor": .string(service.vendor), "product": .string(service.product),
      "version": .string(service.version), "url": .string(service.url),
      "interfaces": .array(service.interfaces.keys.sorted().map { .string($0) }),
    ])
  }

  /// Checks a call against the interfaces and finds who answers it.
  ///
  /// - Throws: The error of `org.varlink.service` that names the fault.
  func route(_ call: MethodCall) throws(StandardError) -> Route {
    guard let method = methods[call.method] else { throw notFound(call.method) }
    if let misfit = method.interface.firstMisfit(call.parameters, method.parameters) {
      throw .invalidParameter(misfit)
    }
    switch call.method {
    case ServiceInterface.GetInfo.name: return .reply(Answer(info))
    case ServiceInterface.GetInterfaceDescription.name:
      return .reply(try description(of: call.parameters["interface"]?.stringValue ?? ""))
    default: break
    }
    // No method here switches the connection to another protocol, and an ordinary reply would
    // tell the caller that it had.
    guard let body = method.body, call.mode != .upgrade else {
      throw .methodNotImplemented(call.method)
    }
    if case .stream(_, let allowsSingle) = body, call.mode != .more, !allowsSingle {
      throw .expectedMore
    }
    return .run(body)
  }

  private func notFound(_ name: String) -> StandardError {
    guard let (interface, _) = IDLNames.qualified(name) else { return .methodNotFound(name) }
    return interfaces[interface] == nil ? .interfaceNotFound(interface) : .methodNotFound(name)
  }

  private func description(of interface: String) throws(StandardError) -> Answer {
    guard let found = interfaces[interface] else { throw .interfaceNotFound(interface) }
    return Answer(JSONText(["description": .string(found.text)]))
  }

  /// A reply's parameters, checked against the interface when the server is strict.
  func checked(_ parameters: JSONText, replyTo name: String) throws -> JSONText {
    guard checksReplies, let method = methods[name] else { return parameters }
    if let misfit = method.interface.firstMisfit(try parameters.object(), method.reply) {
      throw VarlinkDriftError(name: name, field: misfit)
    }
    return parameters
  }

  /// The reply that carries an error, or nil when none honestly can.
  func reply(for error: any Error, _ context: CallContext) -> Answer? {
    if let reply = travelling(error) { return reply }
    return translation?(error, context).flatMap(travelling)
  }

  private func travelling(_ error: any Error) -> Answer? {
    switch error {
    case let error as StandardError: return travelling(error.remote)
    case let error as VarlinkRemoteError:
      return Answer(JSONText(error.parameters), error: error.name)
    case let error as any VarlinkErrorReply: return coded(error)
    default: return nil
    }
  }

  private func coded<E: VarlinkErrorReply>(_ error: E) -> Answer? {
    guard let parameters = try? JSONText(encoding: error) else { return nil }
    if checksReplies, let drift = drift(parameters, error: E.name) {
      return travelling(drift)
    }
    return Answer(parameters, error: E.name)
  }

  private func drift(_ parameters: JSONText, error name: String) -> VarlinkDriftError? {
    guard let (interface, member) = IDLNames.qualified(name), let known = interfaces[interface],
      let fields = known.error(member), let members = try? parameters.object()
    else { return VarlinkDriftError(name: name, field: "") }
    return known.firstMisfit(members, fields).map { VarlinkDriftError(name: name, field: $0) }
  }
}

/// A Swift type has drifted from the interface text: what a strict server finds in its own replies.
public struct VarlinkDriftError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Qualified name of the method or error.
  public let name: String
  /// The field that does not fit; empty when the interface does not declare the error at all.
  public let field: String

  public var description: String { "\(name): '\(field)' does not fit the interface" }
}
