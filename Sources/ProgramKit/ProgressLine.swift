import Foundation

/// A line on the terminal that tells how far a command has come; nothing where nobody looks.
public struct ProgressLine: Sendable {
  /// Cells of the bar: with words and percent it fits in 80 columns.
  private static let width = 30
  private let isSeen = isatty(STDERR_FILENO) == 1

  public init() {}

  /// - Parameters:
  ///   - what: a word or two.
  ///   - share: 0 to 1; what is beyond is cut.
  public func show(_ what: String, _ share: Double) {
    guard isSeen else { return }
    let share = min(1, max(0, share))
    let filled = Int((share * Double(Self.width)).rounded())
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    tell("\r\(what) [\(bar)] \(Int(share * 100)) %")
  }

  public func clear() {
    if isSeen { tell("\r\u{1B}[K") }
  }

  private func tell(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
