import CQREncode

/// The modules of a QR symbol of error correction M (protocols.md C.4).
public struct QRSymbol: Sendable, Equatable {
  /// Light modules that a reader wants around the symbol (ISO/IEC 18004, 6.3.8); the paper's own
  /// margin supplies them left and right.
  public static let quietZone = 4

  /// Modules of one side, without quiet zone.
  public let side: Int
  private let modules: [UInt8]

  /// - Returns: nil for no data, or for more than a symbol of level M holds (2331 bytes).
  public init?(_ data: [UInt8]) {
    guard !data.isEmpty, let count = Int32(exactly: data.count),
      let code = QRcode_encodeData(count, data, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    modules = Array(UnsafeBufferPointer(start: code.pointee.data, count: side * side))
  }

  /// Whether a module is black, counted from the upper left; both 0..<``side``.
  public func isBlack(_ x: Int, _ y: Int) -> Bool {
    // The lowest bit is the module's colour; the others say what it is for (qrencode.h).
    modules[y * side + x] & 1 == 1
  }

  /// The symbol with `module` dots for each of its modules.
  public func bitmap(module: Int) -> DotBitmap {
    var bitmap = DotBitmap(width: side * module, height: side * module)
    for y in 0..<side {
      for x in 0..<side where isBlack(x, y) {
        bitmap.fill(x: x * module, y: y * module, width: module, height: module)
      }
    }
    return bitmap
  }
}
