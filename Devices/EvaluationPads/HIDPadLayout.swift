public import DeviceKit

/// Where the keys and lamps of a HID pad lie in its reports, as its descriptor says it (protocols.md
/// D.4 is one such descriptor).
public struct HIDPadLayout: Sendable {
  private let descriptor: HIDReportDescriptor
  private let buttons: [HIDReportDescriptor.Field]
  private let lamps: HIDReportDescriptor.Field?

  /// Usage page 09, buttons.
  private static let buttonPage: UInt16 = 0x09
  /// Usage page 08, LEDs.
  private static let lampPage: UInt16 = 0x08

  /// - Throws: `protocolError` where the bytes are no descriptor or describe no buttons.
  public init(descriptor bytes: [UInt8]) throws(DeviceFault) {
    do {
      descriptor = try HIDReportDescriptor(bytes)
    } catch {
      throw DeviceFault(.protocolError, error.description)
    }
    func has(_ page: UInt16, _ field: HIDReportDescriptor.Field) -> Bool {
      field.isVariable && !field.isConstant && field.bits == 1
        && field.usages.contains { $0.page == page }
    }
    buttons = descriptor.fields.filter { $0.direction == .input && has(Self.buttonPage, $0) }
    guard !buttons.isEmpty else {
      throw DeviceFault(.protocolError, "its report descriptor has no buttons")
    }
    lamps = descriptor.fields.first { $0.direction == .output && has(Self.lampPage, $0) }
  }

  /// The longest report it sends, its number included.
  public var longestReport: Int {
    let longest =
      Set(buttons.map(\.reportID))
      .map { descriptor.reportLength(.input, id: $0) }.max() ?? 0
    return longest + (descriptor.isNumbered ? 1 : 0)
  }

  /// The keys down in a report, from 1; nil for a report that says nothing of keys.
  public func keysDown(in report: [UInt8]) -> Set<UInt8>? {
    guard let (id, payload) = descriptor.split(report) else { return nil }
    let fields = buttons.filter { $0.reportID == id }
    // A short report is damaged: read as "all keys up", it would turn a held key into two presses.
    guard !fields.isEmpty, payload.count >= descriptor.reportLength(.input, id: id) else {
      return nil
    }
    var keys: Set<UInt8> = []
    for field in fields {
      for index in 0..<min(field.count, Int(UInt8.max)) where field.value(index, in: payload) == 1 {
        guard let usage = field.usage(of: index), usage.page == Self.buttonPage,
          let key = UInt8(exactly: usage.id), key > 0
        else { continue }
        keys.insert(key)
      }
    }
    return keys
  }

  /// The output report that lights exactly these keys' lamps, as hidraw wants it: its number first,
  /// 0 where reports are not numbered. nil for a pad without lamps.
  public func lighting(_ keys: Set<UInt8>) -> [UInt8]? {
    guard let lamps else { return nil }
    let length = descriptor.reportLength(.output, id: lamps.reportID)
    var payload = [UInt8](repeating: 0, count: length)
    // Lamp n belongs to key n, whatever its usage: D.4 gives all five the same.
    for index in 0..<min(lamps.count, Int(UInt8.max) - 1)
    where keys.contains(UInt8(truncatingIfNeeded: index + 1)) {
      let bit = lamps.bitOffset + index
      guard payload.indices.contains(bit / 8) else { continue }
      payload[bit / 8] |= 1 << UInt8(bit % 8)
    }
    return [lamps.reportID] + payload
  }
}
