public import DeviceKit
public import JPEG
import Pictures

/// What becomes of a frame: a picture, or nothing.
public enum FrameReading: Sendable, Equatable {
  /// A whole JPEG that decodes, with its size in pixels.
  case picture(jpeg: [UInt8], width: Int, height: Int)
  case dropped(Reason)

  public enum Reason: Sendable, Equatable {
    /// V4L2_BUF_FLAG_ERROR.
    case flagged
    case jpeg(JPEGDefect)
    /// Another size than the stream's: its decoding would take as long as the frame likes.
    case size
    /// Fewer bytes than the format's rows.
    case short
  }

  /// Whether a frame is whole as far as can be seen without decoding it.
  public static func isWhole(_ frame: Frame, of stream: FrameStream) -> Bool {
    guard !frame.isDamaged else { return false }
    switch stream.format.encoding {
    case .mjpeg: return (try? JPEGStructure(frame.bytes))?.fits(stream.format) == true
    case .yuyv:
      let (rows, overflow) = stream.stride.multipliedReportingOverflow(by: stream.format.height)
      return !overflow && frame.bytes.count >= rows
    }
  }

  /// Looks at a frame. Pure, and total over any bytes.
  ///
  /// A JPEG is decoded once, at an eighth of its size: that reads every coefficient, and only so is a
  /// picture known to be whole.
  public init(_ frame: Frame, of stream: FrameStream) {
    guard !frame.isDamaged else {
      self = .dropped(.flagged)
      return
    }
    switch stream.format.encoding {
    case .mjpeg:
      do {
        let jpeg = try JPEGStructure.completed(frame.bytes)
        let structure = try JPEGStructure(jpeg)
        guard structure.fits(stream.format) else {
          self = .dropped(.size)
          return
        }
        _ = try JPEGCodec.decode(jpeg, scale: .eighth)
        self = .picture(jpeg: jpeg, width: structure.width, height: structure.height)
      } catch {
        self = .dropped(.jpeg(error))
      }
    case .yuyv:
      let format = stream.format
      let jpeg = JPEGCodec.encode(
        yuyv: frame.bytes, width: format.width, height: format.height, stride: stream.stride,
        isFullRange: stream.isFullRange)
      self =
        jpeg.map { .picture(jpeg: $0, width: format.width, height: format.height) }
        ?? .dropped(.short)
    }
  }
}

extension JPEGStructure {
  fileprivate func fits(_ format: FrameFormat) -> Bool {
    width == format.width && height == format.height
  }
}

/// Which of a camera's formats serves what.
enum FormatChoice {
  /// A preview for a terminal or a small window needs no more, and USB 2 carries it uncompressed.
  static let previewWidth = 640

  /// The largest of at most `widest` pixels' width, or the narrowest there is.
  static func snapshot(_ formats: [FrameFormat], widest: Int) -> FrameFormat? {
    let fitting = formats.filter { $0.width <= widest }
    return fitting.max(by: isLess) ?? formats.min { $0.width < $1.width }
  }

  /// The smallest that fills a preview, or the largest there is.
  static func preview(_ formats: [FrameFormat]) -> FrameFormat? {
    let filling = formats.filter { $0.width >= previewWidth }
    guard let least = filling.map(\.area).min() else { return formats.max(by: isLess) }
    return filling.filter { $0.area == least }.max(by: isLess)
  }

  /// By size; of equal ones MJPG is greater: it leaves the bus free.
  private static func isLess(_ a: FrameFormat, _ b: FrameFormat) -> Bool {
    (a.area, a.encoding == .mjpeg ? 1 : 0) < (b.area, b.encoding == .mjpeg ? 1 : 0)
  }
}
