import CLibUSB
import Glibc

/// A control request (USB 2.0, table 9-2).
struct USBRequest {
  let setup: [UInt8]
  let length: UInt16

  init(
    _ type: UInt8, _ request: UInt8, value: UInt16 = 0, index: UInt16 = 0, length: UInt16 = 0
  ) {
    self.length = length
    setup =
      [type, request] + [value, index, length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  var isIn: Bool { setup[0] & 0x80 != 0 }
}

/// Carries out one transfer after another and waits for each, confined to its device's thread.
final class USBPerformer {
  let transfer: USBTransfer
  private let done: Signal
  /// The kernel kept a transfer: neither it nor the device can be used any more.
  private(set) var isWedged = false

  /// A cancelled transfer is back within milliseconds.
  private static let cancelLimit: Duration = .milliseconds(500)

  init(
    _ device: USBDevice, _ type: libusb_transfer_type, capacity: Int
  ) throws(DeviceFault) {
    let done = try Signal()
    self.done = done
    transfer = try USBTransfer(device, type, capacity: capacity) { _ in done.raise() }
    device.keep(transfer)
  }

  /// Returns how many bytes crossed the wire, whatever else happened (trap 11), and what went
  /// wrong.
  func perform(
    to endpoint: UInt8, count: Int, _ deadline: Deadline, _ waker: Waker
  ) -> (transferred: Int, fault: DeviceFault?) {
    guard !isWedged else { return (0, Self.wedged) }
    done.lower()
    if let fault = transfer.submit(to: endpoint, count: count) { return (0, fault) }
    let interruption = wait(deadline, waker)
    if interruption != nil {
      transfer.cancel()
      guard done.wait(until: .after(Self.cancelLimit)) else {
        isWedged = true
        // Nobody knows: what may have come out counts as come out.
        return (count, Self.wedged)
      }
    }
    let fault: DeviceFault? =
      switch transfer.outcome {
      // It was through before it could be cancelled.
      case .completed: interruption.flatMap { $0.code == .silent ? nil : $0 }
      case .cancelled: interruption ?? DeviceFault(.cancelled, "the transfer was taken back")
      case .gone: DeviceFault(.unplugged, "the device is gone")
      case .stalled: DeviceFault(.hardwareError, "endpoint \([endpoint].hex) is halted")
      case .failed(let reason): DeviceFault(.hardwareError, "endpoint \([endpoint].hex): \(reason)")
      }
    return (transfer.transferred, fault)
  }

  /// Leaves nothing of what was sent in the buffer.
  func wipe() {
    if !isWedged { transfer.wipe() }
  }

  private func wait(_ deadline: Deadline, _ waker: Waker) -> DeviceFault? {
    do {
      let outcome = try waker.wait(
        for: done.raw, events: POLLIN, until: deadline, idle: false)
      return outcome == .ready ? nil : DeviceFault(.silent, "not done before the deadline")
    } catch {
      return error
    }
  }

  private static let wedged = DeviceFault(
    .hardwareError, "a transfer does not come back from the kernel")
}
