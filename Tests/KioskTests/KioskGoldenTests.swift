import Foundation
import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Every screen as a person sees it, kept as text that can be read and judged in review: one file a
/// scene, with all its languages and sizes.
///
/// `HALLWAY_WRITE_GOLDENS=1 swift test --filter KioskTests.*Golden` writes them anew.
@Suite struct KioskGoldenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 120, rows: 40),
  ]
  static let elderSizes = [KioskState.smallest, Size(columns: 100, rows: 30)]

  @Test(arguments: GoldenScene.allCases)
  func `a screen looks as it was approved`(scene: GoldenScene) throws {
    try Golden.compare(Self.views(scene.person), with: scene.rawValue)
  }

  @Test(arguments: GuideScene.allCases)
  func `a screen of guides and papers looks as it was approved`(scene: GuideScene) throws {
    try Golden.compare(Self.views(scene.person), with: scene.rawValue)
  }

  private static func views(_ person: (Language) -> Person) -> [(String, Screen<Action>)] {
    Language.allCases.flatMap { language in
      let person = person(language)
      let usual = person.kiosk.isElder ? [] : sizes
      let elder = person.inElderMode()
      return usual.map { ("\(language.rawValue) \($0.words)", person.kiosk.render(size: $0)) }
        + elderSizes.map {
          ("\(language.rawValue) elder \($0.words)", elder.kiosk.render(size: $0))
        }
    }
  }
}

/// Screens beside what was approved.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")

  /// A kiosk's or pad's screens; the kiosk's keys for letters are too many to tell.
  static func compare(_ views: [(title: String, screen: Screen<Action>)], with name: String) throws
  {
    try compare(
      views.map { view in
        (view.title, picture(of: view.screen) { if case .type = $0 { true } else { false } })
      }, with: name)
  }

  static func compare(_ views: [(title: String, text: String)], with name: String) throws {
    let text = views.map { "== \($0.title)\n\($0.text)" }.joined(separator: "\n")
    let file = folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["HALLWAY_WRITE_GOLDENS"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "\(name) differs")
  }

  /// The rows between edges.
  static func frame(_ picture: Picture) -> String {
    let edge = "+" + String(repeating: "-", count: picture.size.columns) + "+"
    let rows = (0..<picture.size.rows).map { row in
      "|" + (0..<picture.size.columns).compactMap { picture[$0, row]?.glyph }.joined() + "|"
    }
    return ([edge] + rows + [edge]).joined(separator: "\n") + "\n"
  }

  /// The rows between edges, then every target as `column,row columns x rows action`.
  static func picture<A>(
    of screen: Screen<A>, but isLeftOut: (A) -> Bool = { _ in false }
  ) -> String {
    let targets = screen.targets.filter { !isLeftOut($0.action) }.map { target in
      let area = target.area
      return "\(area.column),\(area.row) \(area.columns)x\(area.rows) \(target.action)\n"
    }
    return frame(screen.picture) + targets.joined()
  }
}

extension Size {
  var words: String { "\(columns)x\(rows)" }
}
