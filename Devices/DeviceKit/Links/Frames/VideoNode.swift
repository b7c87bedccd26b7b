import CVideo
import Glibc

/// A node of Video4Linux and its ioctls.
struct VideoNode: ~Copyable {
  private let descriptor: Descriptor
  private let path: String

  init(_ path: String, rule: String?, _ waker: Waker) throws(DeviceFault) {
    descriptor = try openNode(path, O_RDWR | O_NONBLOCK, rule: rule, waker)
    self.path = path
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

  /// 0, or the errno. Signals are waited out.
  func call<Argument>(_ number: UInt, _ argument: inout Argument) -> Int32 {
    withUnsafeMutablePointer(to: &argument) { pointer in
      retryingInterrupts { Int(ioctl(raw, number, pointer)) } < 0 ? errno : 0
    }
  }

  /// Whether the call was answered; false for the errnos that are answers themselves.
  func control<Argument>(
    _ number: UInt, _ argument: inout Argument, ends: Int32...
  ) throws(DeviceFault) -> Bool {
    let failure = call(number, &argument)
    if failure == 0 { return true }
    if ends.contains(failure) { return false }
    throw .video(failure, "ioctl of \(path)")
  }

  func require<Argument>(
    _ number: UInt, _ argument: inout Argument, _ doing: String
  ) throws(DeviceFault) {
    let failure = call(number, &argument)
    if failure != 0 { throw .video(failure, "\(doing) of \(path)") }
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
