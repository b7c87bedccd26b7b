import Foundation
import Testing
import TextUI

/// Every style of every theme can be read, by the numbers (WCAG 2.1, 1.4.3; standards.md 2.10).
@Suite struct ThemeTests {
  /// What the smallest text needs; large text could do with 3:1, and gets the same.
  static let least = 4.5

  @Test(arguments: Theme.all, Style.allCases)
  func `text stands out of its ground in 256 colours`(theme: Theme, style: Style) {
    let ink = theme[style]
    let contrast = Self.contrast(Palette.xterm(ink.text), Palette.xterm(ink.ground))
    #expect(contrast >= Self.least, "\(theme.name) \(style): \(contrast)")
  }

  @Test(arguments: Theme.all, Style.allCases)
  func `text stands out of its ground in eight colours`(theme: Theme, style: Style) {
    let ink = theme[style]
    let pair = (Palette.xterm(ink.plainText), Palette.xterm(ink.plainGround))
    let contrast = Self.contrast(pair.0, pair.1)
    #expect(contrast >= Self.least, "\(theme.name) \(style): \(contrast)")
    #expect(ink.plainText < 8 && ink.plainGround < 8)
  }

  @Test(arguments: Theme.all)
  func `no style is without an ink`(theme: Theme) {
    // Each ground that stands for something differs from the page around it, in every palette.
    for style in [Style.title, .focus, .good, .warning] {
      #expect(theme[style].ground != theme[.page].ground, "\(style)")
      #expect(theme[style].plainGround != theme[.page].plainGround, "\(style)")
    }
  }

  @Test func `contrast is computed as WCAG defines it`() {
    #expect(abs(Self.contrast(.init(0, 0, 0), .init(255, 255, 255)) - 21) < 0.001)
    // A published pair: #767676 on white is the lightest grey that passes.
    #expect(Self.contrast(.init(0x76, 0x76, 0x76), .init(255, 255, 255)) >= 4.5)
    #expect(Self.contrast(.init(0x77, 0x77, 0x77), .init(255, 255, 255)) < 4.5)
  }

  // MARK: - WCAG

  private static func contrast(_ one: Palette.RGB, _ other: Palette.RGB) -> Double {
    let (light, dark) = (max(one.luminance, other.luminance), min(one.luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }
}

/// xterm's palette as its source gives it (256colres.pl, XTerm-col.ad).
enum Palette {
  struct RGB {
    let red, green, blue: Double

    init(_ red: Int, _ green: Int, _ blue: Int) {
      func linear(_ value: Int) -> Double {
        let part = Double(value) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      (self.red, self.green, self.blue) = (linear(red), linear(green), linear(blue))
    }

    var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
  }

  private static let first: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]

  static func xterm(_ colour: Theme.Colour) -> RGB {
    let index = Int(colour)
    switch index {
    case 0..<16: return first[index]
    case 16..<232:
      let cube = index - 16
      func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
      return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    default:
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    }
  }
}
