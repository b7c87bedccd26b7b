import Hall
import Yams

/// One value of the file and the place where it stands.
///
/// Each reading method notes a fault and returns a placeholder where the value is not what was
/// asked for; ``Findings/check()`` throws before a placeholder can reach anybody.
struct Entry {
  /// nil where the file has no such value; the fault is noted already.
  let node: Node?
  let path: String
  let findings: Findings

  init(node: Node?, path: String, line: Int?, findings: Findings) {
    self.path = path
    self.findings = findings
    if let line { findings.locate(path, line: line) }
    // Every alias has an anchored value, so refusing those is refusing aliases: walking the tree
    // can then never expand one into many.
    if let node, node.anchor != nil {
      findings.fault(path, "YAML anchors (&name) are not read here; write the value out")
      self.node = nil
    } else {
      self.node = node
    }
  }

  func fault(_ message: String) { findings.fault(path, message) }

  // MARK: Scalars

  /// One line or paragraph of text; never empty.
  func text() -> String {
    guard let text = scalar("a text") else { return "" }
    let isBlank = text.allSatisfy(\.isWhitespace)
    if isBlank { fault("the text is empty; write one or remove the key") }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      fault("the text holds control characters or line breaks; write it in one line")
      return ""
    }
    return isBlank ? "" : text
  }

  /// What things are called among each other: letters, digits and hyphens, at most 32.
  func identifier() -> String {
    guard let text = scalar("an id") else { return "" }
    let allowed = text.utf8.allSatisfy {
      ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: "-")
    }
    guard allowed, (1...32).contains(text.utf8.count) else {
      fault("\(quoted(text)) cannot be an id; use 1 to 32 letters, digits and hyphens")
      return ""
    }
    return text
  }

  func integer(_ range: ClosedRange<Int>) -> Int {
    guard let text = scalar("a whole number") else { return range.lowerBound }
    guard let value = Int(text), range.contains(value) else {
      fault(
        "\(quoted(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      return range.lowerBound
    }
    return value
  }

  func flag() -> Bool {
    switch scalar("true or false") {
    case "true": return true
    case "false", nil: return false
    case let text?:
      fault("\(quoted(text)) is neither true nor false; write one of the two")
      return false
    }
  }

  /// One of `words`.
  func word<Word: RawRepresentable<String>>(_ words: [Word], or fallback: Word) -> Word {
    guard let text = scalar("a word") else { return fallback }
    guard let word = words.first(where: { $0.rawValue == text }) else {
      let known = words.map(\.rawValue).joined(separator: ", ")
      fault("\(quoted(text)) is not known here; write one of \(known)")
      return fallback
    }
    return word
  }

  /// A day such as `2026-10-01`; nil where it is none.
  func day() -> LocalDay? {
    guard let text = scalar("a day") else { return nil }
    guard text.utf8.count == 10, let day = LocalDay(text) else {
      fault("\(quoted(text)) is not a day of the calendar; write it like 2026-10-01")
      return nil
    }
    return day
  }

  /// The scalar's characters, whatever YAML would make of them: a window may be called 1, a
  /// service no.
  func scalar(_ wanted: String) -> String? {
    guard let node else { return nil }
    guard case .scalar(let scalar) = node else {
      fault("here stands \(kind(of: node)) where \(wanted) is wanted")
      return nil
    }
    if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
      fault("the value is missing; write \(wanted)")
      return nil
    }
    return scalar.string
  }

  // MARK: Collections

  /// Whether here stands a group of keys, where a single value might as well.
  var isGroup: Bool {
    if case .mapping = node { true } else { false }
  }

  /// Reads every item of a list.
  func list<Item>(_ read: (Entry) -> Item) -> [Item] {
    guard let node else { return [] }
    guard case .sequence(let items) = node else {
      fault("here stands \(kind(of: node)) where a list is wanted; write [a, b] or lines with -")
      return []
    }
    return items.enumerated().map { index, item in
      read(
        Entry(
          node: item, path: "\(path)[\(index)]", line: item.mark?.line, findings: findings))
    }
  }

  /// Reads a mapping whose keys are known; any other key is a fault.
  func section<Value>(_ read: (Section) -> Value) -> Value {
    let section = Section(of: self)
    let value = read(section)
    section.refuseOtherKeys()
    return value
  }

  /// The keys and values of a mapping, in the order of the file.
  func pairs(_ wanted: String) -> [(key: String, value: Entry)]? {
    guard let node else { return nil }
    guard case .mapping(let mapping) = node else {
      fault("here stands \(kind(of: node)) where \(wanted) is wanted; write key: value")
      return nil
    }
    return mapping.compactMap { key, value in
      guard case .scalar(let name) = key, key.anchor == nil else {
        fault("a key must be a plain word")
        return nil
      }
      // The key goes into messages and paths as it is, so a hostile one is cut.
      let shown = String(name.string.prefix(64))
      return (
        name.string,
        Entry(
          node: value, path: joined(path, shown), line: key.mark?.line, findings: findings)
      )
    }
  }

  private func kind(of node: Node) -> String {
    switch node {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a group of keys"
    case .alias: "an alias"
    }
  }
}

/// A mapping of known keys. 配置项
final class Section {
  let path: String
  private let findings: Findings
  private let entries: [String: Entry]
  /// False where there was no mapping at all, which is one fault and not one for each key.
  private let exists: Bool
  private var known: Set<String> = []

  init(of entry: Entry) {
    path = entry.path
    findings = entry.findings
    let pairs = entry.pairs("a group of keys")
    exists = pairs != nil
    entries = Dictionary(pairs ?? [], uniquingKeysWith: { first, _ in first })
  }

  /// The value of a key that must be there.
  subscript(_ key: String) -> Entry {
    if let entry = optional(key) { return entry }
    if exists { findings.fault(joined(path, key), "this key is missing; add it") }
    return Entry(node: nil, path: joined(path, key), line: nil, findings: findings)
  }

  /// The value of a key that may be left out.
  func optional(_ key: String) -> Entry? {
    known.insert(key)
    findings.know(key, in: path)
    return entries[key]
  }

  /// The value of a key that a driver declares; docs/devices.md, made from the drivers, explains it.
  func declared(_ key: String) -> Entry? {
    known.insert(key)
    return entries[key]
  }

  func fault(_ message: String) { findings.fault(path, message) }

  /// Notes a fault of the key, whether it stands here or not.
  func fault(_ message: String, at key: String) { findings.fault(joined(path, key), message) }

  var isFaulty: Bool { findings.isFaulty(path) }

  func refuseOtherKeys() {
    for (key, entry) in entries where !known.contains(key) {
      let advice = suggestion(for: key, among: known, plural: "keys here")
      entry.fault("there is no key \(quoted(key)) here; \(advice)")
    }
  }
}

/// A word of the file inside a message: cut and free of control characters.
func quoted(_ word: String) -> String {
  let printable = word.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }
  var text = String(String.UnicodeScalarView(printable.prefix(60)))
  if printable.count > 60 { text += "..." }
  return "\"\(text)\""
}
