import Glibc

/// A file descriptor that is closed exactly once, when its owner goes.
struct Descriptor: ~Copyable, Sendable {
  let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }
}

/// Repeats a system call that a signal interrupted.
func retryingInterrupts(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

extension DeviceFault {
  /// The fault that an errno of open(2), connect(2), read(2) or write(2) means for a device.
  static func system(_ number: Int32, _ doing: String) -> DeviceFault {
    let reason = "\(doing): \(String(cString: strerror(number)))"
    switch number {
    case ENOENT, ENXIO, ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
      return DeviceFault(.absent, reason)
    case EACCES, EPERM: return DeviceFault(.permissionDenied, reason)
    case EBUSY: return DeviceFault(.busy, reason)
    case EIO, ENODEV, EPIPE, ECONNRESET, ECONNABORTED, ENOTCONN:
      return DeviceFault(.unplugged, reason)
    case ETIMEDOUT: return DeviceFault(.silent, reason)
    default: return DeviceFault(.hardwareError, reason)
    }
  }

  /// What every wait throws once the device's thread has been told to stop.
  static let stopping = DeviceFault(.absent, "the hall is shutting down")
}
