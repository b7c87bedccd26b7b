extension VarlinkInterface {
  /// What the specification allows and other parsers refuse (python-varlink 31.0.0's scanner):
  /// an interface meant for everyone has none of these.
  public var portabilityFindings: [VarlinkIDLError] {
    var findings: [VarlinkIDLError] = []
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.last == 0x0D {
      findings.append(
        VarlinkIDLError(line: index + 1, column: line.count, reason: "a line ends in CR LF"))
      break
    }
    let firstLabel = name.prefix { $0 != "." }
    if firstLabel.contains(where: { $0 == "-" || $0.isNumber }), !name.hasPrefix("xn--") {
      findings.append(
        finding("interface", then: name, "the first label has a hyphen or a digit"))
    }
    for member in members {
      let types: [VarlinkType] =
        switch member.kind {
        case .type(let type): [type]
        case .method(let parameters, let reply): (parameters + reply).map(\.type)
        case .error(let fields): fields.map(\.type)
        }
      guard types.contains(where: \.hasLoneValue) else { continue }
      let keyword =
        switch member.kind {
        case .type: "type"
        case .method: "method"
        case .error: "error"
        }
      findings.append(
        finding(keyword, then: member.name, "\(member.name) has an enumeration of one value"))
    }
    return findings
  }

  /// A finding at the first line that begins with two words.
  private func finding(_ keyword: String, then name: String, _ reason: String) -> VarlinkIDLError {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.map(Substring.init).enumerated() {
      let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
      guard words.count == 2, words[0] == keyword, words[1].hasPrefix(name) else { continue }
      let column = line.utf8.distance(from: line.startIndex, to: words[1].startIndex) + 1
      return VarlinkIDLError(line: index + 1, column: column, reason: reason)
    }
    return VarlinkIDLError(line: 1, column: 1, reason: reason)
  }
}

extension VarlinkType {
  /// Whether an enumeration with a single value is in here; names are looked at where declared.
  fileprivate var hasLoneValue: Bool {
    switch self {
    case .enumeration(let values): values.count == 1
    case .structure(let fields): fields.contains { $0.type.hasLoneValue }
    case .array(let inner), .map(let inner), .optional(let inner): inner.hasLoneValue
    case .bool, .int, .float, .string, .object, .named: false
    }
  }
}
