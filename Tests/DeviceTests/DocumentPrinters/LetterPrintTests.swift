import DeviceKit
import DeviceTestSupport
import DocumentPrinters
import Foundation
import Hall
import LetterDrawing
import TestSupport
import Testing

@Suite(.serialized)
struct `A letter through a real CUPS` {
  @Test func `arrives at the printer with its words whole, and counts as printed only then`()
    async throws
  {
    let spooler = try await PrintServer()
    let paper = try await SoftwarePrinter("await go")
    try await spooler.add("a4", for: paper, ["-m", "everywhere"])
    let sheet = LetterSheet(
      issuer: "示例大厅", title: "材料补正告知书", subtitle: "Notice", code: "202611190022",
      page: [.salutation("𠮷䶮㑇𬭎："), .list(["户口簿", "照片"])], seal: "专用章",
      day: "2026年11月26日", foot: ""
    ).numbered("02-2026-000001")
    let pdf = try await PangoPress().pdf(of: sheet)
    try await running(printer(at: try spooler.address(of: "a4"))) { printer in
      try await ready(printer)
      async let outcome = printer.print(PrintableDocument(title: "letter 02-2026-000001", pdf: pdf))
      try await paper.began()
      try paper.make("go")
      #expect(await outcome == .printed)
    }
    // CUPS's filters write the file anew; what it says and its fonts are the same.
    let arrived = try #require(paper.documents.first)
    let directory = TemporaryDirectory()
    try Data(arrived).write(to: URL(filePath: directory.path("letter.pdf")))
    let text = try output(of: ["pdftotext", directory.path("letter.pdf"), "-"])
    #expect(text.contains("𠮷䶮㑇𬭎：") && text.contains("02-2026-000001"))
    let fonts = try output(of: ["pdffonts", directory.path("letter.pdf")]).split(separator: "\n")
    for font in fonts.dropFirst(2) { #expect(font.contains(" yes yes yes "), "\(font)") }
  }
}
