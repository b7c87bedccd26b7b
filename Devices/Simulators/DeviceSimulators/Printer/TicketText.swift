extension PrintedTicket {
  /// Columns of font A across the paper: 48, 42 or 32.
  var columns: Int { width / 12 }

  /// The ticket as UTF-8 text in as many columns as the paper has.
  ///
  /// Lines of double size or more are underlined with `═`; symbols and pictures are named in
  /// brackets; blank paper becomes blank lines.
  var text: String {
    var lines: [String] = []
    for item in items {
      switch item.content {
      case .text(let cells): lines += textLines(cells, item)
      case .qr(let payload, _, _):
        lines.append(placed("[QR: \(String(decoding: payload, as: UTF8.self))]", item))
      case .code128(let data, _, _, _):
        lines.append(placed("[Code 128: \(Code128(data).text)]", item))
      case .picture(let picture):
        lines.append(placed("[picture \(picture.width)×\(picture.height)]", item))
      case .feed(let dots):
        let blank = (dots + PrintHead.defaultLineSpacing / 2) / PrintHead.defaultLineSpacing
        lines += [String](repeating: "", count: blank)
      }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { $0 + "\n" }.joined()
  }

  private func textLines(_ cells: [PrintedCell], _ item: PaperItem) -> [String] {
    var text = ""
    for cell in cells {
      text += String(repeating: " ", count: cell.gap / 12)
      text.unicodeScalars.append(cell.scalar)
    }
    let wide = cells.reduce(0) { $0 + $1.gap + $1.glyphWidth } / 12
    let big = cells.contains { $0.widthFactor > 1 && $0.heightFactor > 1 }
    let line = placed(text, columns: wide, item)
    guard big else { return [line] }
    return [line, placed(String(repeating: "═", count: wide), columns: wide, item)]
  }

  private func placed(_ text: String, _ item: PaperItem) -> String {
    placed(text, columns: text.unicodeScalars.count, item)
  }

  private func placed(_ text: String, columns: Int, _ item: PaperItem) -> String {
    let indent =
      item.area.left / 12 + item.alignment.offset(of: columns, in: item.area.width / 12)
    let line = String(repeating: " ", count: indent) + text
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
