import Cameras
public import DeviceKit
import EvaluationPads
import IDCardReaders
import Scanners
import TicketPrinters

/// Every driver there is, a family a line: the one list a new driver is added to.
public let allDrivers: [Driver] = [
  SAMVReader.driver,
  ESCPOSPrinter.driver,
  FF68Pad.driver,
  KeyboardScanner.driver,
  POSScanner.driver,
  SerialScanner.driver,
  V4L2Camera.driver,
]
