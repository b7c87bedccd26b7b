/// Carries the state that the items of a HID report descriptor change (HID 1.11, 6.2.2.7 and 8).
struct HIDItemParser {
  typealias Descriptor = HIDReportDescriptor

  /// HID_GLOBAL_STACK_SIZE of linux/hid.h.
  private static let deepestStack = 4
  /// HID_COLLECTION_STACK_SIZE doubles from 16; no device nests deeper.
  private static let deepestCollection = 64

  private struct Global {
    var page: UInt16 = 0
    var logicalMinimum: Int32 = 0
    var logicalMaximum: Int32 = 0
    var bits = 0
    var count = 0
    var reportID: UInt8 = 0
  }

  private struct Place: Hashable {
    let direction: Descriptor.Direction
    let id: UInt8
  }

  private(set) var fields: [Descriptor.Field] = []
  private(set) var applications: [Descriptor.Usage] = []
  private var global = Global()
  private var stack: [Global] = []
  /// A short usage takes the page that is in force at its main item, so pages are filled in there.
  private var usages: [(page: UInt16?, range: ClosedRange<UInt16>)] = []
  private var minimum: (page: UInt16?, id: UInt16)?
  /// Of each open collection, the application it lies in.
  private var open: [Descriptor.Usage?] = []
  private var ends: [Place: Int] = [:]

  var isClosed: Bool { open.isEmpty }

  /// Takes one item; returns why it cannot be.
  mutating func take(tag: UInt8, data: ArraySlice<UInt8>) -> String? {
    let value = data.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    switch tag {
    case 0x80: return add(.input, value)
    case 0x90: return add(.output, value)
    case 0xB0: return add(.feature, value)
    case 0xA0: return openCollection(kind: value)
    case 0xC0: return closeCollection()
    case 0x04: global.page = UInt16(truncatingIfNeeded: value)
    case 0x14: global.logicalMinimum = signed(value, bytes: data.count)
    case 0x24: global.logicalMaximum = maximum(value, bytes: data.count)
    case 0x74:
      // 256 bits is the kernel's limit for one value.
      guard value <= 256 else { return "a value of \(value) bits" }
      global.bits = Int(value)
    case 0x94:
      guard value <= HIDReportDescriptor.longestReport else { return "\(value) values" }
      global.count = Int(value)
    case 0x84:
      guard (1...255).contains(value) else { return "report number \(value)" }
      global.reportID = UInt8(truncatingIfNeeded: value)
    case 0xA4:
      guard stack.count < Self.deepestStack else { return "the stack is full" }
      stack.append(global)
    case 0xB4:
      guard let last = stack.popLast() else { return "the stack is empty" }
      global = last
    case 0x08:
      let usage = usage(value, bytes: data.count)
      usages.append((usage.page, usage.id...usage.id))
    case 0x18: minimum = usage(value, bytes: data.count)
    case 0x28:
      let last = usage(value, bytes: data.count)
      guard let first = minimum, first.id <= last.id else { return "a usage range without begin" }
      usages.append((last.page ?? first.page, first.id...last.id))
      minimum = nil
    // Physical ranges, units, strings, designators and what later versions add.
    default: break
    }
    return nil
  }

  private mutating func add(_ direction: Descriptor.Direction, _ flags: UInt32) -> String? {
    let place = Place(direction: direction, id: global.reportID)
    let start = ends[place] ?? 0
    // Both factors are bounded above.
    let end = start + global.bits * global.count
    guard end <= HIDReportDescriptor.longestReport * 8 else { return "the report is too long" }
    ends[place] = end
    let (low, high) = (global.logicalMinimum, global.logicalMaximum)
    fields.append(
      Descriptor.Field(
        direction: direction, reportID: global.reportID, bitOffset: start, bits: global.bits,
        count: global.count, logicalRange: low <= high ? low...high : nil,
        isConstant: flags & 1 != 0, isVariable: flags & 2 != 0, usages: ranges(),
        application: open.last ?? nil))
    forgetLocals()
    return nil
  }

  private mutating func openCollection(kind: UInt32) -> String? {
    guard open.count < Self.deepestCollection else { return "collections too deep" }
    let own = ranges().first.map { Descriptor.Usage(page: $0.page, id: $0.first) }
    if open.isEmpty, let own { applications.append(own) }
    // 01 is an application; what lies in other kinds belongs to the one around them.
    open.append(kind == 0x01 ? own : open.last ?? nil)
    forgetLocals()
    return nil
  }

  private mutating func closeCollection() -> String? {
    guard open.popLast() != nil else { return "no collection is open" }
    forgetLocals()
    return nil
  }

  private mutating func forgetLocals() {
    usages.removeAll()
    minimum = nil
  }

  private func ranges() -> [Descriptor.UsageRange] {
    usages.map { .init(page: $0.page ?? global.page, $0.range) }
  }

  /// Four bytes carry the page in their upper half.
  private func usage(_ value: UInt32, bytes: Int) -> (page: UInt16?, id: UInt16) {
    (
      bytes == 4 ? UInt16(truncatingIfNeeded: value >> 16) : nil,
      UInt16(truncatingIfNeeded: value)
    )
  }

  private func signed(_ value: UInt32, bytes: Int) -> Int32 {
    switch bytes {
    case 1: Int32(Int8(truncatingIfNeeded: value))
    case 2: Int32(Int16(truncatingIfNeeded: value))
    default: Int32(truncatingIfNeeded: value)
    }
  }

  /// `25 FF` with a minimum of 0 means 255 to every device maker, whatever 6.2.2.7 says of signs.
  private func maximum(_ value: UInt32, bytes: Int) -> Int32 {
    let asSigned = signed(value, bytes: bytes)
    return asSigned < global.logicalMinimum && bytes < 4 ? Int32(value & 0xFFFF) : asSigned
  }
}
