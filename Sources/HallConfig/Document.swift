import Yams

/// Turns YAML text into its tree, with the dangers of YAML taken out.
enum Document {
  /// Yams resolves an alias by sharing the node, and looks for repeated keys by hashing whole
  /// nodes: a few dozen nested aliases would keep it busy for years. A file of ours has none;
  /// up to this many still get their line named (see ``Entry``).
  static let mostAliases = 16

  /// - Throws: the one place where the text stops being YAML.
  static func compose(_ text: String, findings: Findings) throws(ConfigurationErrors) -> Entry {
    func stop(_ message: String, line: Int? = nil) -> ConfigurationErrors {
      ConfigurationErrors([
        ConfigurationError(file: findings.file, line: line, path: "", message: message)
      ])
    }
    guard possibleAliases(in: text) <= mostAliases else {
      throw stop("the file is full of YAML aliases (*name); write the values out")
    }
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw stop("the file is empty; begin with the one in Demo/")
      }
      return Entry(node: root, path: "", line: 1, findings: findings)
    } catch let error as ConfigurationErrors {
      throw error
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      throw stop("this is not YAML: \(problem) (column \(mark.column))", line: mark.line)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
      throw stop("\(names) is written twice in one place; keep one", line: context.mark.line)
    } catch YamlError.reader(let problem, _, _, _) {
      throw stop("this is not YAML: \(problem)")
    } catch {
      throw stop("this is not YAML")
    }
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
