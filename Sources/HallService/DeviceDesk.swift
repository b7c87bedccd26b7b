import DeviceKit
import Hall
import HallAPI
import Varlink

/// The machines and how they are. 设备
struct DeviceDesk: Sendable {
  let hall: HallParts
  let bell: ChangeBell

  func list() async -> DevicesInterface.Devices {
    var devices: [DevicesInterface.Device] = []
    for device in hall.devices { devices.append(view(await device.status())) }
    return .init(devices: devices)
  }

  func watch(_ replies: VarlinkReplies<DevicesInterface.Devices>) async throws {
    var last: DevicesInterface.Devices?
    for await _ in bell.changes() {
      let devices = await list()
      if devices != last { try await replies.send(devices) }
      last = devices
    }
  }

  /// Rings for every change of a device until its supervision ends.
  func listen(to device: any Device) async {
    for await _ in await device.statuses() { bell.ring() }
  }

  private func view(_ status: DeviceStatus) -> DevicesInterface.Device {
    let (state, fault): (String, DeviceFault?) =
      switch status.state {
      case .absent: ("absent", nil)
      case .opening: ("opening", nil)
      case .ready: ("ready", nil)
      case .faulted(let fault): ("faulted", fault)
      case .backingOff(let fault): ("backingOff", fault)
      }
    return DevicesInterface.Device(
      id: status.id.name, kind: status.kind.rawValue, address: status.address,
      window: hall.places.first { $0.device.id == status.id }?.window, state: state,
      availability: status.availability.rawValue, fault: fault?.code.rawValue,
      detail: fault?.message ?? status.absence, since: WallClock(status.since).iso8601,
      recovery: status.recovery?.rawValue, paper: status.parts.paper?.rawValue,
      media: status.parts.media?.rawValue, cover: status.parts.cover?.rawValue,
      cutter: status.parts.cutter?.rawValue)
  }
}
