/// The name a hall gives one device in its configuration, such as `reader` or `pad-3`.
public struct DeviceID: Hashable, Sendable, Codable, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public var description: String { name }
}

/// The families the hall knows.
public enum DeviceKind: String, Sendable, Codable, CaseIterable {
  /// 身份证阅读器
  case idCardReader
  /// 取号机小票打印机
  case ticketPrinter
  /// A4 打印机
  case documentPrinter
  /// 评价器
  case evaluationPad
  /// 扫码器
  case scanner
  /// 摄像头, 高拍仪
  case camera
  /// 叫号器
  case callerKeypad
  /// 窗口屏
  case ledStrip
  /// 社保卡读卡器
  case smartCardReader

  /// Whether such a device stands at one window and its configuration says at which.
  public var standsAtWindow: Bool {
    switch self {
    case .evaluationPad, .callerKeypad, .ledStrip: true
    case .idCardReader, .ticketPrinter, .documentPrinter, .scanner, .camera, .smartCardReader:
      false
    }
  }
}

/// A fault that is the device's, never the person's.
public struct DeviceFault: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, Codable, CaseIterable {
    /// No such node, or the peer refuses the connection.
    case absent
    case permissionDenied
    case busy
    /// It vanished while in use.
    case unplugged
    /// No answer within the deadline.
    case silent
    /// It answered what its protocol does not allow.
    case protocolError
    /// It reports a fault of its own.
    case hardwareError
    case paperOut
    case coverOpen
    case cutterError
    /// Too many commands wait for it already, or this one's turn did not come in time.
    case overloaded
    /// Whoever asked gave up.
    case cancelled
  }

  public let code: Code
  /// For a technician, in English; never citizen data.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }
}

/// What every supervised device offers the hall.
public protocol Device: Sendable {
  var id: DeviceID { get }
  var kind: DeviceKind { get }
  func status() async -> DeviceStatus
  /// The present status first, then every change; ends when the device's ``run()`` ends.
  func statuses() async -> AsyncStream<DeviceStatus>
  /// Opens, watches and reopens the device until the task is cancelled; never throws and never
  /// gives up (a hall does not stop because one cable was pulled).
  func run() async
  /// Something was plugged in or pulled out somewhere: whoever waits to try again tries now.
  func hardwareChanged()
  /// What the device says it is, such as its module's number or its firmware, asked of it now; nil
  /// where its protocol has no such question or it does not answer. Never citizen data.
  func identity() async -> String?
}

extension Device {
  public func identity() async -> String? { nil }
  public func hardwareChanged() {}
}
