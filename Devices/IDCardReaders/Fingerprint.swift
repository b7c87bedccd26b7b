import DeviceKit

/// One fingerprint template of a card; matching it is GA/T 1012 and not done here (A.9).
public struct Fingerprint: Sendable, Equatable {
  /// 注册结果, byte 4.
  public enum Registration: UInt8, Sendable, CaseIterable {
    case registered = 1
    case failed = 2
    case notRegistered = 3
    case unknown = 9
  }

  /// 指位, byte 5.
  public enum Finger: UInt8, Sendable, CaseIterable {
    case rightThumb = 11
    case rightIndex, rightMiddle, rightRing, rightLittle
    case leftThumb = 16
    case leftIndex, leftMiddle, leftRing, leftLittle
    case rightUnknown = 97
    case leftUnknown, other
  }

  /// Bytes of one template.
  static let length = 512

  /// 512 bytes. Byte 0 is said to be `C`, which nobody could confirm: it is not checked.
  public var template: [UInt8]
  /// nil for a code of no table, as ``finger`` is.
  public let registration: Registration?
  public let finger: Finger?

  /// The templates in a block of 0, 512 or 1024 bytes; nil for any other length.
  public static func templates(in block: ArraySlice<UInt8>) -> [Fingerprint]? {
    guard BaseMessage.fingerprintLengths.contains(block.count) else { return nil }
    return stride(from: block.startIndex, to: block.endIndex, by: length).map {
      Fingerprint(block[$0..<($0 + length)])
    }
  }

  /// `template` has ``length`` bytes.
  private init(_ template: ArraySlice<UInt8>) {
    self.template = Array(template)
    registration = template.dropFirst(4).first.flatMap { Registration(rawValue: $0) }
    finger = template.dropFirst(5).first.flatMap { Finger(rawValue: $0) }
  }
}

extension Fingerprint: CustomStringConvertible, CustomReflectable {
  public var description: String { "fingerprint" }
  public var customMirror: Mirror {
    Mirror(self, children: ["template": "\(template.count) bytes"])
  }
}
