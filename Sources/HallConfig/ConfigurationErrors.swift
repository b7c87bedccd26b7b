/// One thing in a configuration file that must be changed before the hall can open.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the caller named it.
  public let file: String
  /// The line of the key, counted from 1; nil where the fault is not in the text.
  public let line: Int?
  /// Where in the tree, such as `windows[3].serves.services[1]`, items counted from 0; empty for
  /// the file as a whole.
  public let path: String
  /// What is wrong and what to do about it, one sentence for a technician.
  public let message: String

  public init(file: String, line: Int?, path: String, message: String) {
    self.file = file
    self.line = line
    self.path = path
    self.message = message
  }

  /// `hallway.yaml:12: windows[3].zone: no zone is called "esat"; did you mean "east"?`
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return path.isEmpty ? "\(place): \(message)" : "\(place): \(path): \(message)"
  }
}

/// Every fault at once, file by file in the order of the lines.
public struct ConfigurationErrors: Error, Sendable, Hashable, CustomStringConvertible {
  public let errors: [ConfigurationError]

  init(_ errors: [ConfigurationError]) {
    self.errors = errors.sorted {
      ($0.file, $0.line ?? 0, $0.path) < ($1.file, $1.line ?? 0, $1.path)
    }
  }

  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
