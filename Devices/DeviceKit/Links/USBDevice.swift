import CLibUSB
import Dispatch
import Glibc
import Synchronization

/// A USB device that is open and one of whose interfaces is ours.
final class USBDevice: Sendable {
  let node: HardwareNode
  let layout: USBLayout
  /// Transfers that the kernel still has.
  let flying = DispatchGroup()
  /// Blocking calls that are not back.
  let calls = DispatchGroup()

  /// proof: libusb's functions on a handle may be called by any thread; ``close()`` is called once,
  /// by the reaper, when nothing is under way and the link, the only caller, is gone.
  nonisolated(unsafe) let handle: OpaquePointer
  private let descriptor: Descriptor
  /// What has to be cancelled before closing.
  private let transfers = Mutex<[USBTransfer]>([])

  private init(
    _ handle: OpaquePointer, _ descriptor: consuming Descriptor, _ node: HardwareNode,
    _ layout: USBLayout
  ) {
    self.handle = handle
    self.descriptor = descriptor
    self.node = node
    self.layout = layout
  }

  func keep(_ transfer: USBTransfer) { transfers.withLock { $0.append(transfer) } }

  func cancelTransfers() {
    for transfer in transfers.withLock({ $0 }) { transfer.cancel() }
  }

  /// Whether everything came back from the kernel in time; blocks until then.
  func isQuiet(within limit: DispatchTimeInterval) -> Bool {
    let end = DispatchTime.now() + limit
    return flying.wait(timeout: end) == .success && calls.wait(timeout: end) == .success
  }

  /// Gives the interface back to the kernel's driver and closes. May block: only for the reaper.
  func close() {
    // With auto-detach, releasing attaches usblp or usbhid again (trap 3).
    libusb_release_interface(handle, Int32(layout.interface))
    libusb_close(handle)
    // Transfers hold the device: without this, neither would ever go.
    transfers.withLock { $0 = [] }
  }

  // MARK: Opening. Blocks: on a thread that may be abandoned.

  /// A program that probes every new device (fwupd, trap 16) has it for a moment.
  private static let busyPatience: Duration = .seconds(1)

  static func open(
    _ context: USBContext, _ node: HardwareNode, matches: [DeviceMatch], split: FrameSplit?
  ) -> Result<USBDevice, DeviceFault> {
    Result { () throws(DeviceFault) in
      let descriptor = Descriptor(try NodeAccess.open(node.path, O_RDWR, rule: node.rule).get())
      var opened: OpaquePointer?
      let code = libusb_wrap_sys_device(context.raw, Int(descriptor.raw), &opened)
      guard code == 0, let handle = opened else { throw .usb(code, "open \(node.path)") }
      do throws(DeviceFault) {
        let layout = try claim(handle, node, matches: matches, split: split)
        return USBDevice(handle, descriptor, node, layout)
      } catch {
        libusb_close(handle)
        throw error
      }
    }
  }

  private static func claim(
    _ handle: OpaquePointer, _ node: HardwareNode, matches: [DeviceMatch], split: FrameSplit?
  ) throws(DeviceFault) -> USBLayout {
    libusb_set_auto_detach_kernel_driver(handle, 1)
    let alternates = try alternates(handle)
    let layout = try USBLayout.choose(
      from: alternates, matches: matches, split: split, quirks: matches.quirks(of: node))
    let number = Int32(layout.interface)

    var code = libusb_claim_interface(handle, number)
    var backoff = Backoff(first: .milliseconds(50), limit: .milliseconds(200))
    let patience = Deadline.after(busyPatience)
    while libusb_error(rawValue: code) == LIBUSB_ERROR_BUSY, Deadline.now < patience {
      pause(backoff.pause())
      code = libusb_claim_interface(handle, number)
    }
    guard code == 0 else {
      let doing = "claim interface \(number) of \(node.path)"
      guard libusb_error(rawValue: code) == LIBUSB_ERROR_BUSY else { throw .usb(code, doing) }
      throw DeviceFault(.busy, "\(doing): \(owner(of: node, interface: number)) has it")
    }
    // Devices of one setting may refuse to be asked for it.
    if alternates.filter({ $0.interface == layout.interface }).count > 1 {
      let code = libusb_set_interface_alt_setting(handle, number, Int32(layout.alternate))
      guard code == 0 else { throw .usb(code, "alternate setting \(layout.alternate)") }
    }
    return layout
  }

  /// Who holds an interface, for the message (trap 3).
  private static func owner(of node: HardwareNode, interface: Int32) -> String {
    let configuration = SystemFile.line(of: "\(node.sysPath)/bConfigurationValue") ?? "1"
    let folder = "\(node.sysPath)/\(node.port ?? ""):\(configuration).\(interface)"
    return switch SystemFile.linkName("\(folder)/driver") {
    case "usbfs": "another program"
    case let driver?: "the kernel's \(driver)"
    case nil: "somebody"
    }
  }

  private static func alternates(_ handle: OpaquePointer) throws(DeviceFault) -> [USBAlternate] {
    let device = libusb_get_device(handle)
    var config: UnsafeMutablePointer<libusb_config_descriptor>?
    var code = libusb_get_active_config_descriptor(device, &config)
    if libusb_error(rawValue: code) == LIBUSB_ERROR_NOT_FOUND {
      // The kernel left it unconfigured, as it does with what asks for too much power.
      code = libusb_get_config_descriptor(device, 0, &config)
      if code == 0, let config {
        code = libusb_set_configuration(handle, Int32(config.pointee.bConfigurationValue))
      }
    }
    defer { libusb_free_config_descriptor(config) }
    guard code == 0, let config else { throw .usb(code, "configuration descriptor") }
    return [USBAlternate](config.pointee)
  }
}

extension [USBAlternate] {
  /// libusb allocates exactly the counts it states, and null where a count is zero.
  fileprivate init(_ config: libusb_config_descriptor) {
    self = UnsafeBufferPointer(start: config.interface, count: Int(config.bNumInterfaces))
      .flatMap { interface in
        UnsafeBufferPointer(
          start: interface.altsetting, count: Swift.max(0, Int(interface.num_altsetting)))
      }.map { setting in
        let endpoints = UnsafeBufferPointer(
          start: setting.endpoint, count: Int(setting.bNumEndpoints))
        return USBAlternate(
          interface: setting.bInterfaceNumber, alternate: setting.bAlternateSetting,
          class: InterfaceClass(
            setting.bInterfaceClass, setting.bInterfaceSubClass, setting.bInterfaceProtocol),
          endpoints: endpoints.compactMap(USBEndpoint.init))
      }
  }
}

extension USBEndpoint {
  /// nil for control and isochronous pipes, and for pipes without a packet size.
  fileprivate init?(_ endpoint: libusb_endpoint_descriptor) {
    // Bits 11 and 12 count further packets of a microframe (USB 2.0, table 9-13).
    let packet = Int(endpoint.wMaxPacketSize & 0x7FF)
    guard packet > 0 else { return nil }
    switch endpoint.bmAttributes & 3 {
    case 2: self.init(address: endpoint.bEndpointAddress, kind: .bulk, packet: packet)
    case 3: self.init(address: endpoint.bEndpointAddress, kind: .interrupt, packet: packet)
    default: return nil
    }
  }
}
