/// How a camera packs its pixels.
public enum FrameEncoding: String, Sendable, CaseIterable {
  /// One JPEG a frame (V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG).
  case mjpeg = "MJPG"
  /// Four bytes for two pixels, Y0 U Y1 V (V4L2_PIX_FMT_YUYV); USB 2 carries about 640 x 480 of it.
  case yuyv = "YUYV"
}

/// One way a camera can send pictures.
public struct FrameFormat: Sendable, Hashable, CustomStringConvertible {
  public let encoding: FrameEncoding
  /// Pixels.
  public let width: Int
  public let height: Int

  public init(_ encoding: FrameEncoding, width: Int, height: Int) {
    self.encoding = encoding
    self.width = width
    self.height = height
  }

  /// Pixels altogether; sizes beyond any sensor's count as none.
  public var area: Int {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    return overflow ? 0 : area
  }

  /// `MJPG 1920x1080`.
  public var description: String { "\(encoding.rawValue) \(width)x\(height)" }
}

/// What the camera granted of a ``FrameFormat``: drivers may change every number (VIDIOC_S_FMT).
public struct FrameStream: Sendable, Equatable {
  public let format: FrameFormat
  /// Bytes from one row to the next; 0 for JPEG.
  public let stride: Int
  /// Luminance spans 0...255 and not 16...235.
  public let isFullRange: Bool

  public init(_ format: FrameFormat, stride: Int, isFullRange: Bool) {
    self.format = format
    self.stride = stride
    self.isFullRange = isFullRange
  }
}

/// One frame as the camera sent it.
public struct Frame: Sendable, Equatable {
  public let bytes: [UInt8]
  /// V4L2_BUF_FLAG_ERROR: the driver knows that it is damaged.
  public let isDamaged: Bool

  public init(_ bytes: [UInt8], isDamaged: Bool = false) {
    self.bytes = bytes
    self.isDamaged = isDamaged
  }
}

/// The choke point between a camera driver and its lens: live, recorded or replayed.
///
/// A ``ByteLink`` whose stream consists of frames. It opens with the lens at rest; nobody is filmed
/// before ``start(_:)`` or after ``stop()``.
public protocol FrameLink: ByteLink {
  /// What the camera offers, in its own order.
  func formats() throws(DeviceFault) -> [FrameFormat]

  /// Starts the lens.
  ///
  /// - Throws: `busy` while another program streams from it.
  func start(_ format: FrameFormat) throws(DeviceFault) -> FrameStream

  /// The newest frame, damaged ones too.
  ///
  /// - Throws: `silent` at the deadline, `hardwareError` for a temporary fault (EIO), `unplugged`.
  func nextFrame(deadline: Deadline) throws(DeviceFault) -> Frame

  /// Stops the lens; harmless at rest.
  func stop()

  /// Throws `unplugged` where the camera is gone: at rest it cannot be waited for.
  func check() throws(DeviceFault)
}

extension FrameLink {
  /// Nothing is written to a lens.
  public var bytesWritten: Int { 0 }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    throw DeviceFault(.protocolError, "a camera takes no bytes")
  }

  /// A frame is not cut into pieces.
  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    throw DeviceFault(.protocolError, "a camera is read frame by frame")
  }

  /// The next frame is the newest one anyway.
  public func discardInput() throws(DeviceFault) {}
}
