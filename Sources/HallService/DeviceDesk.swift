import DeviceKit
import Hall
import HallAPI
import Varlink

/// The machines and how they are. 设备
struct DeviceDesk: Sendable {
  let hall: HallParts
  let bell: ChangeBell
  let selfTests: SelfTestDesk

  func list() async -> DevicesInterface.Devices {
    var devices: [DevicesInterface.Device] = []
    let outcomes = await selfTests.outcomesToday()
    for device in hall.devices { devices.append(view(await device.status(), outcomes)) }
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

  /// Longer than a healthy device takes to say what it is, its turn behind a person's card included.
  static let identityTime: Duration = .seconds(3)

  func show(_ question: DevicesInterface.Show.Parameters) async throws
    -> DevicesInterface.Show.Reply
  {
    let chosen = hall.places.filter {
      question.device == nil || $0.device.id.name == question.device
    }
    if let name = question.device, chosen.isEmpty {
      throw DevicesInterface.NoSuchDevice(device: name)
    }
    let tree = HardwareTree.scan()
    let outcomes = await selfTests.outcomesToday()
    // Side by side: one that does not answer holds up no other.
    let units = await withTaskGroup(of: (Int, DevicesInterface.Unit).self) { group in
      for (index, place) in chosen.enumerated() {
        group.addTask { (index, await unit(place, tree, outcomes)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    return .init(units: chosen.indices.compactMap { units[$0] })
  }

  private func unit(
    _ place: HallParts.PlacedDevice, _ tree: HardwareTree, _ outcomes: [String: String]
  ) async -> DevicesInterface.Unit {
    let status = await place.device.status()
    let driver = place.driver
    let node = (try? DeviceAddress(status.address)).flatMap {
      tree.node(at: $0, matches: driver?.matches ?? [])
    }
    let identity: String? =
      status.state == .ready
      ? (try? await Asking.within(Self.identityTime) { await place.device.identity() }) ?? nil
      : nil
    return DevicesInterface.Unit(
      device: view(status, outcomes), driver: driver?.name, title: driver?.title,
      product: node.flatMap { driver?.recognises($0)?.match.product },
      abilities: driver?.abilities ?? [], node: node?.path, port: node?.port,
      ids: node?.ids?.description, serial: node?.serial, identity: identity)
  }

  /// Rings for every change of a device until its supervision ends.
  func listen(to device: any Device) async {
    for await _ in await device.statuses() { bell.ring() }
  }

  private func view(
    _ status: DeviceStatus, _ outcomes: [String: String]
  ) -> DevicesInterface.Device {
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
      cutter: status.parts.cutter?.rawValue,
      selfTest: outcomes[status.id.name])
  }
}
