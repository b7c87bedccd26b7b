import DeviceKit
import EvaluationPads
import HallConfig
import IDCardReaders
import Logging
import TicketPrinters

/// Every driver there is: the one list a new driver is added to.
enum DriverRoster {
  static let descriptors = [SAMVReader.descriptor, ESCPOSPrinter.descriptor, FF68Pad.descriptor]

  /// Dots of one character cell of the small font, 12 × 24 on every head (protocols.md C.1).
  static let dotsPerColumn = 12
  static let usualColumns = 48

  static func reader(
    _ device: ConfiguredDevice, _ wallTime: @escaping WallTime, _ logger: Logger
  ) throws -> any IDCardReader {
    try SAMVReader(id: device.id, address: device.address, wallTime: wallTime, logger: logger)
  }

  static func printer(
    _ device: ConfiguredDevice, _ wallTime: @escaping WallTime, _ logger: Logger
  ) throws -> any TicketPrinter {
    try ESCPOSPrinter(
      id: device.id, address: device.address,
      dotsPerLine: (device.columns ?? usualColumns) * dotsPerColumn, wallTime: wallTime,
      logger: logger)
  }

  static func pad(
    _ device: ConfiguredDevice, _ wallTime: @escaping WallTime, _ logger: Logger
  ) throws -> any EvaluationPad {
    try FF68Pad(
      id: device.id, address: device.address, addressByte: device.station,
      keyLevels: device.keys.isEmpty ? FF68Pad.fiveKeys : device.keys, wallTime: wallTime,
      logger: logger)
  }
}
