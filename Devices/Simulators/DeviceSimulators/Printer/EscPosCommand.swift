/// One thing a host asks of a ticket printer; commands that leave no trace on paper and ask for no
/// answer are swallowed by the parser and never become a value.
enum EscPosCommand: Sendable, Equatable {
  // Text (protocols.md C.1, C.3). `han` tells double-byte characters from single-byte ones.
  case character(Unicode.Scalar, han: Bool)
  case userGlyph([UInt8])
  case lineFeed
  case tab

  // Style.
  case initialize
  case align(UInt8)
  case printMode(UInt8)
  case size(UInt8)
  case bold(Bool)
  case underline(UInt8)
  case reverse(Bool)
  case font(UInt8)
  case lineSpacing(Int?)
  case hanPrintMode(UInt8)
  case hanQuadruple(Bool)
  case hanUnderline(UInt8)
  case leftMargin(Int)
  case areaWidth(Int)
  case absolutePosition(Int)

  // Paper (C.1, C.2).
  case feedLines(Int)
  case feedDots(Int)
  /// `feeds` is nil for a cut at the current position, else dots to feed past the cutter.
  case cut(feeds: Int?)

  // Symbols (C.4, C.5).
  case qrModule(Int)
  case qrCorrection(UInt8)
  case qrStore([UInt8])
  case qrPrint
  case barHeight(Int)
  case barModule(Int)
  case barText(UInt8)
  case code128([UInt8])

  // Pictures (C.6).
  case raster(mode: UInt8, bytesPerRow: Int, rows: Int, data: [UInt8])
  case columnImage(mode: UInt8, columns: Int, data: [UInt8])
  case storeGraphics(scaleX: Int, scaleY: Int, width: Int, rows: Int, data: [UInt8])
  case printGraphics

  // Presenters (C.10): Custom `GS e n m`, Epic `ESC k`.
  case ejector(UInt8, steps: Int)
  case deliver

  // Star NP's bracket around a job: `GS G 31h id`, `GS G 30h`.
  case beginJob([UInt8])
  case endJob

  // Questions, answered when their turn comes (C.8, C.9).
  case automaticStatus(UInt8)
  case transmitStatus(UInt8)
  case transmitPaperStatus
  case transmitIdentity(UInt8)
  case reportCompletion([UInt8])
}
