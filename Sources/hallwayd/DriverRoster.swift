import DeviceKit
import EvaluationPads
import HallConfig
import IDCardReaders
import Logging
import TicketPrinters

/// Every driver there is: the one list a new driver is added to, once with what it is and once
/// with how it is made.
struct DriverRoster {
  static let descriptors = [SAMVReader.descriptor, ESCPOSPrinter.descriptor, FF68Pad.descriptor]

  let wallTime: WallTime
  let logger: Logger

  func reader(_ device: ConfiguredDevice) throws -> any IDCardReader {
    switch device.driver {
    case SAMVReader.descriptor.name:
      try SAMVReader(id: device.id, address: device.address, wallTime: wallTime, logger: logger)
    default: throw UnknownDriver(device)
    }
  }

  /// Dots of one character cell of the small font, 12 × 24 on every head (protocols.md C.1).
  static let dotsPerColumn = 12
  static let usualColumns = 48

  func printer(_ device: ConfiguredDevice) throws -> any TicketPrinter {
    switch device.driver {
    case ESCPOSPrinter.descriptor.name:
      try ESCPOSPrinter(
        id: device.id, address: device.address,
        dotsPerLine: (device.columns ?? Self.usualColumns) * Self.dotsPerColumn,
        wallTime: wallTime, logger: logger)
    default: throw UnknownDriver(device)
    }
  }

  func pad(_ device: ConfiguredDevice) throws -> any EvaluationPad {
    switch device.driver {
    case FF68Pad.descriptor.name:
      try FF68Pad(
        id: device.id, address: device.address, addressByte: device.station,
        keyLevels: device.keys.isEmpty ? FF68Pad.fiveKeys : device.keys, wallTime: wallTime,
        logger: logger)
    default: throw UnknownDriver(device)
    }
  }
}

/// A descriptor is listed and nobody said how its driver is made.
struct UnknownDriver: Error, CustomStringConvertible {
  let description: String

  init(_ device: ConfiguredDevice) {
    description = "device \(device.id): driver \(device.driver) cannot be made by this hallwayd"
  }
}
