/// Turns `Encodable` types into a `JSONValue`; absent optionals are omitted, never `null`.
///
/// Containers are reference cells, because `Encodable` may keep writing to a parent while a child
/// is still open; `frozen` reads the tree once at the end.
struct ValueEncoder: Encoder {
  let cell: Cell
  private let parentPath: [any CodingKey]
  /// Kept apart from its parents, so that a path costs an array only when somebody asks for it.
  private let lastKey: (any CodingKey)?

  var codingPath: [any CodingKey] { lastKey.map { parentPath + [$0] } ?? parentPath }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ cell: Cell, at parentPath: [any CodingKey], _ lastKey: (any CodingKey)? = nil) {
    self.cell = cell
    self.parentPath = parentPath
    self.lastKey = lastKey
  }

  /// Encodes a value.
  ///
  /// - Throws: `EncodingError` for a number JSON cannot carry, and what the type itself throws.
  static func encode<T: Encodable>(_ value: T) throws -> JSONValue {
    try slot(for: value, at: []).frozen
  }

  /// A finished value or one whose container may still be written to.
  enum Slot {
    case value(JSONValue)
    case cell(Cell)

    var frozen: JSONValue {
      switch self {
      case .value(let value): value
      case .cell(let cell): cell.frozen
      }
    }
  }

  final class Cell {
    var value: JSONValue?
    var keys: [String]?
    var slots: [Slot] = []

    /// A type that encodes nothing, such as a struct without fields, is the empty object.
    var frozen: JSONValue {
      if let value { return value }
      guard let keys else { return isArray ? .array(slots.map(\.frozen)) : .object(JSONObject()) }
      var members: [JSONObject.Member] = []
      members.reserveCapacity(keys.count)
      for (key, slot) in zip(keys, slots) { members.append(.init(key: key, value: slot.frozen)) }
      return .object(JSONObject(distinct: members))
    }

    var isArray = false

    /// A key set twice keeps its last value, as in a dictionary.
    func set(_ slot: Slot, for key: String) {
      if let index = keys?.firstIndex(of: key), index < slots.count {
        slots[index] = slot
      } else {
        keys?.append(key)
        slots.append(slot)
      }
    }
  }

  static func slot<T: Encodable>(
    for value: T, at path: [any CodingKey], _ key: (any CodingKey)? = nil
  ) throws -> Slot {
    if T.self == JSONValue.self, let plain = value as? JSONValue { return .value(plain) }
    let cell = Cell()
    try value.encode(to: ValueEncoder(cell, at: path, key))
    if let value = cell.value { return .value(value) }
    return .cell(cell)
  }

  static func number(_ double: Double, _ codingPath: @autoclosure () -> [any CodingKey]) throws
    -> JSONValue
  {
    guard double.isFinite else {
      throw EncodingError.invalidValue(
        double, .init(codingPath: codingPath(), debugDescription: "JSON has no \(double)"))
    }
    return .double(double)
  }

  static func integer<T: FixedWidthInteger>(
    _ integer: T, _ codingPath: @autoclosure () -> [any CodingKey]
  ) throws
    -> JSONValue
  {
    guard let int = Int64(exactly: integer) else {
      throw EncodingError.invalidValue(
        integer, .init(codingPath: codingPath(), debugDescription: "beyond Varlink's 64-bit int"))
    }
    return .int(int)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if cell.keys == nil { cell.keys = [] }
    return KeyedEncodingContainer(KeyedWriter(cell: cell, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    cell.isArray = true
    return UnkeyedWriter(cell: cell, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension ValueEncoder: SingleValueEncodingContainer {
  func encodeNil() { cell.value = .null }
  func encode(_ value: Bool) { cell.value = .bool(value) }
  func encode(_ value: String) { cell.value = .string(value) }
  func encode(_ value: Double) throws { cell.value = try Self.number(value, codingPath) }
  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: Int) { cell.value = .int(Int64(value)) }
  func encode(_ value: Int8) { cell.value = .int(Int64(value)) }
  func encode(_ value: Int16) { cell.value = .int(Int64(value)) }
  func encode(_ value: Int32) { cell.value = .int(Int64(value)) }
  func encode(_ value: Int64) { cell.value = .int(value) }
  func encode(_ value: UInt) throws { cell.value = try Self.integer(value, codingPath) }
  func encode(_ value: UInt8) { cell.value = .int(Int64(value)) }
  func encode(_ value: UInt16) { cell.value = .int(Int64(value)) }
  func encode(_ value: UInt32) { cell.value = .int(Int64(value)) }
  func encode(_ value: UInt64) throws { cell.value = try Self.integer(value, codingPath) }
  func encode<T: Encodable>(_ value: T) throws {
    cell.value = try Self.slot(for: value, at: parentPath, lastKey).frozen
  }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let cell: ValueEncoder.Cell
  let codingPath: [any CodingKey]

  private func set(_ value: JSONValue, _ key: Key) {
    cell.set(.value(value), for: key.stringValue)
  }

  private func child(_ key: Key) -> ValueEncoder {
    let child = ValueEncoder.Cell()
    cell.set(.cell(child), for: key.stringValue)
    return ValueEncoder(child, at: codingPath, key)
  }

  func encodeNil(forKey key: Key) { set(.null, key) }
  func encode(_ value: Bool, forKey key: Key) { set(.bool(value), key) }
  func encode(_ value: String, forKey key: Key) { set(.string(value), key) }
  func encode(_ value: Double, forKey key: Key) throws {
    set(try ValueEncoder.number(value, codingPath + [key]), key)
  }
  func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
  func encode(_ value: Int, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: Int8, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: Int16, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: Int32, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: Int64, forKey key: Key) { set(.int(value), key) }
  func encode(_ value: UInt, forKey key: Key) throws {
    set(try ValueEncoder.integer(value, codingPath + [key]), key)
  }
  func encode(_ value: UInt8, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: UInt16, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: UInt32, forKey key: Key) { set(.int(Int64(value)), key) }
  func encode(_ value: UInt64, forKey key: Key) throws {
    set(try ValueEncoder.integer(value, codingPath + [key]), key)
  }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    let slot = try ValueEncoder.slot(for: value, at: codingPath, key)
    cell.set(slot, for: key.stringValue)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  { child(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    child(key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder {
    let child = ValueEncoder.Cell()
    cell.set(.cell(child), for: "super")
    return ValueEncoder(child, at: codingPath)
  }
  func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}

private struct UnkeyedWriter: UnkeyedEncodingContainer {
  let cell: ValueEncoder.Cell
  let codingPath: [any CodingKey]
  var count: Int { cell.slots.count }

  private var nextKey: PathKey { PathKey(intValue: count) }

  private func child() -> ValueEncoder {
    let key = nextKey
    let child = ValueEncoder.Cell()
    cell.slots.append(.cell(child))
    return ValueEncoder(child, at: codingPath, key)
  }

  func encodeNil() { cell.slots.append(.value(.null)) }
  func encode<T: Encodable>(_ value: T) throws {
    cell.slots.append(try ValueEncoder.slot(for: value, at: codingPath, nextKey))
  }
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type)
    -> KeyedEncodingContainer<Nested>
  { child().container(keyedBy: type) }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
  func superEncoder() -> any Encoder { child() }
}

extension JSONValue: Encodable {
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let bool): try bool.encode(to: encoder)
    case .int(let int): try int.encode(to: encoder)
    case .double(let double): try double.encode(to: encoder)
    case .string(let text): try text.encode(to: encoder)
    case .array(let elements): try elements.encode(to: encoder)
    case .object(let object):
      var container = encoder.container(keyedBy: PathKey.self)
      for member in object.members {
        try container.encode(member.value, forKey: PathKey(stringValue: member.key))
      }
    }
  }
}
