import CVideo
import Glibc

/// A node of Video4Linux and its ioctls.
struct VideoNode: ~Copyable {
  /// A camera that is well takes a second at most to start. The kernel gives it 5 s for each control
  /// transfer (UVC_CTRL_STREAMING_TIMEOUT), of which one ioctl makes several.
  private static let exchangeLimit: Duration = .seconds(6)

  private let descriptor: Descriptor
  private let path: String
  private let waker: Waker
  /// What a call that was given up left behind: nobody knows whether the lens runs, so every later
  /// call is refused, and whoever has the node closes it. The kernel stops the lens with the last
  /// descriptor, which is that call's.
  private var spent: DeviceFault?

  init(_ path: String, rule: String?, _ waker: Waker) throws(DeviceFault) {
    descriptor = try openNode(path, O_RDWR | O_NONBLOCK, rule: rule, waker)
    self.path = path
    self.waker = waker
  }

  var raw: Int32 { descriptor.raw }

  /// Whether this very node streams pictures: `capabilities` speaks for all nodes of the device,
  /// `device_caps` for this one (VIDIOC_QUERYCAP).
  func canCapture() throws(DeviceFault) -> Bool {
    var capability = v4l2_capability()
    try require(hall_VIDIOC_QUERYCAP, &capability, "QUERYCAP")
    let capabilities =
      capability.capabilities & Self.tellsDeviceCaps != 0
      ? capability.device_caps : capability.capabilities
    return capabilities & Self.capture != 0 && capabilities & Self.streaming != 0
  }

  private static let capture: UInt32 = 0x0000_0001  // V4L2_CAP_VIDEO_CAPTURE
  private static let streaming: UInt32 = 0x0400_0000  // V4L2_CAP_STREAMING
  private static let tellsDeviceCaps: UInt32 = 0x8000_0000  // V4L2_CAP_DEVICE_CAPS

  // MARK: Calls that the kernel answers itself

  /// Whether the call was answered; false for the errnos that are answers themselves.
  func control<Argument>(
    _ number: UInt, _ argument: inout Argument, ends: Int32...
  ) throws(DeviceFault) -> Bool {
    let failure = try call(number, &argument)
    if failure == 0 { return true }
    if ends.contains(failure) { return false }
    throw .video(failure, "ioctl of \(path)")
  }

  func require<Argument>(
    _ number: UInt, _ argument: inout Argument, _ doing: String
  ) throws(DeviceFault) {
    let failure = try call(number, &argument)
    if failure != 0 { throw .video(failure, "\(doing) of \(path)") }
  }

  /// 0, or the errno.
  private func call<Argument>(
    _ number: UInt, _ argument: inout Argument
  ) throws(DeviceFault) -> Int32 {
    if let spent { throw spent }
    return withUnsafeMutableBytes(of: &argument) { Self.call(raw, number, $0) }
  }

  /// Signals are waited out.
  private static func call(
    _ raw: Int32, _ number: UInt, _ argument: UnsafeMutableRawBufferPointer
  ) -> Int32 {
    guard let start = argument.baseAddress else { return EINVAL }
    return retryingInterrupts { Int(ioctl(raw, number, start)) } < 0 ? errno : 0
  }

  // MARK: Calls that the camera has a part in

  /// Makes a call in which the kernel talks to the camera, which may take as long as the camera
  /// likes; it is given up after ``exchangeLimit`` and at the end of the hall.
  ///
  /// It outlasts a caller who gives up: leaving it costs the node.
  mutating func exchange<Argument>(
    _ number: UInt, _ argument: inout Argument, _ doing: String
  ) throws(DeviceFault) {
    if let spent { throw spent }
    let place = "\(doing) of \(path)"
    // As bytes: structures of videodev2.h have room for pointers, which no thread may be handed.
    let question = withUnsafeBytes(of: argument) { [UInt8]($0) }
    let answer: (failure: Int32, bytes: [UInt8])
    do {
      answer = try descriptor.abandonably(
        place, until: .after(Self.exchangeLimit), waker, heedsCommand: false
      ) { raw in
        var bytes = question
        return (bytes.withUnsafeMutableBytes { Self.call(raw, number, $0) }, bytes)
      }
    } catch {
      spent = DeviceFault(.silent, "\(place) was given up: its node has to be opened anew")
      throw error
    }
    guard answer.failure == 0 else { throw .video(answer.failure, place) }
    withUnsafeMutableBytes(of: &argument) { $0.copyBytes(from: answer.bytes) }
  }
}

extension DeviceFault {
  /// What an errno means for a camera: EIO is a fault of the moment there (E.1), not the end.
  static func video(_ number: Int32, _ doing: String) -> DeviceFault {
    let reason = "\(doing): \(String(cString: strerror(number)))"
    return switch number {
    case EIO: DeviceFault(.hardwareError, reason)
    case ENODEV: DeviceFault(.unplugged, reason)
    case EINVAL, ENOTTY: DeviceFault(.protocolError, reason)
    default: .system(number, doing)
    }
  }
}
