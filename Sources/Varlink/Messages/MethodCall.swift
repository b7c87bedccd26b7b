package import NIOCore

/// What a peer did that Varlink does not allow; the connection closes.
public struct VarlinkProtocolError: Error, Sendable, Equatable, CustomStringConvertible {
  public let reason: String
  public var description: String { "Varlink protocol: \(reason)" }

  init(_ reason: String) { self.reason = reason }
}

/// A call as it travels (varlink.org, Method-Call).
package struct MethodCall: Sendable, Equatable {
  package var method: String
  package var parameters = JSONObject()
  package var mode = Mode.single

  /// What the caller expects; the three flags of the wire exclude each other.
  package enum Mode: String, Sendable {
    case single
    case more
    case oneway
    case upgrade
  }

  package init(method: String, parameters: JSONObject = JSONObject(), mode: Mode = .single) {
    self.method = method
    self.parameters = parameters
    self.mode = mode
  }

  package init(parsing frame: ByteBuffer) throws(VarlinkProtocolError) {
    var method: String?
    mode = .single
    for member in try headerMembers(of: frame) {
      switch (member.key, member.value) {
      case ("method", .string(let name)): method = name
      case ("parameters", .object(let object)): parameters = object
      // systemd and python-varlink send null for no parameters.
      case ("parameters", .null): break
      case ("more", .bool(let isSet)), ("oneway", .bool(let isSet)), ("upgrade", .bool(let isSet)):
        guard isSet, let flag = Mode(rawValue: member.key) else { continue }
        guard mode == .single else {
          throw VarlinkProtocolError("'\(mode.rawValue)' and '\(flag.rawValue)' together")
        }
        mode = flag
      default: try refuse(member)
      }
    }
    guard let method else { throw VarlinkProtocolError("a call without 'method'") }
    self.method = method
  }

  package func write(to buffer: inout ByteBuffer) {
    Self.write(method, JSONText(parameters), mode, to: &buffer)
  }

  /// Writes a call whose parameters are encoded already.
  package static func write(
    _ method: String, _ parameters: JSONText, _ mode: Mode, to buffer: inout ByteBuffer
  ) {
    buffer.writeStaticString("{\"method\":")
    buffer.writeJSONString(method)
    if !parameters.isEmptyObject {
      buffer.writeStaticString(",\"parameters\":")
      buffer.writeJSONText(parameters)
    }
    if mode != .single { buffer.writeString(",\"\(mode.rawValue)\":true") }
    buffer.writeStaticString("}\0")
  }
}

/// A reply as a client reads it.
package struct MethodReply: Sendable, Equatable {
  package var parameters = JSONObject()
  package var error: String?
  package var continues = false

  package init(parsing frame: ByteBuffer) throws(VarlinkProtocolError) {
    for member in try headerMembers(of: frame) {
      switch (member.key, member.value) {
      case ("parameters", .object(let object)): parameters = object
      case ("parameters", .null), ("error", .null): break
      case ("error", .string(let name)): error = name
      case ("continues", .bool(let isSet)): continues = isSet
      case ("upgraded", .bool): break
      default: try refuse(member)
      }
    }
    if error != nil, continues { throw VarlinkProtocolError("an error that continues") }
  }

}

/// A reply as a server sends it.
package struct Answer: Sendable {
  package var parameters: JSONText
  package var error: String?
  package var continues: Bool

  package init(_ parameters: JSONText, error: String? = nil, continues: Bool = false) {
    self.parameters = parameters
    self.error = error
    self.continues = continues
  }

  /// Only keys of the specification go out: systemd closes on any other.
  package func write(to buffer: inout ByteBuffer) {
    buffer.writeStaticString("{")
    if let error {
      buffer.writeStaticString("\"error\":")
      buffer.writeJSONString(error)
      buffer.writeStaticString(",")
    }
    buffer.writeStaticString("\"parameters\":")
    buffer.writeJSONText(parameters)
    buffer.writeStaticString(continues ? ",\"continues\":true}\0" : "}\0")
  }
}

private func headerMembers(of frame: ByteBuffer) throws(VarlinkProtocolError)
  -> [JSONObject.Member]
{
  let parsed: Result<JSONValue, JSONError> = frame.withUnsafeReadableBytes { raw in
    do throws(JSONError) { return .success(try JSONParser.parse(raw)) } catch {
      return .failure(error)
    }
  }
  switch parsed {
  case .success(.object(let object)): return object.members
  case .success(let other): throw VarlinkProtocolError("a message that is \(other.kind)")
  case .failure(let error): throw VarlinkProtocolError(error.description)
  }
}

/// Vendor keys in reverse-domain notation are let through, as the specification asks; every
/// other key, and a known key of the wrong type, is a fault of the peer. The key itself stays
/// unsaid: the reason goes to a log, and the key is a stranger's text.
private func refuse(_ member: JSONObject.Member) throws(VarlinkProtocolError) {
  guard !IDLNames.isInterface(member.key), IDLNames.qualified(member.key) == nil else { return }
  throw VarlinkProtocolError("an unknown key, or a known one with a \(member.value.kind)")
}
