/// Black dots on white paper: rows of whole bytes, most significant bit left, 1 for black, which
/// is how `GS v 0` takes them (protocols.md C.6).
public struct DotBitmap: Sendable, Equatable {
  /// Longer than any ticket: 4 m at 8 dots/mm.
  static let limit = 32_000

  public let width: Int
  public let height: Int
  public let bytesPerRow: Int
  public private(set) var bytes: [UInt8]

  /// White paper; sizes are kept within 0...32,000 dots.
  public init(width: Int, height: Int) {
    self.width = min(max(width, 0), Self.limit)
    self.height = min(max(height, 0), Self.limit)
    bytesPerRow = (self.width + 7) / 8
    bytes = [UInt8](repeating: 0, count: bytesPerRow * self.height)
  }

  /// Whether the dot is black; outside everything is white.
  public func isBlack(_ x: Int, _ y: Int) -> Bool {
    guard holds(x, y) else { return false }
    return bytes[y * bytesPerRow + x / 8] & (0x80 >> UInt8(x % 8)) != 0
  }

  /// Blackens a rectangle; what lies outside is cut off.
  public mutating func fill(x: Int, y: Int, width: Int, height: Int) {
    let columns = max(x, 0)..<max(min(x + width, self.width), max(x, 0))
    for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
      for column in columns { blacken(column, row) }
    }
  }

  /// Puts another picture's black dots onto this one, `x` dots from the left and `y` from the top.
  public mutating func lay(_ other: DotBitmap, x: Int, y: Int) {
    for row in 0..<other.height {
      for index in 0..<other.bytesPerRow {
        let byte = other.bytes[row * other.bytesPerRow + index]
        guard byte != 0 else { continue }
        for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 {
          let column = x + index * 8 + bit
          if holds(column, y + row) { blacken(column, y + row) }
        }
      }
    }
  }

  /// Blackens every dot of which `isBlack` holds.
  mutating func ink(_ isBlack: (_ x: Int, _ y: Int) -> Bool) {
    for y in 0..<height {
      for x in 0..<width where isBlack(x, y) { blacken(x, y) }
    }
  }

  /// Whole bytes of a row up to and including the last one with ink in it.
  public var inkBytes: Int {
    var found = 0
    for row in 0..<height {
      let start = row * bytesPerRow
      let last = bytes[start..<start + bytesPerRow].lastIndex { $0 != 0 }
      found = max(found, last.map { $0 - start + 1 } ?? 0)
    }
    return found
  }

  private mutating func blacken(_ x: Int, _ y: Int) {
    bytes[y * bytesPerRow + x / 8] |= 0x80 >> UInt8(x % 8)
  }

  private func holds(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < width && y < height
  }
}
