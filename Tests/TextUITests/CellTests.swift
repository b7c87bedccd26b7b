import CNcursesW
import Foundation
import Hall
import Testing

@testable import TextUI

@Suite struct CellTests {
  @Test(arguments: [
    ("", 0), ("A012", 4), ("取号", 4), ("，。（）", 8), ("～", 2), ("e\u{301}", 1), ("\u{1b}[2J", 3),
    ("𠮷", 2), ("㐀", 2), ("┌─┐█▀▄▶●★", 9), ("한글", 4), ("ｶﾅ", 2), ("\u{200b}\u{202e}", 0),
  ])
  func `text takes as many cells as a terminal gives it`(text: String, width: Int) {
    #expect(TextWidth.cells(text) == width)
  }

  @Test func `our widths agree with the terminal library's on everything that citizens read`() {
    setlocale(LC_CTYPE, "C.UTF-8")
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7e, 0xa1...0x17f, 0x2500...0x259f, 0x3001...0x303e, 0x3105...0x312f,
      0x3400...0x4dbf, 0x4e00...0x9fff, 0xac00...0xd7a3, 0xf900...0xfa6d, 0xff01...0xff60,
      0x20000...0x2a6df, 0x2a700...0x2ebe0, 0x30000...0x3134a,
    ]
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) where scalar.value != 0xad {
      let theirs = Int(kiosk_wcwidth(scalar.value))
      // Unassigned there; the sanitiser never lets such a character through.
      if theirs < 0 { continue }
      if theirs != TextWidth.cells(scalar) {
        Issue.record(
          "U+\(String(scalar.value, radix: 16)): \(TextWidth.cells(scalar)) not \(theirs)")
      }
    }
  }

  @Test(arguments: [
    ("张三\u{1b}[2J\u{7}", "张三[2J"), ("a\u{202e}b\u{2066}c", "abc"), ("A\u{200b}01\u{feff}2", "A012"),
    (" 一\t二\r\n三 ", "一 二 三"), ("a\u{301}\u{302}\u{303}\u{304}", "a\u{301}\u{302}"),
    ("\u{e000}名", "□名"), ("\u{9b}31m", "31m"), ("\u{3164}x", "x"), ("\u{301}", ""),
  ])
  func `text from outside loses what could move, hide or reorder`(text: String, clean: String) {
    #expect(CellText.clean(text) == clean)
  }

  @Test func `no control or format character reaches a cell even where nobody cleaned it`() {
    var canvas = Canvas<Int>(size: Size(columns: 20, rows: 1))
    canvas.write("a\u{1b}\u{9b}\u{202e}b\u{200d}c", column: 0, row: 0)
    #expect(canvas.screen.picture.text(ofRow: 0) == "abc")
  }

  @Test func `half of a wide character never stays behind`() {
    var canvas = Canvas<Int>(size: Size(columns: 6, rows: 1))
    canvas.write("取号办", column: 0, row: 0)
    canvas.write("x", column: 1, row: 0)
    canvas.write("y", column: 4, row: 0)
    #expect((0..<6).map { canvas.screen.picture[$0, 0]?.glyph } == [" ", "x", "号", "", "y", " "])
  }

  @Test func `a wide character is not drawn over the edge`() {
    var canvas = Canvas<Int>(size: Size(columns: 3, rows: 1))
    canvas.write("取号", column: 0, row: 0)
    #expect(canvas.screen.picture.text(ofRow: 0) == "取…")
  }

  @Test func `drawing outside the screen draws nothing`() {
    var canvas = Canvas<Int>(size: Size(columns: 4, rows: 2))
    canvas.write("取", column: -1, row: 0)
    canvas.write("取", column: 9, row: 9)
    canvas.box(Area(column: -5, row: -5, columns: 50, rows: 50), .choice)
    canvas.fill(Area(column: 3, row: 3, columns: -2, rows: -9), .choice)
    #expect(canvas.screen.picture.cells.count == 8)
  }

  @Test func `Latin words stay whole and no line begins with closing punctuation`() {
    #expect(TextLayout.lines(of: "Please ask our staff", width: 10) == ["Please ask", "our staff"])
    #expect(TextLayout.lines(of: "请问工作人员，谢谢", width: 12) == ["请问工作人", "员，谢谢"])
    #expect(TextLayout.lines(of: "abcdefgh", width: 3) == ["abc", "def", "gh"])
    #expect(TextLayout.lines(of: "取号", width: 1) == ["取", "号"])
    #expect(TextLayout.lines(of: "x", width: 0).isEmpty)
  }

  @Test func `a number fills the width it is given and never more`() {
    for columns in [20, 46, 76, 96, 196] {
      let rows = LargeFont.rows(of: "A012", columns: columns, rows: 11)
      #expect(rows.isEmpty == (columns < 23))
      #expect(rows.allSatisfy { TextWidth.cells($0) <= columns })
      #expect(rows.count <= 11)
    }
    #expect(
      LargeFont.rows(of: "A012", columns: 76, rows: 7).first.map { TextWidth.cells($0) } == 69)
    #expect(LargeFont.rows(of: "取号", columns: 76, rows: 7).isEmpty)
  }

  @Test func `every letter and digit of the large font differs from all others`() {
    let drawn = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ".map {
      LargeFont.rows(of: String($0), columns: 30, rows: 7)
    }
    #expect(Set(drawn).count == drawn.count)
    #expect(drawn.allSatisfy { $0.count == 7 })
  }
}
