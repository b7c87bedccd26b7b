import CLibUSB
import Dispatch
import Glibc
import Logging
import Synchronization

/// The one libusb context of the process, with the one thread that handles its events.
///
/// It is made when the first USB device is opened and never ended: libusb_exit waits for transfers
/// that a pulled cable has orphaned (trap 1; NUT issues 598, 993, 2453).
final class USBContext: Sendable {
  static let shared: Result<USBContext, DeviceFault> = Result { () throws(DeviceFault) in
    try USBContext()
  }

  static let logger = Logger(label: "hallway.usb")

  /// How long a closing device's transfers may take to come back. Cancelling is a matter of
  /// milliseconds; what is not back by then does not come back.
  private static let reapLimit: DispatchTimeInterval = .seconds(2)

  /// proof: a libusb context may be used by any number of threads at a time, and this one is valid
  /// as long as the process.
  nonisolated(unsafe) let raw: OpaquePointer

  /// Devices by their node that are being closed; each signal is raised when that is over.
  private let closing = Mutex<[String: Signal]>([:])
  /// Handles whose transfers never came back: they are kept, with what they hold, for good.
  private let abandoned = Atomic(0)

  private init() throws(DeviceFault) {
    // Fails for nobody: an older libusb would look for devices itself, which costs only time.
    _ = hallway_libusb_find_nothing()
    var context: OpaquePointer?
    let code = libusb_init(&context)
    guard code == 0, let context else { throw .usb(code, "libusb_init") }
    raw = context
    try startThread("usb-events") { [self] in handleEvents() }
  }

  var abandonedCount: Int { abandoned.load(ordering: .relaxed) }

  private func handleEvents() {
    while true {
      // An error must not become a busy loop (trap 12).
      if hallway_libusb_handle_events(raw) != 0 { usleep(100_000) }
    }
  }

  // MARK: Closing

  /// Closes a device on a thread of its own and returns at once; the signal is raised when it is
  /// closed or given up.
  @discardableResult
  func reap(_ device: USBDevice) -> Signal? {
    guard let over = try? Signal() else {
      abandon(device, "no descriptor to close it with")
      return nil
    }
    closing.withLock { $0[device.node.path] = over }
    do {
      try startThread("usb-reaper") { [self] in
        device.cancelTransfers()
        if device.isQuiet(within: Self.reapLimit) {
          device.close()
        } else {
          abandon(device, "its transfers do not come back")
        }
        finish(device, over)
      }
    } catch {
      abandon(device, "\(error)")
      finish(device, over)
    }
    return over
  }

  private func finish(_ device: USBDevice, _ over: Signal) {
    closing.withLock { closing in
      if closing[device.node.path] === over { closing[device.node.path] = nil }
    }
    over.raise()
  }

  private func abandon(_ device: USBDevice, _ reason: String) {
    // Never released: the kernel or libusb may still write where its transfers point.
    _ = Unmanaged.passRetained(device)
    let count = abandoned.wrappingAdd(1, ordering: .relaxed).newValue
    Self.logger.warning("\(device.node.path) left open: \(reason) (\(count) so far)")
  }

  /// Waits until an earlier opening of the same node is closed: claiming it before would be BUSY.
  func waitForClosing(of path: String, until deadline: Deadline) {
    guard let over = closing.withLock({ $0[path] }) else { return }
    _ = over.wait(until: deadline)
  }
}

extension DeviceFault {
  /// The fault that a libusb error means for a device.
  static func usb(_ code: Int32, _ doing: String) -> DeviceFault {
    let reason = "\(doing): \(String(cString: libusb_error_name(code)))"
    switch libusb_error(rawValue: code) {
    case LIBUSB_ERROR_NO_DEVICE: return DeviceFault(.unplugged, reason)
    case LIBUSB_ERROR_NOT_FOUND: return DeviceFault(.absent, reason)
    case LIBUSB_ERROR_ACCESS: return DeviceFault(.permissionDenied, reason)
    case LIBUSB_ERROR_BUSY: return DeviceFault(.busy, reason)
    case LIBUSB_ERROR_TIMEOUT: return DeviceFault(.silent, reason)
    default: return DeviceFault(.hardwareError, reason)
    }
  }
}
