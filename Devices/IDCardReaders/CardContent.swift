import DeviceKit
import Hall

/// What may be read of a card besides its text; nothing of it is kept unless somebody asks.
public struct CardItems: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The photo, as WLT.
  public static let photo = CardItems(rawValue: 1)
  public static let fingerprints = CardItems(rawValue: 2)
  /// Addresses added after the card was issued.
  public static let newAddresses = CardItems(rawValue: 4)
  public static let managementNumber = CardItems(rawValue: 8)
}

/// One card, as much of it as was asked for.
///
/// Whoever holds one calls ``wipe()`` when done (PIPL art. 6).
public struct CardContent: Sendable, Equatable {
  public var text: CardText
  /// 1024 bytes of WLT (A.9); nil unless asked for.
  public var photo: [UInt8]?
  /// Up to two; empty unless asked for.
  public var fingerprints: [Fingerprint] = []
  /// Oldest first; empty unless asked for.
  public var newAddresses: [String] = []
  /// 28 bytes; nil unless asked for.
  public var managementNumber: [UInt8]?

  public init(text: CardText) { self.text = text }

  /// Overwrites photo, fingerprints and management number.
  public mutating func wipe() {
    photo?.wipe()
    photo = nil
    for index in fingerprints.indices { fingerprints[index].template.wipe() }
    fingerprints = []
    managementNumber?.wipe()
    managementNumber = nil
    newAddresses = []
  }
}

extension CardContent: CustomStringConvertible, CustomReflectable {
  public var description: String { text.description }
  public var customMirror: Mirror { Mirror(self, children: ["kind": text.kind]) }
}

/// The data of an answer to "read text and photo", with or without fingerprints (A.3): big-endian
/// lengths, then the blocks.
public struct BaseMessage {
  public let text: ArraySlice<UInt8>
  /// WLT, 1024 bytes.
  public let photo: ArraySlice<UInt8>
  /// 0, 512 or 1024 bytes.
  public let fingerprints: ArraySlice<UInt8>

  static let photoLength = 1024
  static let fingerprintLengths = [0, Fingerprint.length, 2 * Fingerprint.length]

  /// nil where the lengths are not those of A.3 or do not add up.
  public init?(_ data: [UInt8], withFingerprints: Bool) {
    let header = withFingerprints ? 6 : 4
    guard data.count >= header else { return nil }
    func length(_ index: Int) -> Int { Int(data[2 * index]) << 8 | Int(data[2 * index + 1]) }
    let textLength = length(0)
    let photoLength = length(1)
    let fingerprintLength = withFingerprints ? length(2) : 0
    guard textLength == CardLayout.textLength, photoLength == Self.photoLength,
      Self.fingerprintLengths.contains(fingerprintLength),
      data.count == header + textLength + photoLength + fingerprintLength
    else { return nil }
    text = data[header..<(header + textLength)]
    photo = data[(header + textLength)..<(header + textLength + photoLength)]
    fingerprints = data[(header + textLength + photoLength)...]
  }

  static func lengths(withFingerprints: Bool) -> ClosedRange<Int> {
    let fixed = CardLayout.textLength + photoLength
    return withFingerprints
      ? (6 + fixed)...(6 + fixed + 2 * Fingerprint.length) : (4 + fixed)...(4 + fixed)
  }
}

/// Addresses added after the card was issued (A.3).
public enum NewAddress {
  /// Bytes of one, UTF-16LE padded with spaces, without a header.
  static let length = 70
  /// Sdtapi of Routon allows so many on one card.
  static let most = 4

  /// One address, or several in one answer; empty ones are none. nil for a broken record.
  public static func addresses(in data: [UInt8]) -> [String]? {
    guard !data.isEmpty, data.count.isMultiple(of: length) else { return nil }
    var addresses: [String] = []
    for start in stride(from: 0, to: data.count, by: length) {
      guard let address = CardText.decode(data[start..<(start + length)]) else { return nil }
      if !address.isEmpty { addresses.append(address) }
    }
    return addresses
  }
}

/// 卡体管理号 (A.2).
enum ManagementNumber {
  static let length = 28
}
