import CTurboJPEG
public import JPEG

/// A picture as pixels: rows from top to bottom, each pixel red, green, blue.
public struct Bitmap: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `width * height * 3` bytes.
  public let rgb: [UInt8]

  /// nil unless the bytes are as many as the size needs.
  public init?(width: Int, height: Int, rgb: [UInt8]) {
    guard width > 0, height > 0, width <= Self.longestSide, height <= Self.longestSide,
      rgb.count == width * height * 3
    else { return nil }
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// The longest side a JPEG can have (T.81, B.2.2).
  static let longestSide = 65_535
}

/// JPEG to pixels and back through libjpeg-turbo. Pure: nothing outlives a call.
public enum JPEGCodec {
  /// How much smaller than the picture the pixels are to be: decoding at an eighth still reads every
  /// coefficient and costs a fraction.
  public enum Scale: Int, Sendable, CaseIterable {
    case full = 1, half = 2, quarter = 4, eighth = 8
  }

  /// JPEG quality of what we encode ourselves: text on a document stays sharp above 80.
  public static let quality: Int32 = 88

  /// Decodes a picture.
  ///
  /// - Throws: `corrupt` also for a picture that libjpeg mends with a warning: half of it is grey.
  public static func decode(_ jpeg: [UInt8], scale: Scale = .full) throws(JPEGDefect) -> Bitmap {
    let structure = try JPEGStructure(jpeg)
    // The handle is C's; every exit destroys it.
    guard let handle = tjInitDecompress() else { throw .corrupt }
    defer { tjDestroy(handle) }
    let width = (structure.width + scale.rawValue - 1) / scale.rawValue
    let height = (structure.height + scale.rawValue - 1) / scale.rawValue
    var rgb = [UInt8](repeating: 0, count: width * height * 3)
    let result = tjDecompress2(
      handle, jpeg, UInt(jpeg.count), &rgb, Int32(width), 0, Int32(height),
      Int32(TJPF_RGB.rawValue),
      TJFLAG_FASTDCT)
    guard result == 0 || isHarmless(handle),
      let bitmap = Bitmap(width: width, height: height, rgb: rgb)
    else { throw .corrupt }
    return bitmap
  }

  /// Encodes pixels; nil where libjpeg cannot.
  public static func encode(_ bitmap: Bitmap) -> [UInt8]? {
    compress { handle, jpeg, size in
      tjCompress2(
        handle, bitmap.rgb, Int32(bitmap.width), 0, Int32(bitmap.height), Int32(TJPF_RGB.rawValue),
        jpeg, size, Int32(TJSAMP_420.rawValue), quality, 0)
    }
  }

  /// Encodes a frame of YUYV (Y0 U Y1 V for two pixels); nil where bytes are missing.
  ///
  /// The width is even; `stride` is the bytes from one row to the next. In full range luminance spans
  /// 0...255, else 16...235, which V4L2 calls limited range.
  public static func encode(
    yuyv bytes: [UInt8], width: Int, height: Int, stride: Int, isFullRange: Bool
  ) -> [UInt8]? {
    guard width > 0, height > 0, width % 2 == 0, width <= Bitmap.longestSide,
      height <= Bitmap.longestSide, stride >= width * 2, stride <= 1 << 20,
      width * height <= JPEGStructure.mostPixels,
      bytes.count >= stride * (height - 1) + width * 2
    else { return nil }
    var y = [UInt8](repeating: 0, count: width * height)
    var u = [UInt8](repeating: 0, count: width / 2 * height)
    var v = u
    // Pointers: a large picture has eight million pixels, and every index was checked above.
    bytes.withUnsafeBufferPointer { source in
      (isFullRange ? identity : expandedLuma).withUnsafeBufferPointer { luma in
        (isFullRange ? identity : expandedChroma).withUnsafeBufferPointer { chroma in
          y.withUnsafeMutableBufferPointer { y in
            u.withUnsafeMutableBufferPointer { u in
              v.withUnsafeMutableBufferPointer { v in
                var pair = 0
                for row in 0..<height {
                  var from = row * stride
                  for _ in 0..<(width / 2) {
                    y[pair * 2] = luma[Int(source[from])]
                    u[pair] = chroma[Int(source[from + 1])]
                    y[pair * 2 + 1] = luma[Int(source[from + 2])]
                    v[pair] = chroma[Int(source[from + 3])]
                    from += 4
                    pair += 1
                  }
                }
              }
            }
          }
        }
      }
    }
    return y.withUnsafeBufferPointer { y in
      u.withUnsafeBufferPointer { u in
        v.withUnsafeBufferPointer { v in
          var planes = [y.baseAddress, u.baseAddress, v.baseAddress]
          return compress { handle, jpeg, size in
            tjCompressFromYUVPlanes(
              handle, &planes, Int32(width), nil, Int32(height), Int32(TJSAMP_422.rawValue), jpeg,
              size, quality, 0)
          }
        }
      }
    }
  }

  /// Cameras add a few bytes before EOI; libjpeg warns and has read the whole picture by then.
  private static func isHarmless(_ handle: tjhandle) -> Bool {
    guard tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue), let text = tjGetErrorStr2(handle)
    else { return false }
    return String(cString: text).hasSuffix("extraneous bytes before marker 0xd9")
  }

  private static func compress(
    _ body: (
      tjhandle, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<UInt>
    )
      -> Int32
  ) -> [UInt8]? {
    guard let handle = tjInitCompress() else { return nil }
    defer { tjDestroy(handle) }
    var jpeg: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    let result = body(handle, &jpeg, &size)
    defer { tjFree(jpeg) }
    guard result == 0, let jpeg else { return nil }
    return Array(UnsafeBufferPointer(start: jpeg, count: Int(size)))
  }

  private static let identity = (0...255).map { UInt8($0) }
  /// 16...235 to 0...255 (ITU-R BT.601).
  private static let expandedLuma = (0...255).map { value in
    UInt8(clamping: ((value - 16) * 255 + 109) / 219)
  }
  /// 16...240 round 128 to 0...255.
  private static let expandedChroma = (0...255).map { value in
    UInt8(clamping: 128 + ((value - 128) * 255) / 224)
  }
}
