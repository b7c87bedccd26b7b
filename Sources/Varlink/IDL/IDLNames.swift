/// The three name grammars of the interface definition language (varlink.org, Interface-Definition).
enum IDLNames {
  /// `[a-z]([-]*[a-z0-9])*(\.[a-z0-9]([-]*[a-z0-9])*)+`
  static func isInterface(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, let first = labels.first?.first, isLower(first) else { return false }
    return labels.allSatisfy { label in
      guard let head = label.first, let tail = label.last else { return false }
      return head != UInt8(ascii: "-") && tail != UInt8(ascii: "-")
        && label.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// `[A-Z][A-Za-z0-9]*`
  static func isMember(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, isUpper(first) else { return false }
    return name.utf8.allSatisfy { isUpper($0) || isLower($0) || isDigit($0) }
  }

  /// `[A-Za-z](_?[A-Za-z0-9])*`
  static func isField(_ name: String) -> Bool {
    guard let first = name.utf8.first, isUpper(first) || isLower(first) else { return false }
    var previous: UInt8 = 0
    for byte in name.utf8 {
      let isUnderscore = byte == UInt8(ascii: "_")
      guard isUnderscore || isUpper(byte) || isLower(byte) || isDigit(byte) else { return false }
      if isUnderscore, previous == byte { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "_")
  }

  /// Splits `org.example.Queue.TakeTicket` into interface and member, or nil when it is neither.
  static func qualified(_ name: String) -> (interface: String, member: Substring)? {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let interface = String(name[..<dot])
    let member = name[name.index(after: dot)...]
    guard isMember(member), isInterface(interface) else { return nil }
    return (interface, member)
  }

  private static func isLower(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
  private static func isUpper(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
