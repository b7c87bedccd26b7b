import CLibUSB
import Dispatch
import Glibc

/// One libusb transfer with its buffer, used again and again.
final class USBTransfer: Sendable {
  enum End: Sendable, Equatable {
    case completed, cancelled, stalled, gone
    case failed(String)
  }

  let device: USBDevice
  private let onEnd: @Sendable (USBTransfer) -> Void

  /// proof: between ``submit(to:count:)`` and the callback both belong to libusb and the kernel,
  /// and nothing here touches them but libusb_cancel_transfer, which takes libusb's own lock. At
  /// all other times they belong to whoever submits next: the callback hands them over through
  /// `onEnd`, behind a lock or a signal. A transfer under way holds itself (`user_data`), so that
  /// nothing is freed while the kernel may still write to it.
  nonisolated(unsafe) private let raw: UnsafeMutablePointer<libusb_transfer>
  // proof: as above; its memory lives exactly as long as this object.
  nonisolated(unsafe) private let buffer: UnsafeMutableBufferPointer<UInt8>

  /// `onEnd` is called on the thread of events: it may submit and must not wait.
  init(
    _ device: USBDevice, _ type: libusb_transfer_type, capacity: Int,
    onEnd: @escaping @Sendable (USBTransfer) -> Void
  ) throws(DeviceFault) {
    guard let raw = libusb_alloc_transfer(0) else {
      throw DeviceFault(.hardwareError, "no memory for a USB transfer")
    }
    self.device = device
    self.raw = raw
    self.onEnd = onEnd
    buffer = .allocate(capacity: capacity)
    buffer.initialize(repeating: 0)
    raw.pointee.dev_handle = device.handle
    raw.pointee.type = UInt8(truncatingIfNeeded: type.rawValue)
    // Deadlines are ours: libusb's own would be one more clock.
    raw.pointee.timeout = 0
    raw.pointee.buffer = buffer.baseAddress
    raw.pointee.callback = { raw in
      guard let context = raw?.pointee.user_data else { return }
      Unmanaged<USBTransfer>.fromOpaque(context).takeRetainedValue().end()
    }
  }

  deinit {
    wipe()
    libusb_free_transfer(raw)
    buffer.deallocate()
  }

  var capacity: Int { buffer.count }

  /// Hands `count` bytes of the buffer, or room for them, to the kernel.
  func submit(to endpoint: UInt8, count: Int) -> DeviceFault? {
    raw.pointee.endpoint = endpoint
    raw.pointee.length = Int32(clamping: min(count, capacity))
    raw.pointee.user_data = Unmanaged.passRetained(self).toOpaque()
    device.flying.enter()
    let code = libusb_submit_transfer(raw)
    guard code != 0 else { return nil }
    Unmanaged.passUnretained(self).release()
    device.flying.leave()
    return .usb(code, "submit")
  }

  /// Asks for the transfer back; it ends all the same, perhaps completed.
  func cancel() { libusb_cancel_transfer(raw) }

  private func end() {
    onEnd(self)
    device.flying.leave()
  }

  // MARK: When it is not under way

  func load(_ bytes: some Collection<UInt8>) {
    _ = buffer.update(fromContentsOf: bytes.prefix(capacity))
  }

  /// Bytes that crossed the wire, also of a transfer that was cancelled half-way (trap 11).
  var transferred: Int { min(max(0, Int(raw.pointee.actual_length)), capacity) }

  var outcome: End {
    switch raw.pointee.status {
    case LIBUSB_TRANSFER_COMPLETED: .completed
    case LIBUSB_TRANSFER_CANCELLED: .cancelled
    case LIBUSB_TRANSFER_STALL: .stalled
    case LIBUSB_TRANSFER_NO_DEVICE: .gone
    case LIBUSB_TRANSFER_OVERFLOW: .failed("more than a packet came")
    case LIBUSB_TRANSFER_TIMED_OUT: .failed("timed out")
    default: .failed("the transfer failed")
    }
  }

  /// The bytes that came, from `offset` on, which are then no longer here.
  func take(from offset: Int = 0) -> [UInt8] {
    defer { wipe() }
    let end = min(capacity, offset + transferred)
    return offset < end ? Array(buffer[offset..<end]) : []
  }

  func wipe() {
    guard let base = buffer.baseAddress else { return }
    explicit_bzero(base, buffer.count)
  }
}
