import DeviceKit
import Drivers
import HallConfig

/// Makes the devices of a configuration by the drivers it names.
struct DriverRoster {
  static let descriptors = allDrivers.map(\.descriptor)

  let bench: DeviceBench
  let recordings: String?

  func device(_ device: ConfiguredDevice) throws -> any Device {
    // The configuration was checked against this very list.
    guard let driver = allDrivers.first(where: { $0.descriptor.name == device.driver }) else {
      throw UnmadeDevice(device.id, "there is no driver \(device.driver)")
    }
    let bench = try recorded(device, by: driver)
    do throws(DeviceFault) {
      return try driver.make(device.request, bench)
    } catch {
      // What the configuration asks for is possible; this machine lacks a thread or a font.
      throw UnmadeDevice(device.id, error.message)
    }
  }

  private func recorded(_ device: ConfiguredDevice, by driver: Driver) throws -> DeviceBench {
    guard let recordings else { return bench }
    let recorder = try Recorder(
      path: "\(recordings)/\(device.id).recording", driver: driver, device: device.request)
    return DeviceBench(
      wallTime: bench.wallTime, logger: bench.logger, backoff: bench.backoff,
      openLink: recorder.recording(bench.openLink), isRecorded: true)
  }
}

/// This program cannot make a device that the configuration names.
struct UnmadeDevice: Error, CustomStringConvertible {
  let description: String

  init(_ device: DeviceID, _ reason: String) { description = "device \(device): \(reason)" }
}
