import CallerKeypads
import Cameras
public import DeviceKit
import DocumentPrinters
import EvaluationPads
import IDCardReaders
import LEDStrips
import Scanners
import SmartCardReaders
import TicketPrinters

/// Every driver there is, one a line: the one list a new driver is added to.
public let allDrivers: [Driver] = [
  SAMVReader.driver,
  ESCPOSPrinter.driver,
  CUPSPrinter.driver,
  FF68Pad.driver,
  QP1Pad.driver,
  HIDPad.driver,
  EvdevPad.driver,
  FF68Keypad.driver,
  QP1Keypad.driver,
  OnbonStrip.driver,
  QP1Strip.driver,
  KeyboardScanner.driver,
  POSScanner.driver,
  SerialScanner.driver,
  V4L2Camera.driver,
  SocialSecurityCardReader.driver,
]
