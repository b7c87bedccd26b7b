import Foundation
import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Every screen as a person sees it, kept as text that can be read and judged in review.
///
/// `HALLWAY_WRITE_GOLDENS=1 swift test --filter GoldenScreenTests` writes them anew.
@Suite struct GoldenScreenTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 100, rows: 30)]

  @Test(arguments: GoldenScene.allCases)
  func `a screen looks as it was approved`(scene: GoldenScene) throws {
    for language in Language.allCases {
      for size in Self.sizes {
        let screen = scene.person(language).kiosk.render(size: size)
        let name = "\(scene.rawValue).\(language.rawValue).\(size.columns)x\(size.rows).txt"
        try Self.compare(Self.picture(of: screen), with: name)
      }
    }
  }

  static func compare(_ picture: String, with name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["HALLWAY_WRITE_GOLDENS"] != nil {
      try picture.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(picture == golden, "\(name) differs")
  }

  /// The rows between edges, then every target as `column,row columns x rows action`.
  static func picture(of screen: Screen<Action>) -> String {
    let edge = "+" + String(repeating: "-", count: screen.size.columns) + "+"
    let rows = (0..<screen.size.rows).map { row in
      let text = (0..<screen.size.columns).compactMap { screen.picture[$0, row]?.glyph }.joined()
      return "|\(text)|"
    }
    let targets = screen.targets.filter { if case .type = $0.action { false } else { true } }
      .map { target in
        let area = target.area
        return "\(area.column),\(area.row) \(area.columns)x\(area.rows) \(target.action)"
      }
    return ([edge] + rows + [edge] + targets).joined(separator: "\n") + "\n"
  }
}
