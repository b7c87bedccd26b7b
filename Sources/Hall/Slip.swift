/// What a ticket printer is asked to put on paper, free of any printer's language. 小票
public struct Slip: Sendable, Equatable {
  public enum Alignment: Sendable, Equatable { case left, centre }

  /// Multiples of the printer's own character cell.
  public enum Size: Sendable, Equatable { case normal, double, huge }

  public enum Element: Sendable, Equatable {
    /// One line; the driver sanitises and, where its font lacks a glyph, replaces.
    case line(String, size: Size = .normal, bold: Bool = false, align: Alignment = .left)
    /// A rule across the paper.
    case rule
    /// Empty lines, 1...20.
    case feed(Int)
    /// A QR code, error correction M, centred.
    case qr(String)
  }

  public var elements: [Element]

  public init(_ elements: [Element]) { self.elements = elements }
}
