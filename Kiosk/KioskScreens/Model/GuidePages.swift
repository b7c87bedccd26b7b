import Hall
import HallAPI
import TextUI

/// A guide cut into pages that fit the smallest terminal, so that a page is the same everywhere.
struct GuidePages {
  struct Line: Equatable {
    var text: String
    var isLabel = false
  }

  /// Rows of text on one page of the smallest terminal, below heading and edition, above the choices.
  static let rows = 11
  static let columns = KioskState.usual.columns - 2 * Painter.margin

  let pages: [[Line]]

  /// - Parameters:
  ///   - screen: the guide.
  ///   - language: of the text.
  init(_ screen: GuideScreen, _ language: Language) {
    var layout = Layout()
    for part in Self.parts(of: screen) {
      let lines = part.lines.flatMap { line in
        TextLayout.lines(of: CellText.clean(line[language]), width: Self.columns - 2)
      }
      layout.add(CellText.clean(part.label[language]), lines)
    }
    pages = layout.pages
  }

  typealias Part = (label: Bilingual, lines: [Bilingual])

  /// What one asks first stands first: what it costs, how long it takes, what to bring.
  static func parts(of screen: GuideScreen) -> [Part] {
    let guide = screen.guide
    let phone = Bilingual(zh: guide.department.phone, en: guide.department.phone)
    let notices: [Part] = screen.notices.map { notice in
      (GuidePhrases.text(notice.kind), [notice.title, notice.text])
    }
    let limit = GuideLimit(legalDays: guide.legalDays, promisedDays: guide.promisedDays)
    return notices + [
      (GuidePhrases.title(.limits), GuidePhrases.lines(limit)),
      (GuidePhrases.title(.fees), GuidePhrases.lines(guide.knownFee)),
      (
        GuidePhrases.title(.materials),
        guide.papers.materials.map { GuidePhrases.line($0, questions: guide.papers.questions) }
      ),
      (GuidePhrases.title(.conditions), guide.conditions),
      (GuidePhrases.title(.procedure), guide.steps),
      (GuidePhrases.result, [guide.result]),
      (
        GuidePhrases.channels,
        guide.channels.map { channel in
          let kind = GuidePhrases.text(channel.kind)
          return Bilingual(
            zh: "\(kind.zh)：\(channel.text.zh)", en: "\(kind.en): \(channel.text.en)")
        }
      ),
      (GuidePhrases.department, [guide.department.name, phone]),
      (GuidePhrases.responsible, [guide.responsible]),
      (GuidePhrases.basis, guide.basis),
      (GuidePhrases.quantity, [guide.quantity ?? GuidePhrases.unlimited]),
    ]
  }

  /// Puts parts on pages; a label never stands alone at the foot of one.
  private struct Layout {
    var pages: [[Line]] = [[]]

    mutating func add(_ label: String, _ lines: [String]) {
      guard let first = lines.first else { return }
      let used = pages[pages.count - 1].count
      if used > 0, used + min(2, lines.count) + 1 > GuidePages.rows { pages.append([]) }
      append(Line(text: label, isLabel: true))
      append(Line(text: first))
      for line in lines.dropFirst() { append(Line(text: line)) }
    }

    private mutating func append(_ line: Line) {
      if pages[pages.count - 1].count == GuidePages.rows { pages.append([]) }
      pages[pages.count - 1].append(line)
    }
  }
}
