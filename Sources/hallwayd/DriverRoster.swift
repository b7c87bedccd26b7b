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
      throw UnknownDriver(device)
    }
    return try driver.make(device.request, recorded(device, by: driver))
  }
}

extension DriverRoster {
  /// What drivers object to in a configuration that reads well, a sentence a device.
  func objections(to devices: [ConfiguredDevice]) -> [String] {
    devices.compactMap { candidate in
      do {
        _ = try device(candidate)
        return nil
      } catch let fault as DeviceFault {
        return "device \(candidate.id): \(fault.message)"
      } catch {
        return "\(error)"
      }
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

/// A configuration names a driver that this program does not have.
struct UnknownDriver: Error, CustomStringConvertible {
  let description: String

  init(_ device: ConfiguredDevice) {
    description = "device \(device.request.id): there is no driver \(device.driver)"
  }
}
