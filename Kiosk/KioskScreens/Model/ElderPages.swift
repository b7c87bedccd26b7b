import Hall
import TextUI

/// The words and choices of one screen cut into pages that fit the smallest terminal, so that a page is
/// the same on every one. 长者模式
struct ElderPages {
  struct Line: Equatable {
    var text: String
    var style: Style
    /// Fills its row.
    var isBanner = false
  }

  /// Of text: 40, less a margin on each side and the edges of choices.
  static let columns = KioskState.smallest.columns - 4
  /// Rows that keys take at most, in two rows of them.
  static let keyRows = 6
  /// A choice is never lower than a finger needs.
  static let choiceRows = 3
  /// A digit of seven half rows and its edges.
  static let largeRows = 7
  private static let titleRows = 2

  let title: [String]
  let large: String?
  let pages: [[Line]]
  /// Pages of words or of choices, whichever are more.
  let count: Int

  init(_ state: KioskState) {
    let sheet = state.sheet
    func say(_ text: Bilingual) -> [String] {
      TextLayout.lines(of: CellText.clean(text[state.language]), width: Self.columns)
    }
    title = Array((sheet.title.map(say) ?? []).prefix(Self.titleRows))
    large = sheet.large
    let banner = sheet.banner.map { text in
      say(Bilingual(zh: sheet.style.marked(text.zh), en: sheet.style.marked(text.en)))
    }
    let lines =
      (banner ?? []).map { Line(text: $0, style: sheet.style, isBanner: true) }
      + sheet.lines.flatMap(say).map { Line(text: $0, style: .page) }
      + sheet.facts.flatMap(say).map { Line(text: $0, style: .strong) }
    let choices = state.allOptions.count
    let taken =
      title.count + (large == nil ? 0 : Self.largeRows)
      + min(choices, KioskState.elderPerPage) * Self.choiceRows
    let room = max(2, KioskState.smallest.rows - 1 - Self.keyRows - taken)
    pages = stride(from: 0, to: max(1, lines.count), by: room).map {
      Array(lines.dropFirst($0).prefix(room))
    }
    let perPage = KioskState.elderPerPage
    count = max(pages.count, (choices + perPage - 1) / perPage)
  }
}
