extension SAMV {
  /// The identity that a module was given when it was authorised (A.5); no citizen's.
  public struct ModuleID: Hashable, Sendable, CustomStringConvertible {
    /// How the sixteen bytes are printed: sources disagree, so the bytes are kept beside the text.
    public enum Form: String, Sendable, CaseIterable {
      /// `05.03-20120101-0001234567-0890123456`, as most sources have it.
      case dotted
      /// `05-03-20120101-0001234567-0890123456`, as libid2 has it.
      case dashed
      /// The last number without leading zeros, as one copy of Sdtapi has it.
      case unpadded
    }

    /// Sixteen bytes; Synjones reads the first four differently, and nobody says how.
    public let bytes: [UInt8]

    /// nil unless there are sixteen.
    public init?(_ bytes: [UInt8]) {
      guard bytes.count == 16 else { return nil }
      self.bytes = bytes
    }

    public func text(_ form: Form = .dotted) -> String {
      let separator = form == .dashed ? "-" : "."
      let last = form == .unpadded ? String(number(12, 4)) : Self.padded(number(12, 4), 10)
      return Self.padded(number(0, 2), 2) + separator + Self.padded(number(2, 2), 2) + "-"
        + Self.padded(number(4, 4), 8) + "-" + Self.padded(number(8, 4), 10) + "-" + last
    }

    public var description: String { text() }

    /// Little-endian.
    private func number(_ offset: Int, _ count: Int) -> UInt32 {
      bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func padded(_ number: UInt32, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }
}
