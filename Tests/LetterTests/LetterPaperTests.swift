import Foundation
import Hall
import LetterDrawing
import TestSupport
import Testing

/// Names that need GB 18030-2022: 𠮷 from the second plane, 䶮 and 㑇 from the first extension, 𬭎
/// from the fifth, and what ethnic names have.
let rareNames = ["𠮷样本", "䶮㑇", "𬭎测试", "柳㛃试", "示例·玉兰", "阿卜杜拉赫·测试买买提·样本江"]

struct `A letter on paper` {
  let press = PangoPress()

  @Test func `is a PDF whose fonts are embedded and whose words and code read back`() async throws {
    let sheet = try receipt("欧阳测试", ["户口簿 原件1份", "照片 2张"])
    let paper = try Paper(try await press.pdf(of: sheet))
    let words = try paper.words()
    for part in [
      "厚街镇政务服务中心", "申请材料接收凭证", "Receiptfordocuments", "编号：01-2026-000012",
      "欧阳测试：", "1.户口簿原件1份", "2.照片2张", "受理回执号202611260012", "（盖章处）", "业务专用章",
      "2026年11月26日", "第1页共1页", "电话：0769-12345",
    ] {
      #expect(words.contains(part), "\(part)")
    }
    let fonts = try paper.fonts()
    #expect(!fonts.isEmpty)
    // The columns emb, sub, uni: embedded, no more than what is used, and readable as text.
    for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
    #expect(try paper.pages() == 1)
    #expect(try paper.code() == "202611260012")
  }

  @Test(arguments: rareNames)
  func `leaves rare characters of names whole`(name: String) async throws {
    let paper = try Paper(try await press.pdf(of: try receipt(name)))
    #expect(try paper.words().contains(name))
    for font in try paper.fonts() { #expect(font.contains(" yes yes yes "), "\(font)") }
  }

  /// U+E000 belongs to nobody, U+30000 is too new for these fonts, and so is U+9FEB.
  @Test(arguments: ["\u{E000}", "\u{30000}", "\u{9FEB}"])
  func `is not drawn with an empty box: the character is named`(character: String) async throws {
    let sheet = try receipt("测\(character)试")
    await #expect(throws: LetterPressFault.noGlyph(character)) { try await press.pdf(of: sheet) }
    await #expect(throws: LetterPressFault.noGlyph(character)) {
      try await press.preview(of: sheet, page: 1)
    }
  }

  @Test(arguments: [
    ("<b>粗</b>&amp;<span size='99999'>", "<b>粗</b>&amp;<spansize='99999'>"),
    ("\u{202E}反\u{1B}[2J转\u{0}", "反[2J转"), ("a{item}%s\\n", "a{item}%s\\n"),
  ])
  func `takes a hostile name as a name`(name: String, shown: String) async throws {
    let words = try Paper(try await press.pdf(of: try receipt(name))).words()
    #expect(words.contains("\(shown)："), "\(words)")
  }

  @Test func `breaks a long list over pages that are numbered, and seals the last one`()
    async throws
  {
    let materials = (1...60).map {
      "第\($0)份材料：" + String(repeating: "说明文字", count: $0 % 12)
    }
    let paper = try Paper(try await press.pdf(of: try receipt("欧阳测试", materials)))
    let pages = try paper.pages()
    #expect(pages > 2)
    let whole = try paper.words()
    for material in materials { #expect(whole.contains(material), "\(material)") }
    for page in 1...pages {
      let words = try paper.words(page: page)
      #expect(words.contains("第\(page)页共\(pages)页"))
      // Each page says which letter it is of.
      #expect(words.contains("01-2026-000012"))
      #expect(words.contains("（盖章处）") == (page == pages))
    }
    // What is sealed stands on the page of the seal.
    #expect(try paper.words(page: pages).contains("申请事项居民身份证换领"))
  }

  /// However much stands above it, no heading ends a page and the seal is never alone.
  @Test func `never ends a page with a heading`() async throws {
    for count in 20...32 {
      let kind = LetterKind.onceNotice
      let blocks: [LetterTemplate.Block] = [
        .facts([.item]), .heading(try LetterText("一、材料", for: kind)), .list(.materials),
        .heading(try LetterText("二、条件", for: kind)), .list(.conditions),
      ]
      var given = kind.sampleFacts(on: today)
      given["materials"] = (1...count).map { "材料\($0)" }
      given["conditions"] = ["条件甲", "条件乙"]
      let sheet = LetterTemplate(kind: kind, edition: "1", title: "告知单", page: blocks).sheet(
        of: try LetterFacts(kind, given, on: today), head: head, window: nil, day: today
      ).numbered("21-2026-000001")
      let paper = try Paper(try await press.pdf(of: sheet))
      let withHeading = try (1...paper.pages()).map { try paper.words(page: $0) }
        .filter { $0.contains("二、条件") }
      #expect(withHeading.count == 1 && withHeading.allSatisfy { $0.contains("1.条件甲") })
    }
  }

  @Test func `is refused where it has more pages than a letter has`() async throws {
    let long = Array(repeating: String(repeating: "长", count: 400), count: 100)
    await #expect(throws: LetterPressFault.self) {
      try await press.pdf(of: try receipt("欧阳测试", long))
    }
  }

  @Test func `previews each page as a picture whose code scans`() async throws {
    let sheet = try receipt("𠮷样本")
    let preview = try await press.preview(of: sheet, page: 1)
    #expect(preview.pages == 1 && preview.png.count > 5000)
    let directory = TemporaryDirectory()
    try Data(preview.png).write(to: URL(filePath: directory.path("page.png")))
    #expect(try Paper.code(in: [directory.path("page.png")]) == "202611260012")
    await #expect(throws: LetterPressFault.noPage(pages: 1)) {
      try await press.preview(of: sheet, page: 2)
    }
  }

  @Test func `a printer's test page is Chinese and names the printer`() async throws {
    let sheet = LetterSheet.testPage(name: "a4", address: "cups:a4")
    let paper = try Paper(try await press.pdf(of: sheet))
    #expect(try paper.words().contains("打印机测试页"))
    #expect(try paper.words().contains("㐀䶮𠮷堃喆"))
    #expect(try paper.code() == "hallway-test-page a4")
    #expect(try !paper.words().contains("盖章"))
  }

  @Test func `a letter without a case has its own number as code`() async throws {
    var sheet = try receipt("甲")
    sheet.code = ""
    let paper = try Paper(try await press.pdf(of: sheet.numbered("21-2026-000007")))
    #expect(try paper.code() == "21-2026-000007")
  }

  @Test func `a reprint and a sample say so`() async throws {
    var sheet = try receipt("甲").numbered("01-2026-000012", isReprint: true)
    #expect(try Paper(try await press.pdf(of: sheet)).words().contains("补打Reprint"))
    sheet.isSample = true
    #expect(try Paper(try await press.pdf(of: sheet)).words().contains("样例，不具效力"))
  }

  @Test func `is given up at its deadline`() async throws {
    let sheet = try receipt("甲")
    await #expect(throws: LetterPressFault.late) {
      try await PangoPress(deadline: .zero).pdf(of: sheet)
    }
  }

  @Test func `many at once are drawn or told that too many wait`() async throws {
    let sheet = try receipt("甲")
    let outcomes = await withTaskGroup(of: LetterPressFault?.self) { group in
      for _ in 0..<60 {
        group.addTask {
          do throws(LetterPressFault) {
            _ = try await press.pdf(of: sheet)
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.contains(nil))
    #expect(outcomes.allSatisfy { $0 == nil || $0 == .busy || $0 == .late })
    // And afterwards all is as before.
    _ = try await press.pdf(of: sheet)
  }
}
