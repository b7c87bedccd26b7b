import Hall
import Testing
import TextUI

@testable import KioskScreens

@Suite struct LayoutTests {
  @Test func `a screen of any size is drawn without a trap`() {
    for (columns, rows) in [(0, 0), (1, 1), (-3, 5), (79, 24), (80, 23), (80, 24), (300, 90)] {
      for scene in GoldenScene.allCases {
        let screen = scene.person(.zh).kiosk.render(size: Size(columns: columns, rows: rows))
        #expect(screen.picture.cells.count == max(0, columns) * max(0, rows))
      }
    }
  }

  @Test func `a terminal that became too small says so and names the size it needs`() {
    let screen = Person().kiosk.render(size: Size(columns: 60, rows: 10))
    #expect(Person.text(screen).contains("需要 40 列 24 行，现在 60 列 10 行"))
    #expect(screen.targets.isEmpty)
  }

  // The key in the title has two rows; PanelTests measure fingers.
  @Test func `choices never overlap and are at least three rows high`() {
    for scene in GoldenScene.allCases {
      let screen = scene.person(.en).kiosk.render(size: Person.small)
      let choices = screen.targets.filter { target in
        switch target.action {
        case .stay, .type, .erase, .elder: false
        default: true
        }
      }
      for (index, target) in choices.enumerated() {
        #expect(target.area.rows >= 3, "\(scene) \(target.action)")
        for other in choices.dropFirst(index + 1) {
          let apart =
            target.area.endColumn <= other.area.column || other.area.endColumn <= target.area.column
            || target.area.endRow <= other.area.row || other.area.endRow <= target.area.row
          #expect(apart, "\(scene): \(target.action) and \(other.action)")
        }
      }
    }
  }
}
