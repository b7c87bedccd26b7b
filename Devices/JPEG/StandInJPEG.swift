/// A grey picture that stands in recordings for one that a camera took: as large, as many bytes, and
/// with the same defects.
public enum StandInJPEG {
  /// What can be seen to be wrong with a JPEG without decoding it.
  public enum Flaw: String, Sendable, CaseIterable {
    /// No SOI.
    case noStart = "no-start"
    case noTables = "no-tables"
    /// No EOI.
    case noEnd = "no-end"
  }

  /// The flaw of `jpeg`; nil where its structure is whole.
  public static func flaw(of jpeg: [UInt8]) -> Flaw? {
    do {
      return try JPEGStructure(jpeg).hasHuffmanTables ? nil : .noTables
    } catch {
      return jpeg.starts(with: [0xFF, 0xD8]) ? .noEnd : .noStart
    }
  }

  /// A picture of `width` x `height` pixels in `size` bytes.
  ///
  /// A whole one is larger than `size` where that cannot hold it; no picture of a lens is so small,
  /// since each block of eight pixels takes six bits with the standard tables.
  public static func make(size: Int, width: Int, height: Int, flaw: Flaw? = nil) -> [UInt8] {
    let size = min(max(size, 0), 64 << 20)
    let width = min(max(width, 1), 16_384)
    let height = min(max(height, 1), 16_384)
    let head = [0xFF, 0xD8] + quantization + frame(width, height)
    let scan = header + blocks(((width + 7) / 8) * ((height + 7) / 8))
    let tables = flaw == .noTables ? [] : HuffmanTables.segment
    let bare = head.count + tables.count + scan.count + 2
    var picture = head + comments(size - bare) + tables + scan + [0xFF, 0xD9]
    // Comments come in pieces of four bytes and more; cameras pad behind the end as well.
    picture += [UInt8](repeating: 0, count: max(0, size - picture.count))
    switch flaw {
    case .noStart: picture[0] = 0
    case .noEnd: picture = Array(picture.prefix(min(size, bare - 2)))
    case .noTables, nil: break
    }
    if flaw == .noEnd, picture.count < size {
      // More of the scan, so that the end is still missing.
      picture += [UInt8](repeating: 0, count: size - picture.count)
    }
    return picture
  }

  /// One table of ones: nothing is quantized away of a picture that has no detail.
  private static let quantization: [UInt8] =
    [0xFF, 0xDB, 0x00, 0x43, 0x00] + [UInt8](repeating: 1, count: 64)

  /// Baseline, eight bits, one component.
  private static func frame(_ width: Int, _ height: Int) -> [UInt8] {
    [0xFF, 0xC0, 0x00, 0x0B, 0x08] + big(height) + big(width) + [0x01, 0x01, 0x11, 0x00]
  }

  private static let header: [UInt8] = [
    0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
  ]

  /// Each block: DC difference of 0 bits (`00`), end of block (`1010`); ones fill the last byte.
  private static func blocks(_ count: Int) -> [UInt8] {
    // Four blocks of 001010 are three bytes, 001010 00 1010 0010 10 001010.
    var bytes = (0..<(count / 4)).flatMap { _ in [0x28, 0xA2, 0x8A] as [UInt8] }
    switch count % 4 {
    case 1: bytes += [0b0010_1011]
    case 2: bytes += [0x28, 0xAF]
    case 3: bytes += [0x28, 0xA2, 0xBF]
    default: break
    }
    return bytes
  }

  /// COM segments of `size` bytes altogether, or three less.
  private static func comments(_ size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while size - bytes.count >= 4 {
      let length = min(size - bytes.count - 2, 65_535)
      bytes += [0xFF, 0xFE] + big(length) + [UInt8](repeating: 0x20, count: length - 2)
    }
    return bytes
  }

  private static func big(_ value: Int) -> [UInt8] {
    [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }
}
