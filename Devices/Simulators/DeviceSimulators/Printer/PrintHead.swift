/// Turns commands into paper: the modes of the head, the line it is filling, what is printed.
struct PrintHead: Sendable {
  /// Without a cut the oldest paper falls off the desk: some 80 m at one line per item.
  static let longestPaper = 20_000
  /// 1/6 inch at 203 dots per inch.
  static let defaultLineSpacing = 34

  private struct Style {
    var size = (width: 1, height: 1)
    var hanSize = (width: 1, height: 1)
    var bold = false
    var underline = 0
    var hanUnderline = 0
    var reverse = false
    var fontB = false
    var alignment = PaperAlignment.left
    var lineSpacing = PrintHead.defaultLineSpacing
    var barHeight = 162
    var barModule = 3
    var barText: UInt8 = 0
    var qrModule = 3
    var qrCorrection: UInt8 = 0x30
    var area: PrintArea
  }

  private let width: Int
  private let printsQR: Bool
  private let enlargesHan: Bool
  private var style: Style
  private var line: [PrintedCell] = []
  private var pendingGap = 0
  /// Dots of a column image in the line: the line feed after it moves on by its height.
  private var imageHeight: Int?
  private var qrPayload: [UInt8] = []
  private var graphics: DotPicture?
  private var paper: [PaperItem] = []

  /// `enlargesHan` says whether `GS !` enlarges Chinese too (C.3).
  init(width: Int, printsQR: Bool, enlargesHan: Bool = true) {
    self.width = width
    self.printsQR = printsQR
    self.enlargesHan = enlargesHan
    style = Style(area: PrintArea(left: 0, width: width))
  }

  /// Drops the line being filled and all modes; what is on paper stays there.
  mutating func reset() {
    style = Style(area: PrintArea(left: 0, width: width))
    line.removeAll()
    pendingGap = 0
    imageHeight = nil
    qrPayload.removeAll()
    graphics = nil
  }

  /// Prints; answers with a ticket when the command cuts one off.
  mutating func execute(_ command: EscPosCommand) -> PrintedTicket? {
    switch command {
    case .character(let scalar, let han): put(scalar, han: han)
    case .userGlyph(let drawing): put(HanTable.unprintable, han: true, drawing: drawing)
    case .lineFeed: endLine()
    case .tab: moveTo((lineWidth / (8 * 12) + 1) * 8 * 12)
    case .absolutePosition(let dots): moveTo(dots)
    case .feedLines(let count):
      if !line.isEmpty { endLine() }
      feed(count * style.lineSpacing)
    case .feedDots(let dots):
      if !line.isEmpty { endLine() }
      feed(dots)
    case .cut(let feeds): return cut(feeds)
    case .qrStore(let payload): qrPayload = payload
    case .qrPrint: printQR()
    case .code128(let data):
      put(
        .code128(
          data, height: style.barHeight, module: style.barModule, textPosition: style.barText))
    case .raster(let mode, let bytesPerRow, let rows, let data):
      let scale = (x: mode & 1 == 1 ? 2 : 1, y: mode & 2 == 2 ? 2 : 1)
      put(
        DotPicture(
          width: bytesPerRow * 8, height: rows, bytesPerRow: bytesPerRow, dots: data,
          scaleX: scale.x, scaleY: scale.y))
    case .columnImage(let mode, let columns, let data):
      let image = DotPicture(
        columnImage: data, columns: columns, tall: mode >= 32, dense: mode & 1 == 1)
      put(image)
      imageHeight = image.height * image.scaleY
    case .storeGraphics(let scaleX, let scaleY, let width, let rows, let data):
      graphics = DotPicture(
        width: width, height: rows, bytesPerRow: (width + 7) / 8, dots: data,
        scaleX: scaleX == 2 ? 2 : 1, scaleY: scaleY == 2 ? 2 : 1)
    case .printGraphics:
      if let graphics { put(graphics) }
      graphics = nil
    default: setMode(command)
    }
    return nil
  }

  private mutating func setMode(_ command: EscPosCommand) {
    switch command {
    case .initialize: reset()
    case .printMode(let mode):
      style.fontB = mode & 0x01 != 0
      style.bold = mode & 0x08 != 0
      style.size = (mode & 0x20 != 0 ? 2 : 1, mode & 0x10 != 0 ? 2 : 1)
      style.underline = mode & 0x80 != 0 ? 1 : 0
    case .size(let size):
      style.size = (Int(size >> 4 & 7) + 1, Int(size & 7) + 1)
      if enlargesHan { style.hanSize = style.size }
    case .hanPrintMode(let mode):
      style.hanSize = (mode & 0x04 != 0 ? 2 : 1, mode & 0x08 != 0 ? 2 : 1)
      style.hanUnderline = mode & 0x80 != 0 ? 1 : 0
    case .hanQuadruple(let on): style.hanSize = on ? (2, 2) : (1, 1)
    case .bold(let on): style.bold = on
    case .underline(let dots): style.underline = Int(dots & 0x0F) % 3
    case .hanUnderline(let dots): style.hanUnderline = Int(dots & 0x0F) % 3
    case .reverse(let on): style.reverse = on
    case .font(let font): style.fontB = font & 1 == 1
    case .lineSpacing(let dots): style.lineSpacing = dots ?? Self.defaultLineSpacing
    // Alignment, margin and area change at the beginning of a line only (C.1).
    case .align(let value) where line.isEmpty:
      style.alignment = PaperAlignment(rawValue: value & 0x0F) ?? style.alignment
    case .leftMargin(let dots) where line.isEmpty:
      style.area.left = min(dots, width - 24)
      style.area.width = min(style.area.width, width - style.area.left)
    case .areaWidth(let dots) where line.isEmpty:
      style.area.width = min(max(dots, 24), width - style.area.left)
    case .barHeight(let dots): style.barHeight = max(dots, 1)
    case .barModule(let dots): style.barModule = min(max(dots, 1), 6)
    case .barText(let position): style.barText = position & 0x03
    case .qrModule(let dots): style.qrModule = min(max(dots, 1), 16)
    case .qrCorrection(let level): style.qrCorrection = level
    default: break
    }
  }

  private var lineWidth: Int { line.reduce(0) { $0 + $1.gap + $1.width } + pendingGap }

  private mutating func put(_ scalar: Unicode.Scalar, han: Bool, drawing: [UInt8]? = nil) {
    let size = han ? style.hanSize : style.size
    let narrow = style.fontB && !han
    let cell = PrintedCell(
      scalar: scalar, glyphWidth: han ? 24 : narrow ? 9 : 12, glyphHeight: narrow ? 17 : 24,
      widthFactor: size.width, heightFactor: size.height, bold: style.bold,
      underline: han ? style.hanUnderline : style.underline, reverse: style.reverse,
      drawing: drawing, gap: pendingGap)
    if lineWidth + cell.width > style.area.width, !line.isEmpty { endLine() }
    line.append(cell)
    pendingGap = 0
  }

  private mutating func moveTo(_ dots: Int) {
    let here = lineWidth - pendingGap
    guard dots >= here, dots < style.area.width else { return }
    pendingGap = dots - here
  }

  private mutating func endLine() {
    pendingGap = 0
    defer { imageHeight = nil }
    guard !line.isEmpty else { return feed(style.lineSpacing - (imageHeight ?? 0)) }
    comeOut(.text(line))
    line.removeAll()
  }

  private mutating func feed(_ dots: Int) {
    guard dots > 0 else { return }
    comeOut(.feed(dots))
  }

  private mutating func put(_ content: PaperItem.Content) {
    if !line.isEmpty { endLine() }
    comeOut(content)
  }

  private mutating func comeOut(_ content: PaperItem.Content) {
    if paper.count == Self.longestPaper { paper.removeFirst(Self.longestPaper / 2) }
    paper.append(
      PaperItem(
        content: content, alignment: style.alignment, area: style.area,
        lineSpacing: style.lineSpacing))
  }

  private mutating func put(_ picture: DotPicture) {
    guard picture.width > 0, picture.height > 0 else { return }
    // Rows that were never sent, or not kept, are not on the paper.
    let sent = picture.bytesPerRow > 0 ? picture.dots.count / picture.bytesPerRow : 0
    var shown = picture
    shown.height = min(picture.height, sent)
    guard shown.height > 0 else { return }
    put(.picture(shown))
  }

  private mutating func printQR() {
    guard printsQR, !qrPayload.isEmpty else { return }
    put(.qr(qrPayload, module: style.qrModule, correction: style.qrCorrection))
  }

  /// Cuts at the beginning of a line only (C.2); a strip without ink falls away unseen.
  private mutating func cut(_ feeds: Int?) -> PrintedTicket? {
    guard line.isEmpty else { return nil }
    if let feeds { feed(feeds) }
    defer { paper.removeAll() }
    guard paper.contains(where: \.isInk) else { return nil }
    return PrintedTicket(width: width, items: paper)
  }
}

extension DotPicture {
  /// `1B 2A`: columns of 8 or 24 dots, top bit first, turned into rows.
  init(columnImage data: [UInt8], columns: Int, tall: Bool, dense: Bool) {
    let bytesPerColumn = tall ? 3 : 1
    let height = bytesPerColumn * 8
    let bytesPerRow = (columns + 7) / 8
    var dots = [UInt8](repeating: 0, count: bytesPerRow * height)
    for (index, byte) in data.prefix(columns * bytesPerColumn).enumerated() {
      let x = index / bytesPerColumn
      for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 {
        let y = index % bytesPerColumn * 8 + bit
        dots[y * bytesPerRow + x / 8] |= 0x80 >> UInt8(x % 8)
      }
    }
    self.init(
      width: columns, height: height, bytesPerRow: bytesPerRow, dots: dots,
      scaleX: dense ? 1 : 2, scaleY: tall ? 1 : 3)
  }
}
