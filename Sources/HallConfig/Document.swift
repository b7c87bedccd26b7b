import Yams

/// Turns YAML text into its tree, with the dangers of YAML taken out.
enum Document {
  /// Yams resolves an alias by sharing the node, and looks for repeated keys by hashing whole
  /// nodes: a few dozen nested aliases would keep it busy for years. A file of ours has none;
  /// up to this many still get their line named (see ``Entry``).
  static let mostAliases = 16

  /// Reads the one mapping that the text is.
  ///
  /// - Throws: the one place where the text stops being YAML.
  static func read<Value>(
    _ text: String, findings: Findings, _ body: (Section) -> Value
  ) throws(ConfigurationErrors) -> Value {
    try readSome(text, findings: findings) { section in
      let value = body(section)
      section.refuseOtherKeys()
      return value
    }
  }

  /// Reads a part of the one mapping that the text is; what else is there is not looked at.
  ///
  /// - Throws: the one place where the text stops being YAML.
  static func readSome<Value>(
    _ text: String, findings: Findings, _ body: (Section) -> Value
  ) throws(ConfigurationErrors) -> Value {
    guard possibleAliases(in: text) <= mostAliases else {
      throw findings.stop("the file is full of YAML aliases (*name); write the values out")
    }
    let (parser, root) = try compose(text, findings: findings)
    // Nodes hold their anchors weakly; the parser owns them.
    return withExtendedLifetime(parser) {
      body(Section(of: Entry(node: root, path: "", line: 1, findings: findings)))
    }
  }

  private static func compose(
    _ text: String, findings: Findings
  ) throws(ConfigurationErrors) -> (Parser, Node) {
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      if let root = try parser.singleRoot() { return (parser, root) }
    } catch YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _)
    {
      let began = context.map { " \($0.text) in line \($0.mark.line)" } ?? ""
      throw findings.stop("this is not YAML: \(problem)\(began)", line: mark.line)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let names = keys.map(quoted).joined(separator: ", ")
      throw findings.stop(
        "\(names) is written twice in one place; keep one", line: context.mark.line)
    } catch YamlError.reader(let problem, _, _, _) {
      throw findings.stop("this is not YAML: \(problem)")
    } catch {
      throw findings.stop("this is not YAML")
    }
    throw findings.stop("the file is empty; begin with the one in Demo/")
  }

  /// How often `*` stands before a letter or digit, as it does in every alias.
  private static func possibleAliases(in text: String) -> Int {
    let bytes = text.utf8
    return zip(bytes, bytes.dropFirst()).count { star, next in
      star == UInt8(ascii: "*")
        && (next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z")
          || next >= UInt8(ascii: "0") && next <= UInt8(ascii: "9") || next == UInt8(ascii: "_")
          || next == UInt8(ascii: "-"))
    }
  }
}
