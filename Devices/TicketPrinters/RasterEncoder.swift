import TicketDrawing

/// Pictures as `GS v 0` in bands (protocols.md C.6); pure.
enum RasterEncoder {
  /// `bitmap` without the white to the right of its ink, in bands that a small buffer holds.
  ///
  /// With `avoidingRealTime` dots are added where they would spell a real-time command: a printer
  /// that obeys those inside picture data would answer or drop the ticket.
  static func bands(
    of bitmap: DotBitmap, bandHeight: Int, avoidingRealTime: Bool
  ) -> [UInt8] {
    let width = bitmap.inkBytes
    guard width > 0, bitmap.height > 0 else { return ESCPOS.feedDots(bitmap.height) }
    var bytes: [UInt8] = []
    var top = 0
    while top < bitmap.height {
      let rows = min(max(bandHeight, 1), bitmap.height - top)
      var data: [UInt8] = []
      data.reserveCapacity(rows * width)
      for row in top..<top + rows {
        let start = row * bitmap.bytesPerRow
        data += bitmap.bytes[start..<start + width]
      }
      if avoidingRealTime { spoilRealTime(&data) }
      bytes += [0x1D, 0x76, 0x30, 0x00]
      bytes += [UInt8(width & 0xFF), UInt8(clamping: width >> 8)]
      bytes += [UInt8(rows & 0xFF), UInt8(clamping: rows >> 8)]
      bytes += data
      top += rows
    }
    return bytes
  }

  /// `DLE` followed by `EOT`, `ENQ` or `DC4` begins a real-time command (C.7, C.9). One dot more
  /// beside an existing one, 0.125 mm, makes it none and is not seen.
  static func spoilRealTime(_ data: inout [UInt8]) {
    for index in data.indices.dropLast() where data[index] == 0x10 {
      if [0x04, 0x05, 0x14].contains(data[index + 1]) { data[index + 1] |= 0x02 }
    }
  }
}
