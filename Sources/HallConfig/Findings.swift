/// What one pass over a file finds out: its faults, and on which line each value stands.
///
/// Reading never stops at a fault; it notes it and goes on with a placeholder, so that one pass
/// lists everything there is to repair.
final class Findings {
  /// A file this broken needs a person, not a longer list.
  static let mostFaults = 200

  let file: String
  private(set) var faults: [ConfigurationError] = []
  /// Every key that was asked for, items without their number: `windows[].zone`.
  private(set) var knownKeys: Set<String> = []
  private var lines: [String: Int] = [:]

  init(file: String) { self.file = file }

  func know(_ key: String, in section: String) {
    knownKeys.insert(joined(withoutNumbers(section), key))
  }

  func locate(_ path: String, line: Int) {
    if lines[path] == nil { lines[path] = line }
  }

  /// Notes a fault at `path`, on the line of that value or else of what encloses it.
  func fault(_ path: String, _ message: String) {
    guard faults.count < Self.mostFaults else { return }
    faults.append(
      ConfigurationError(file: file, line: line(of: path), path: path, message: message))
  }

  /// Takes over the faults of another file that this one names.
  func adopt(_ errors: ConfigurationErrors) {
    faults += errors.errors.prefix(max(0, Self.mostFaults - faults.count))
  }

  /// Whether anything at or below `path` is at fault, so that what follows from it stays unsaid.
  func isFaulty(_ path: String) -> Bool {
    faults.contains {
      $0.path == path || $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "[")
    }
  }

  /// Whether the value itself is at fault, whatever is below it.
  func isFaulty(exactly path: String) -> Bool { faults.contains { $0.path == path } }

  /// The fault of a file that cannot be read any further.
  func stop(_ message: String, line: Int? = nil) -> ConfigurationErrors {
    ConfigurationErrors([ConfigurationError(file: file, line: line, path: "", message: message)])
  }

  /// - Throws: every fault there is, if there is one.
  func check() throws(ConfigurationErrors) {
    guard faults.isEmpty else { throw ConfigurationErrors(faults) }
  }

  private func line(of path: String) -> Int {
    var place = Substring(path)
    while !place.isEmpty {
      if let line = lines[String(place)] { return line }
      guard let end = place.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      place = place[..<end]
    }
    return 1
  }

  private func withoutNumbers(_ path: String) -> String {
    path.filter { !$0.isNumber }
  }
}

/// `hall` and `name` are `hall.name`.
func joined(_ path: String, _ key: String) -> String {
  path.isEmpty ? key : "\(path).\(key)"
}
