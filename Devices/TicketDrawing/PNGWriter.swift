import CPangoCairo

extension DotBitmap {
  /// The picture as a PNG file, one pixel a dot, black on white; nil without memory.
  public func png() -> [UInt8]? {
    guard
      let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    else { return nil }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { return nil }
    cairo_surface_flush(surface)
    // An empty picture has no pixels to paint.
    if let pixels = cairo_image_surface_get_data(surface) {
      let stride = Int(cairo_image_surface_get_stride(surface))
      for y in 0..<height {
        for x in 0..<width {
          let shade: UInt8 = isBlack(x, y) ? 0x00 : 0xFF
          for channel in 0..<4 { pixels[y * stride + x * 4 + channel] = shade }
        }
      }
    }
    cairo_surface_mark_dirty(surface)
    return pngFile(of: surface)
  }
}

/// What is drawn on an image surface of cairo, as a PNG file; nil without memory.
public func pngFile(of surface: OpaquePointer) -> [UInt8]? {
  var file: [UInt8] = []
  let status = withUnsafeMutablePointer(to: &file) { file in
    cairo_surface_write_to_png_stream(
      surface,
      { file, data, count in
        guard let file, let data else { return CAIRO_STATUS_WRITE_ERROR }
        file.assumingMemoryBound(to: [UInt8].self).pointee += UnsafeBufferPointer(
          start: data, count: Int(count))
        return CAIRO_STATUS_SUCCESS
      }, file)
  }
  return status == CAIRO_STATUS_SUCCESS ? file : nil
}
