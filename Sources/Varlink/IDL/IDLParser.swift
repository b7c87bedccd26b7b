/// Reads one interface definition; total over any text, with the place of the first fault.
struct IDLParser {
  /// More than any real interface needs, few enough for a small stack.
  static let deepestNesting = 64

  private var scanner: IDLScanner
  private var depth = 0
  private var members: [VarlinkMember] = []
  /// Every use of a declared type with its place, checked when all declarations are known.
  private var references: [(name: String, offset: Int)] = []

  private init(_ text: String) throws(VarlinkIDLError) { scanner = try IDLScanner(text) }

  struct Result {
    var name = ""
    var documentation = ""
    var members: [VarlinkMember] = []
  }

  static func parse(_ text: String) throws(VarlinkIDLError) -> Result {
    var parser = try IDLParser(text)
    return try parser.interface()
  }

  // MARK: - Members

  private mutating func interface() throws(VarlinkIDLError) -> Result {
    var result = Result()
    try keyword("interface")
    result.documentation = scanner.takeDocumentation()
    result.name = try name("an interface name such as org.example.queue", IDLNames.isInterface)
    while scanner.token != .end { try member() }
    for reference in references where !declares(reference.name) {
      throw scanner.error("no type \(reference.name) is declared", at: reference.offset)
    }
    result.members = members
    return result
  }

  private func declares(_ type: String) -> Bool {
    members.contains { member in
      if case .type = member.kind { member.name == type } else { false }
    }
  }

  private mutating func member() throws(VarlinkIDLError) {
    guard case .word(let word) = scanner.token, ["type", "method", "error"].contains(word) else {
      throw scanner.error("'type', 'method' or 'error' expected, \(scanner.tokenText) found")
    }
    let documentation = scanner.takeDocumentation()
    try scanner.advance()
    let offset = scanner.tokenStart
    let name = try name("a name such as TakeTicket") { IDLNames.isMember($0) }
    guard !members.contains(where: { $0.name == name }) else {
      throw scanner.error("\(name) is declared twice", at: offset)
    }
    let kind: VarlinkMember.Kind
    switch word {
    case "type": kind = .type(try structureOrEnumeration())
    case "error": kind = .error(try structure("an error"))
    default:
      let parameters = try structure("a method's parameter list")
      try punctuation("->")
      kind = .method(parameters: parameters, reply: try structure("a method's reply"))
    }
    members.append(VarlinkMember(name: name, kind: kind, documentation: documentation))
  }

  // MARK: - Types

  private mutating func structure(_ what: String) throws(VarlinkIDLError) -> [VarlinkField] {
    let offset = scanner.tokenStart
    guard case .structure(let fields) = try structureOrEnumeration() else {
      throw scanner.error("\(what) has fields with types", at: offset)
    }
    return fields
  }

  private mutating func type() throws(VarlinkIDLError) -> VarlinkType {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepestNesting else {
      throw scanner.error("types nested deeper than \(Self.deepestNesting)")
    }
    switch scanner.token {
    case .punctuation("?"):
      try scanner.advance()
      guard scanner.token != .punctuation("?") else { throw scanner.error("'?' twice") }
      return .optional(try type())
    case .punctuation("[]"):
      try scanner.advance()
      return .array(try type())
    case .punctuation("[string]"):
      try scanner.advance()
      return .map(try type())
    case .punctuation("("): return try structureOrEnumeration()
    case .word(let word): return try namedType(word)
    default: throw scanner.error("a type expected, \(scanner.tokenText) found")
    }
  }

  private mutating func namedType(_ word: String) throws(VarlinkIDLError) -> VarlinkType {
    let builtin: [String: VarlinkType] = [
      "bool": .bool, "int": .int, "float": .float, "string": .string, "object": .object,
    ]
    guard builtin[word] != nil || IDLNames.isMember(word) else {
      throw scanner.error("'\(word)' is not a type")
    }
    if builtin[word] == nil { references.append((word, scanner.tokenStart)) }
    try scanner.advance()
    return builtin[word] ?? .named(word)
  }

  /// Which of the two it is shows after the first name: a colon makes it a structure.
  private mutating func structureOrEnumeration() throws(VarlinkIDLError) -> VarlinkType {
    try punctuation("(")
    if scanner.token == .punctuation(")") {
      try scanner.advance()
      return .structure([])
    }
    var fields: [VarlinkField] = []
    var values: [String] = []
    var names = Set<String>()
    while true {
      let offset = scanner.tokenStart
      let documentation = scanner.takeDocumentation()
      let name = try name("a field name", IDLNames.isField)
      guard names.insert(name).inserted else {
        throw scanner.error("\(name) is listed twice", at: offset)
      }
      if values.isEmpty, !fields.isEmpty || scanner.token == .punctuation(":") {
        try punctuation(":")
        fields.append(VarlinkField(name: name, type: try type(), documentation: documentation))
      } else {
        values.append(name)
      }
      if scanner.token == .punctuation(")") { break }
      guard scanner.token == .punctuation(",") else {
        throw scanner.error("',' or ')' expected, \(scanner.tokenText) found")
      }
      try scanner.advance()
    }
    try scanner.advance()
    return values.isEmpty ? .structure(fields) : .enumeration(values)
  }

  // MARK: - Tokens

  private mutating func keyword(_ word: String) throws(VarlinkIDLError) {
    guard scanner.token == .word(word) else {
      throw scanner.error("'\(word)' expected, \(scanner.tokenText) found")
    }
    try scanner.advance()
  }

  private mutating func punctuation(_ sign: String) throws(VarlinkIDLError) {
    guard scanner.token == .punctuation(sign) else {
      throw scanner.error("'\(sign)' expected, \(scanner.tokenText) found")
    }
    try scanner.advance()
  }

  private mutating func name(_ what: String, _ isValid: (String) -> Bool) throws(VarlinkIDLError)
    -> String
  {
    guard case .word(let word) = scanner.token, isValid(word) else {
      throw scanner.error("\(what) expected, \(scanner.tokenText) found")
    }
    try scanner.advance()
    return word
  }
}
