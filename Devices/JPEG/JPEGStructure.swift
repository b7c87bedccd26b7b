/// Why bytes are no usable JPEG.
public enum JPEGDefect: String, Error, Sendable, Equatable, CaseIterable {
  /// Under 128 bytes: what cheap cameras send while they wake up.
  case tooShort
  /// No SOI marker, or a broken segment.
  case malformed
  /// No EOI marker: the rest never arrived.
  case truncated
  /// The structure is whole, the picture inside is not.
  case corrupt
  /// More pixels than ``JPEGStructure/mostPixels``.
  case tooLarge
  /// Progressive, lossless or arithmetic-coded. No camera sends it, and a hostile frame of many
  /// progressive scans holds libjpeg for ten seconds and more.
  case unsupported
}

/// The markers of a JPEG (ITU-T T.81, annex B), walked from the first to the last.
///
/// A total reader of bytes that a camera chose.
public struct JPEGStructure: Sendable, Equatable {
  /// Bytes below which nothing is a picture: the tables alone need more.
  public static let shortest = 128
  /// A document camera has at most 20 million; more is a broken header that would cost memory.
  public static let mostPixels = 64_000_000
  /// One for each component of a picture that is not interleaved (T.81, B.2.3); every scan costs
  /// libjpeg a pass over the whole picture, however few bytes it has.
  static let mostScans = 4

  /// Pixels, as the frame header tells.
  public let width: Int
  public let height: Int
  public let hasHuffmanTables: Bool
  /// Where the first scan's marker is: tables belong before it.
  public let scanOffset: Int
  /// Where the byte after EOI is; cameras pad behind it.
  public let end: Int

  public init(_ bytes: [UInt8]) throws(JPEGDefect) {
    guard bytes.count >= Self.shortest else { throw .tooShort }
    var walk = Walk()
    let defect: JPEGDefect? = bytes.withUnsafeBufferPointer { walk.run($0) }
    if let defect { throw defect }
    guard walk.frames == 1, let scanOffset = walk.scanOffset, walk.width > 0, walk.height > 0 else {
      throw .malformed
    }
    // Padding behind the end makes no picture longer (found by fuzzing).
    guard walk.end >= Self.shortest else { throw .tooShort }
    guard walk.width * walk.height <= Self.mostPixels else { throw .tooLarge }
    width = walk.width
    height = walk.height
    hasHuffmanTables = walk.hasTables
    self.scanOffset = scanOffset
    end = walk.end
  }

  /// The JPEG without padding behind its end, and with the standard Huffman tables where it has
  /// none: UVC cameras leave them out ("AVI1", protocols.md E.1).
  public static func completed(_ bytes: [UInt8]) throws(JPEGDefect) -> [UInt8] {
    let structure = try JPEGStructure(bytes)
    let whole = bytes[..<structure.end]
    if structure.hasHuffmanTables { return Array(whole) }
    return whole[..<structure.scanOffset] + HuffmanTables.segment + whole[structure.scanOffset...]
  }
}

private struct Walk {
  var width = 0
  var height = 0
  var frames = 0
  var scans = 0
  var hasTables = false
  var scanOffset: Int?
  var end = 0

  /// - Returns: what is wrong, nil at EOI.
  mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) -> JPEGDefect? {
    guard bytes.count > 2, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return .malformed }
    var position = 2
    while position + 1 < bytes.count {
      guard bytes[position] == 0xFF else { return .malformed }
      let marker = bytes[position + 1]
      switch marker {
      case 0xFF: position += 1  // a fill byte (B.1.1.2)
      case 0xD9:
        end = position + 2
        return nil
      case 0x01, 0xD0...0xD7: position += 2  // without a segment
      case 0x00, 0xD8: return .malformed
      default:
        guard position + 3 < bytes.count else { return .truncated }
        let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
        guard length >= 2 else { return .malformed }
        let next = position + 2 + length
        guard next <= bytes.count else { return .truncated }
        if let defect = note(marker, at: position, length: length, in: bytes) { return defect }
        position = marker == 0xDA ? Self.endOfScan(bytes, from: next) : next
      }
    }
    return .truncated
  }

  private mutating func note(
    _ marker: UInt8, at position: Int, length: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> JPEGDefect? {
    switch marker {
    case 0xC4: hasTables = true
    case 0xC0, 0xC1:
      // SOF0 and SOF1: sequential, Huffman. Sample precision, then height and width.
      frames += 1
      guard frames == 1, length >= 8 else { return .malformed }
      height = Int(bytes[position + 5]) << 8 | Int(bytes[position + 6])
      width = Int(bytes[position + 7]) << 8 | Int(bytes[position + 8])
    case 0xC2...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return .unsupported
    case 0xDA:
      scanOffset = scanOffset ?? position
      scans += 1
      guard frames == 1, scans <= JPEGStructure.mostScans else { return .malformed }
    default: break
    }
    return nil
  }

  /// Where the marker after the entropy-coded data is: `FF 00` is a data byte, RST0...7 are inside.
  private static func endOfScan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position + 1 < bytes.count {
      if bytes[position] == 0xFF {
        let next = bytes[position + 1]
        if next != 0x00, next != 0xFF, !(0xD0...0xD7).contains(next) { return position }
      }
      position += 1
    }
    return bytes.count
  }
}
