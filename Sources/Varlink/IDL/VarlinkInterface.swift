/// A parsed interface definition together with the text it came from.
///
/// The text is served back verbatim by `org.varlink.service.GetInterfaceDescription`.
public struct VarlinkInterface: Sendable {
  /// Reverse-domain name, e.g. `org.example.queue`.
  public let name: String
  /// The definition exactly as it was given.
  public let text: String
  /// The comment above the `interface` line.
  public let documentation: String
  /// Types, methods and errors in the order of the text.
  public let members: [VarlinkMember]
  private let index: [String: VarlinkMember.Kind]

  /// Parses a definition.
  ///
  /// - Throws: `VarlinkIDLError` with line and column of the first fault.
  public init(_ text: String) throws(VarlinkIDLError) {
    let parsed = try IDLParser.parse(text)
    self.text = text
    name = parsed.name
    documentation = parsed.documentation
    members = parsed.members
    index = Dictionary(
      parsed.members.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
  }

  /// Parameter and reply fields of a method named without its interface.
  public func method(_ name: some StringProtocol) -> (
    parameters: [VarlinkField], reply: [VarlinkField]
  )? {
    guard case .method(let parameters, let reply)? = index[String(name)] else { return nil }
    return (parameters, reply)
  }

  /// Fields of an error named without its interface.
  public func error(_ name: some StringProtocol) -> [VarlinkField]? {
    guard case .error(let fields)? = index[String(name)] else { return nil }
    return fields
  }

  func type(_ name: String) -> VarlinkType? {
    guard case .type(let type)? = index[name] else { return nil }
    return type
  }

  // MARK: - Checking values

  /// The path of the first field whose value does not fit, or nil when everything does.
  ///
  /// Unknown fields, missing fields that are not optional and wrong types are all misfits.
  public func firstMisfit(_ object: JSONObject, _ fields: [VarlinkField]) -> String? {
    for member in object.members where !fields.contains(where: { $0.name == member.key }) {
      return member.key
    }
    for field in fields {
      guard let value = object[field.name] else {
        if field.isOptional { continue }
        return field.name
      }
      if let inner = misfit(value, field.type) { return field.name + inner }
    }
    return nil
  }

  /// Nil when the value fits, else where inside it the fault lies ("" = the value itself).
  ///
  /// Recursion ends because every step goes one level down a value of bounded depth, except
  /// through names and `?`, which the grammar lets only lead to a structure or enumeration.
  private func misfit(_ value: JSONValue, _ type: VarlinkType) -> String? {
    switch (type, value) {
    case (.optional, .null), (.object, _), (.bool, .bool), (.int, .int), (.float, .int),
      (.float, .double), (.string, .string):
      return nil
    case (.optional(let inner), _): return misfit(value, inner)
    case (.int, .double(let double)): return Int64(exactly: double) == nil ? "" : nil
    case (.enumeration(let names), .string(let name)): return names.contains(name) ? nil : ""
    case (.structure(let fields), .object(let object)):
      return firstMisfit(object, fields).map { "." + $0 }
    case (.array(let element), .array(let values)):
      for index in values.indices {
        if let inner = misfit(values[index], element) { return "[\(index)]" + inner }
      }
      return nil
    case (.map(let element), .object(let object)):
      for member in object.members {
        if let inner = misfit(member.value, element) { return "[\(member.key)]" + inner }
      }
      return nil
    case (.named(let name), _): return self.type(name).map { misfit(value, $0) } ?? ""
    default: return ""
    }
  }
}
