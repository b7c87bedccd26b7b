import CVideo
import Glibc

/// A capture node of Video4Linux, streaming through mapped buffers (protocols.md E.1).
final class V4L2Link: FrameLink {
  /// Buffers asked for: one being filled, one being read and two so that a slow moment of ours
  /// costs no frame.
  private static let bufferCount: UInt32 = 4
  /// Formats and sizes enumerated at most: a driver that never answers EINVAL must not hold us.
  private static let mostEntries: UInt32 = 64
  /// Sizes taken from a range (V4L2_FRMSIZE_TYPE_STEPWISE), besides its largest.
  private static let usualSizes = [(640, 480), (1280, 720), (1920, 1080)]

  private struct Buffer {
    let start: UnsafeMutableRawPointer
    let length: Int
  }

  private var node: VideoNode
  private let waker: Waker
  private var buffers: [Buffer] = []
  private var isStreaming = false
  /// The USB port the camera hangs on, where that is known: one more rung of recovery.
  var port: String?

  /// Opens the node at `path`.
  ///
  /// - Throws: `absent` also for nodes that capture nothing, such as the metadata node of UVC.
  init(path: String, rule: String? = nil, waker: Waker) throws(DeviceFault) {
    node = try VideoNode(path, rule: rule, waker)
    self.waker = waker
    guard try node.canCapture() else {
      throw DeviceFault(.absent, "\(path) is no camera: it does not stream pictures")
    }
  }

  deinit { stop() }

  // MARK: Formats

  func formats() throws(DeviceFault) -> [FrameFormat] {
    var formats: [FrameFormat] = []
    for index in 0..<Self.mostEntries {
      var description = v4l2_fmtdesc()
      description.index = index
      description.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
      // EINVAL ends the list.
      guard try node.control(hall_VIDIOC_ENUM_FMT, &description, ends: EINVAL) else { break }
      guard let encoding = FrameEncoding(pixelFormat: description.pixelformat) else { continue }
      for (width, height) in try sizes(of: description.pixelformat) {
        let format = FrameFormat(encoding, width: width, height: height)
        if !formats.contains(format) { formats.append(format) }
      }
    }
    return formats
  }

  private func sizes(of pixelFormat: UInt32) throws(DeviceFault) -> [(Int, Int)] {
    var sizes: [(Int, Int)] = []
    for index in 0..<Self.mostEntries {
      var size = v4l2_frmsizeenum()
      size.index = index
      size.pixel_format = pixelFormat
      // ENOTTY: an old driver that knows its sizes and does not tell; S_FMT will.
      guard try node.control(hall_VIDIOC_ENUM_FRAMESIZES, &size, ends: EINVAL, ENOTTY) else {
        break
      }
      if size.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue {
        sizes.append((Int(size.discrete.width), Int(size.discrete.height)))
        continue
      }
      let (smallest, largest) = (size.stepwise, size.stepwise)
      sizes.append((Int(largest.max_width), Int(largest.max_height)))
      sizes += Self.usualSizes.filter { width, height in
        (Int(smallest.min_width)...max(Int(largest.max_width), Int(smallest.min_width)))
          .contains(width)
          && (Int(smallest.min_height)...max(Int(largest.max_height), Int(smallest.min_height)))
            .contains(height)
      }
      break
    }
    return sizes.isEmpty ? [Self.usualSizes[0]] : sizes
  }

  // MARK: Streaming

  func start(_ format: FrameFormat) throws(DeviceFault) -> FrameStream {
    stop()
    let stream = try negotiate(format)
    do {
      try mapBuffers()
      var kind = Int32(bitPattern: V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
      try node.exchange(hall_VIDIOC_STREAMON, &kind, "STREAMON")
      isStreaming = true
    } catch {
      stop()
      throw error
    }
    return stream
  }

  private func negotiate(_ wanted: FrameFormat) throws(DeviceFault) -> FrameStream {
    var format = v4l2_format()
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    format.fmt.pix.width = UInt32(clamping: wanted.width)
    format.fmt.pix.height = UInt32(clamping: wanted.height)
    format.fmt.pix.pixelformat = wanted.encoding.pixelFormat
    format.fmt.pix.field = V4L2_FIELD_ANY.rawValue
    try node.exchange(hall_VIDIOC_S_FMT, &format, "S_FMT \(wanted)")
    let granted = format.fmt.pix
    guard let encoding = FrameEncoding(pixelFormat: granted.pixelformat) else {
      throw DeviceFault(.protocolError, "the camera grants none of its own formats")
    }
    // Default quantization is full for JPEG's colour space and limited for other YCbCr (V4L2,
    // "Colorspaces").
    let isFullRange =
      granted.quantization == V4L2_QUANTIZATION_FULL_RANGE.rawValue
      || (granted.quantization == V4L2_QUANTIZATION_DEFAULT.rawValue
        && granted.colorspace == V4L2_COLORSPACE_JPEG.rawValue)
    return FrameStream(
      FrameFormat(encoding, width: Int(granted.width), height: Int(granted.height)),
      stride: encoding == .yuyv ? Int(granted.bytesperline) : 0, isFullRange: isFullRange)
  }

  private func mapBuffers() throws(DeviceFault) {
    var request = v4l2_requestbuffers()
    request.count = Self.bufferCount
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    request.memory = V4L2_MEMORY_MMAP.rawValue
    try node.exchange(hall_VIDIOC_REQBUFS, &request, "REQBUFS")
    guard request.count > 0 else {
      throw DeviceFault(.hardwareError, "the camera has no memory for frames")
    }
    for index in 0..<request.count {
      var buffer = Self.describe(index)
      try node.require(hall_VIDIOC_QUERYBUF, &buffer, "QUERYBUF")
      let mapped = mmap(
        nil, Int(buffer.length), PROT_READ, MAP_SHARED, node.raw, off_t(buffer.m.offset))
      guard let mapped, mapped != MAP_FAILED else { throw .video(errno, "mmap of a frame") }
      buffers.append(Buffer(start: mapped, length: Int(buffer.length)))
      try node.require(hall_VIDIOC_QBUF, &buffer, "QBUF")
    }
  }

  func stop() {
    if isStreaming {
      var kind = Int32(bitPattern: V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
      // A camera that is gone has stopped as well, and one that hangs stops with its node.
      try? node.exchange(hall_VIDIOC_STREAMOFF, &kind, "STREAMOFF")
      isStreaming = false
    }
    guard !buffers.isEmpty else { return }
    for buffer in buffers { munmap(buffer.start, buffer.length) }
    buffers = []
    var request = v4l2_requestbuffers()
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    request.memory = V4L2_MEMORY_MMAP.rawValue
    // Count 0 frees them, so that S_FMT does not answer EBUSY.
    try? node.exchange(hall_VIDIOC_REQBUFS, &request, "REQBUFS")
  }

  func nextFrame(deadline: Deadline) throws(DeviceFault) -> Frame {
    while true {
      if waker.isStopped { throw .stopping }
      if let frame = try newest() { return frame }
      do throws(DeviceFault) {
        guard
          try waker.wait(for: node.raw, events: POLLIN, until: deadline, idle: false) == .ready
        else { throw DeviceFault(.silent, "no frame before the deadline") }
      } catch {
        guard error.code == .unplugged else { throw error }
        // POLLERR means gone, or a fault of the stream; the next DQBUF has the errno, and where it
        // has none the stream is one that cannot be waited for.
        if let frame = try newest() { return frame }
        try check()
        throw DeviceFault(.hardwareError, "the stream broke off")
      }
    }
  }

  /// Everything that is filled is taken, and the last of it handed out: a slow reader sees the
  /// present and not the past.
  private func newest() throws(DeviceFault) -> Frame? {
    var newest: Frame?
    for _ in 0..<Self.bufferCount {
      var buffer = Self.describe(0)
      guard try node.control(hall_VIDIOC_DQBUF, &buffer, ends: EAGAIN) else { break }
      if let mapped = buffers.indices.contains(Int(buffer.index)) ? buffers[Int(buffer.index)] : nil
      {
        let used = min(Int(buffer.bytesused), mapped.length)
        newest = Frame(
          Array(UnsafeRawBufferPointer(start: mapped.start, count: used)),
          isDamaged: buffer.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0)
      }
      try node.require(hall_VIDIOC_QBUF, &buffer, "QBUF")
    }
    return newest
  }

  /// Waits for work only: a capture node at rest answers poll(2) with POLLERR at once.
  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    _ = try waker.wait(for: nil, until: deadline, idle: true)
    return false
  }

  func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool {
    guard step == .portPower, let port else { return false }
    stop()
    return try PortPower.cycle(port, waker)
  }

  func check() throws(DeviceFault) { _ = try node.canCapture() }

  private static func describe(_ index: UInt32) -> v4l2_buffer {
    var buffer = v4l2_buffer()
    buffer.index = index
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    buffer.memory = V4L2_MEMORY_MMAP.rawValue
    return buffer
  }
}

extension FrameEncoding {
  fileprivate init?(pixelFormat: UInt32) {
    switch pixelFormat {
    case hall_V4L2_PIX_FMT_MJPEG, hall_V4L2_PIX_FMT_JPEG: self = .mjpeg
    case hall_V4L2_PIX_FMT_YUYV: self = .yuyv
    default: return nil
    }
  }

  fileprivate var pixelFormat: UInt32 {
    switch self {
    case .mjpeg: hall_V4L2_PIX_FMT_MJPEG
    case .yuyv: hall_V4L2_PIX_FMT_YUYV
    }
  }
}
