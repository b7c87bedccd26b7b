import Foundation
import Hall
import LetterDrawing
import TestSupport
import Testing

let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
/// 2026-11-26
let today = WallClock(Moment(milliseconds: 1_795_656_600_000)).day

let head = LetterHead(
  hall: "厚街镇政务服务中心", address: "东莞市厚街镇示例路1号", phone: "0769-12345", seal: "业务专用章",
  isSample: false)

/// A receipt with nothing but what it has to state.
func receiptTemplate() throws -> LetterTemplate {
  let kind = LetterKind.materialsReceipt
  return LetterTemplate(
    kind: kind, edition: "test", title: "申请材料接收凭证",
    page: [
      .salutation(try LetterText("{applicant}：", for: kind)),
      .heading(try LetterText("材料", for: kind)), .list(.materials),
      .facts([.receipt, .item, .contact]),
    ])
}

/// A receipt for an applicant and materials.
func receipt(_ applicant: String, _ materials: [String] = ["户口簿"]) throws -> LetterSheet {
  let facts = try LetterFacts(
    .materialsReceipt,
    [
      "receipt": ["202611260012"], "applicant": [applicant], "item": ["居民身份证换领"],
      "materials": materials,
    ], on: today)
  return try receiptTemplate().sheet(of: facts, head: head, window: "4", day: today)
    .numbered("01-2026-000012")
}

/// Runs a program and gives what it wrote.
///
/// By popen(3): `Process.run` of swift-corelibs-foundation was seen to trap when many tests run one.
func output(of command: [String], mayEndWith status: Int32 = 0) throws -> String {
  let line = command.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
  let pipe = try #require(popen(line, "re"))
  var output: [UInt8] = []
  while case let byte = fgetc(pipe), byte >= 0 { output.append(UInt8(truncatingIfNeeded: byte)) }
  let ended = pclose(pipe)
  guard ended & 0x7f == 0, [0, status].contains(ended >> 8) else {
    throw Unexpected("\(command) ended with \(ended)")
  }
  return String(decoding: output, as: UTF8.self)
}

/// A letter on the disk, looked at with poppler.
struct Paper {
  private let directory = TemporaryDirectory()

  init(_ pdf: [UInt8]) throws { try Data(pdf).write(to: URL(filePath: path)) }

  var path: String { directory.path("letter.pdf") }

  func text(page: Int? = nil) throws -> String {
    let pages = page.map { ["-f", "\($0)", "-l", "\($0)"] } ?? []
    return try output(of: ["pdftotext", "-layout"] + pages + [path, "-"])
  }

  /// The same without spaces and line ends: where lines break says nothing of what is written.
  func words(page: Int? = nil) throws -> String {
    try text(page: page).filter { !$0.isWhitespace }
  }

  /// Each font's row of pdffonts(1).
  func fonts() throws -> [Substring] {
    Array(try output(of: ["pdffonts", path]).split(separator: "\n").dropFirst(2))
  }

  func pages() throws -> Int {
    let info = try output(of: ["pdfinfo", path]).split(separator: "\n")
    let line = info.first { $0.hasPrefix("Pages:") }?.split(separator: " ").last
    return try #require(line.flatMap { Int($0) })
  }

  func code() throws -> String {
    _ = try output(of: ["pdftoppm", "-r", "150", "-png", path, directory.path("page")])
    let pictures = try FileManager.default.contentsOfDirectory(atPath: directory.path(""))
      .filter { $0.hasSuffix(".png") }.sorted().map { directory.path($0) }
    return try Self.code(in: pictures)
  }

  static func code(in pictures: [String]) throws -> String {
    // It ends with 4 where a picture has no code, and only a letter's last page has one.
    let found = try pictures.map {
      try output(of: ["zbarimg", "--quiet", "--raw", $0], mayEndWith: 4)
    }
    return found.joined().trimmingCharacters(in: .newlines)
  }
}
