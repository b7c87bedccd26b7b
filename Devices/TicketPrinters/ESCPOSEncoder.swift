public import DeviceKit
public import Hall
import TicketDrawing

/// Turns slips into the bytes of one model of printer.
///
/// Not Sendable: it draws, and belongs to its printer's thread.
public final class ESCPOSEncoder {
  /// 1/6 inch at 203 dpi, the line spacing printers start with; a drawn line is 24 dots and rests.
  static let lineSpacing = 34

  private let profile: TicketPrinterProfile
  private let font: HeadFont
  private let painter: TextPainter

  /// - Throws: `hardwareError` where this machine can not encode or draw Chinese.
  public init(_ profile: TicketPrinterProfile) throws(DeviceFault) {
    self.profile = profile
    font = try HeadFont(profile.charset)
    guard let painter = TextPainter() else {
      throw DeviceFault(.hardwareError, "pango draws nothing: fonts are missing")
    }
    self.painter = painter
  }

  /// A profile of full ESC/POS with `dotsPerLine`: 384 for 58 mm paper, 576 for 80 mm.
  public convenience init(dotsPerLine: Int) throws(DeviceFault) {
    var profile = TicketPrinterProfile.generic80
    profile.dotsPerLine = min(max(dotsPerLine, 24), 2000)
    try self.init(profile)
  }

  /// The job without its mark, cut and presented.
  ///
  /// - Throws: `protocolError` for a QR code that is empty or too long: nothing was printed then.
  public func encode(_ slip: Slip) throws(DeviceFault) -> [UInt8] {
    let layout = try TicketLayout(
      slip, dotsPerLine: profile.dotsPerLine, font: font, painter: painter)
    var bytes = opening
    for row in layout.rows {
      switch row {
      case .text(let row) where row.isDrawn:
        bytes += Self.align(.left)
        guard let ink = row.drawn(by: painter, width: profile.dotsPerLine) else {
          throw DeviceFault(.hardwareError, "no memory to draw a line")
        }
        bytes += raster(ink)
        bytes += ESCPOS.feedDots(Self.lineSpacing - TextPainter.cellHeight)
      case .text(let row):
        bytes += style(size: row.size, bold: row.isBold, align: row.align) + row.codes + [0x0A]
      case .feed(let lines): bytes += [0x1B, 0x64, UInt8(clamping: lines)]
      case .qr(let data, let symbol, let module):
        bytes += qr(data, symbol, module: module)
      }
    }
    return bytes + style(size: .normal, bold: false, align: .left) + closing
  }

  /// Power-on modes, and what this printer is to report.
  var opening: [UInt8] {
    var bytes = ESCPOS.initialise
    switch profile.status {
    case .automatic: bytes += ESCPOS.statusBackOn
    case .realTime, .paperByte: bytes += ESCPOS.statusBackOff
    case .sensorEnquiry, .none: break
    }
    return profile.charset == .ascii ? bytes : bytes + ESCPOS.chineseOn
  }

  /// Cut, and carried to the citizen's hand.
  var closing: [UInt8] {
    switch profile.presenter {
    case nil: return cut
    case .custom(let step):
      // 40 mm: enough for a hand, and the rest of the ticket still holds it.
      let steps = max(1, 40_000 / max(step, 1))
      return cut + ESCPOS.Presenter.customPresent(steps: steps)
    case .epic880: return cut + ESCPOS.Presenter.epicDeliver
    }
  }

  /// Parts the paper here: the end of a ticket, and what an interrupted one left behind.
  var cut: [UInt8] {
    switch profile.cutter {
    // Six lines carry the ticket over the tear bar, some 25 mm from the head.
    case .none: [0x1B, 0x64, 0x06]
    case .partial: [0x1D, 0x56, 0x42, 0x00]
    case .full: [0x1D, 0x56, 0x41, 0x00]
    case .oldFull: [0x1B, 0x64, 0x06, 0x1B, 0x69]
    }
  }

  private static func align(_ alignment: Slip.Alignment) -> [UInt8] {
    [0x1B, 0x61, alignment == .centre ? 1 : 0]
  }

  private func style(size: Slip.Size, bold: Bool, align: Slip.Alignment) -> [UInt8] {
    let factor = UInt8(clamping: size.scale - 1)
    let text: [UInt8] = [0x1D, 0x21, factor << 4 | factor, 0x1B, 0x45, bold ? 1 : 0]
    guard profile.charset != .ascii else { return Self.align(align) + text }
    // `FS !` first: where `GS !` applies to Chinese too its larger size wins, and where it does
    // not Chinese is at least doubled (C.3, DISAGREE).
    return Self.align(align) + [0x1C, 0x21, size == .normal ? 0x00 : 0x0C] + text
  }

  /// Model 2, level M, natively or as a picture (C.4, C.6).
  private func qr(_ data: [UInt8], _ symbol: QRSymbol, module: Int) -> [UInt8] {
    guard profile.qr == .native else {
      let dots = symbol.side * module
      var row = DotBitmap(width: profile.dotsPerLine, height: dots)
      row.lay(symbol.bitmap(module: module), x: max(0, (profile.dotsPerLine - dots) / 2), y: 0)
      let rest = ESCPOS.feedDots(QRSymbol.quietZone * module)
      return Self.align(.left) + rest + raster(row) + rest
    }
    let length = data.count + 3
    let prefix: [UInt8] = [0x1D, 0x28, 0x6B]
    let model = prefix + [0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
    let size = prefix + [0x03, 0x00, 0x31, 0x43, UInt8(clamping: module)]
    let level = prefix + [0x03, 0x00, 0x31, 0x45, 0x31]
    let store =
      prefix + [UInt8(length & 0xFF), UInt8(clamping: length >> 8), 0x31, 0x50, 0x30] + data
    let print = prefix + [0x03, 0x00, 0x31, 0x51, 0x30]
    return Self.align(.centre) + model + size + level + store + print + [0x0A]
  }

  private func raster(_ bitmap: DotBitmap) -> [UInt8] {
    RasterEncoder.bands(
      of: bitmap, bandHeight: profile.bandHeight,
      avoidingRealTime: profile.obeysRealTimeInPictures)
  }
}
