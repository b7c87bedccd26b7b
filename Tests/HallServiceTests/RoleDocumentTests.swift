import Foundation
import HallService
import Testing

/// docs/roles.md is the table that decides, written out; `Tests/EndToEnd/test_roles.py` tries every cell
/// of it over the socket. `HALLWAY_WRITE_DOCS=1 swift test --filter RoleDocumentTests` writes it anew.
@Suite struct RoleDocumentTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/roles.md").standardized

  @Test func `what is written of roles is what the table says`() throws {
    let text = Self.text
    if ProcessInfo.processInfo.environment["HALLWAY_WRITE_DOCS"] != nil {
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: Self.file, encoding: .utf8) == text,
      "HALLWAY_WRITE_DOCS=1 swift test --filter RoleDocumentTests writes it anew")
  }

  private static var text: String {
    let roles = Access.Role.allCases
    var lines = [
      """
      # Who may call what

      Made from `Access.table`, which decides; a test holds the two together and another tries every cell
      over the socket. A role is what the hall's file says of the caller's Unix user (`access:`); root and
      the service's own user may do all. Some methods look closer still: a pad rates at its own windows
      only, and where the hall has a file of clerks a clerk works the window they opened.

      """,
      "| Method | " + roles.map(\.rawValue).joined(separator: " | ") + " |",
      "| --- |" + String(repeating: " :-: |", count: roles.count),
    ]
    for (method, allowed) in Access.table.sorted(by: { $0.key < $1.key }) {
      let cells = roles.map { allowed.contains($0) ? "yes" : "" }
      lines.append("| `\(method)` | " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
