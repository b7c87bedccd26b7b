/// A key that one driver's devices may have in the configuration.
public struct DriverOption: Sendable {
  public enum Kind: Sendable {
    case integer(ClosedRange<Int>, usual: Int)
    case flag(usual: Bool)
    case choice([String], usual: String)
    /// A path or command of the site's, none where it is left out.
    case path
    /// Key codes 0...255 to numbers of the range; empty where it is left out.
    case keys(ClosedRange<Int>)
  }

  public let name: String
  public let kind: Kind
  /// One sentence for the docs.
  public let meaning: String

  public init(_ name: String, _ kind: Kind, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
  }
}

/// The value a configuration gives to a ``DriverOption``.
public enum OptionValue: Sendable, Equatable {
  case integer(Int)
  case flag(Bool)
  case text(String)
  case keys([UInt8: Int])
}

// MARK: - As words, for command lines and recordings

extension OptionValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .flag(let isSet): "\(isSet)"
    case .text(let text): text
    case .keys(let keys):
      keys.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
    }
  }
}

extension DriverOption {
  /// The value that `text` gives this option; nil where it is none of its kind.
  public func value(_ text: some StringProtocol) -> OptionValue? {
    switch kind {
    case .integer(let range, _):
      Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .flag: Bool(String(text)).map { .flag($0) }
    case .choice(let words, _): words.contains(String(text)) ? .text(String(text)) : nil
    case .path: text.hasPrefix("/") ? .text(String(text)) : nil
    case .keys(let range): Self.keys(text, range).map { .keys($0) }
    }
  }

  private static func keys(
    _ text: some StringProtocol, _ range: ClosedRange<Int>
  ) -> [UInt8: Int]? {
    var keys: [UInt8: Int] = [:]
    for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let code = UInt8(parts[0]), let number = Int(parts[1]),
        range.contains(number)
      else { return nil }
      keys[code] = number
    }
    return keys
  }
}

extension DriverDescriptor {
  /// Reads `name=value`, as a command line and a recording's head write options.
  ///
  /// - Throws: `protocolError` with a sentence for whoever wrote it.
  public func option(reading text: some StringProtocol) throws(DeviceFault) -> (String, OptionValue)
  {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let known = options.map(\.name).sorted().joined(separator: ", ")
    guard parts.count == 2, let option = options.first(where: { $0.name == parts[0] }) else {
      throw DeviceFault(
        .protocolError, "'\(text)' is no option of \(name), written option=value; it has \(known)")
    }
    guard let value = option.value(parts[1]) else {
      throw DeviceFault(.protocolError, "'\(parts[1])' is no value of \(option.name)")
    }
    return (option.name, value)
  }
}
