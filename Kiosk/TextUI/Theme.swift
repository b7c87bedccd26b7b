/// Colours for everything a cell can be for, for terminals of 256 colours and of eight.
///
/// A theme is data; `Tests/TextUITests/ThemeTests` computes the contrast of each pair (standards.md 2.10).
public struct Theme: Sendable, Hashable {
  /// A colour of a terminal's palette: 0 to 255 as xterm numbers them, or 0 to 7.
  public typealias Colour = UInt8

  /// How the cells of one style look.
  public struct Ink: Sendable, Hashable {
    /// Of 256 colours.
    public let text, ground: Colour
    /// Of eight colours.
    public let plainText, plainGround: Colour
    public var isBold = false
  }

  public let name: String
  private let inks: [Style: Ink]

  /// The ink of a style.
  public subscript(_ style: Style) -> Ink { inks[style] ?? Self.paper }

  /// What a style without an ink gets; a test says that none is without.
  private static let paper = Ink(text: 16, ground: 231, plainText: black, plainGround: white)

  private static let black: Colour = 0
  private static let red: Colour = 1
  private static let green: Colour = 2
  private static let blue: Colour = 4
  private static let white: Colour = 7

  public static let all = [day, dark]

  /// Dark on light: a bright hall, and eyes that want much light. 日间
  public static let day = Theme(
    name: "day",
    inks: [
      .page: Ink(text: 234, ground: 255, plainText: black, plainGround: white),
      .quiet: Ink(text: 240, ground: 255, plainText: black, plainGround: white),
      .strong: Ink(text: 16, ground: 255, plainText: black, plainGround: white, isBold: true),
      .heading: Ink(text: 18, ground: 255, plainText: blue, plainGround: white, isBold: true),
      .large: Ink(text: 18, ground: 255, plainText: blue, plainGround: white, isBold: true),
      .title: Ink(text: 231, ground: 24, plainText: white, plainGround: blue, isBold: true),
      .choice: Ink(text: 18, ground: 231, plainText: blue, plainGround: white),
      .choiceKey: Ink(text: 231, ground: 25, plainText: white, plainGround: blue, isBold: true),
      .focus: Ink(text: 231, ground: 25, plainText: white, plainGround: blue, isBold: true),
      .closed: Ink(text: 240, ground: 253, plainText: black, plainGround: white),
      .good: Ink(text: 231, ground: 22, plainText: black, plainGround: green, isBold: true),
      .warning: Ink(text: 231, ground: 88, plainText: white, plainGround: red, isBold: true),
      .entry: Ink(text: 16, ground: 231, plainText: black, plainGround: white),
      .entryFocus: Ink(text: 16, ground: 231, plainText: black, plainGround: white, isBold: true),
    ])

  /// Light on dark: a hall at dusk, where a white screen dazzles. 夜间
  public static let dark = Theme(
    name: "dark",
    inks: [
      .page: Ink(text: 253, ground: 234, plainText: white, plainGround: black),
      .quiet: Ink(text: 248, ground: 234, plainText: white, plainGround: black),
      .strong: Ink(text: 231, ground: 234, plainText: white, plainGround: black, isBold: true),
      .heading: Ink(text: 117, ground: 234, plainText: white, plainGround: black, isBold: true),
      .large: Ink(text: 117, ground: 234, plainText: white, plainGround: black, isBold: true),
      .title: Ink(text: 231, ground: 24, plainText: white, plainGround: blue, isBold: true),
      .choice: Ink(text: 153, ground: 236, plainText: white, plainGround: black),
      .choiceKey: Ink(text: 16, ground: 153, plainText: black, plainGround: white, isBold: true),
      .focus: Ink(text: 16, ground: 117, plainText: black, plainGround: white, isBold: true),
      .closed: Ink(text: 248, ground: 235, plainText: white, plainGround: black),
      .good: Ink(text: 231, ground: 22, plainText: black, plainGround: green, isBold: true),
      .warning: Ink(text: 231, ground: 88, plainText: white, plainGround: red, isBold: true),
      .entry: Ink(text: 231, ground: 236, plainText: white, plainGround: black),
      .entryFocus: Ink(text: 231, ground: 238, plainText: white, plainGround: black, isBold: true),
    ])
}
