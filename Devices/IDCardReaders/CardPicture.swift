/// A picture as a photo decoder hands it over: BMP or JPEG, checked no further than its frame.
public struct CardPicture: Sendable, Equatable {
  public enum Format: String, Sendable { case bmp, jpeg }

  /// A card's photo is 102 by 126 (A.9); a decoder may enlarge it, but not to a poster.
  static let longestSide = 2000

  public let format: Format
  public var bytes: [UInt8]
  /// Pixels.
  public let width: Int
  public let height: Int

  /// nil where the bytes are neither, cut short, or of an absurd size.
  public init?(_ bytes: [UInt8]) {
    let found: (Format, (width: Int, height: Int)?) =
      bytes.starts(with: [0x42, 0x4D])
      ? (.bmp, Self.bitmapSize(bytes)) : (.jpeg, Self.jpegSize(bytes))
    guard let size = found.1, (1...Self.longestSide).contains(size.width),
      (1...Self.longestSide).contains(size.height)
    else { return nil }
    format = found.0
    self.bytes = bytes
    width = size.width
    height = size.height
  }

  /// BITMAPFILEHEADER and BITMAPINFOHEADER; nil unless all rows are there.
  private static func bitmapSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 54, let pixels = word(bytes, 10), let width = word(bytes, 18),
      let signedHeight = word(bytes, 22)
    else { return nil }
    // Negative: the rows run from the top.
    let height = abs(signedHeight)
    let bitsPerPixel = Int(bytes[28]) | Int(bytes[29]) << 8
    guard [8, 24, 32].contains(bitsPerPixel), (54...bytes.count).contains(pixels),
      (1...longestSide).contains(width), (1...longestSide).contains(height)
    else { return nil }
    // Rows are filled up to four bytes.
    let row = (width * bitsPerPixel + 31) / 32 * 4
    return pixels + row * height <= bytes.count ? (width, height) : nil
  }

  /// Walks the segments from SOI to a start of frame (ITU T.81 B.1); nil without EOI at the end.
  private static func jpegSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 4, bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2) == [0xFF, 0xD9] else {
      return nil
    }
    var index = 2
    while index + 9 <= bytes.count {
      guard bytes[index] == 0xFF else { return nil }
      let marker = bytes[index + 1]
      let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
      guard length >= 2 else { return nil }
      // SOF0...SOF15 without DHT, JPG and DAC.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        let height = Int(bytes[index + 5]) << 8 | Int(bytes[index + 6])
        let width = Int(bytes[index + 7]) << 8 | Int(bytes[index + 8])
        return (width, height)
      }
      index += 2 + length
    }
    return nil
  }

  /// Little-endian and signed.
  private static func word(_ bytes: [UInt8], _ offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= bytes.count else { return nil }
    let raw = bytes[offset..<(offset + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Int(Int32(bitPattern: raw))
  }
}
