/// One value's way onto a ``JSONPage``: what `Encodable` types write themselves to.
struct JSONEncoding: Encoder, SingleValueEncodingContainer {
  let page: JSONPage
  let level: Int
  /// The member whose value this is, where nothing was written of it yet.
  var member: Member?

  /// A member of a container that may come to be written later.
  struct Member {
    let place: JSONPage.Place
    let key: (any CodingKey)?
  }

  init(page: JSONPage, level: Int) {
    self.page = page
    self.level = level
  }

  /// The value of a member; its comma and key are written with the first that is written of it.
  private init(page: JSONPage, member: Member) {
    self.page = page
    level = member.place.level + 1
    self.member = member
  }

  static func later(_ page: JSONPage, _ place: JSONPage.Place, _ key: (any CodingKey)?)
    -> JSONEncoding
  { JSONEncoding(page: page, member: Member(place: place, key: key)) }

  var codingPath: [any CodingKey] { page.path(to: level) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// A place that no container has: whoever writes there is told.
  private static let nowhere = JSONPage.Place(level: .max, number: 0)

  private func open(keyed isKeyed: Bool) -> JSONPage.Place {
    if let member {
      do { try page.nextMember(of: member.place, member.key) } catch { return Self.nowhere }
    }
    return page.open(keyed: isKeyed, at: level)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members(page: page, place: open(keyed: true)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    Elements(page: page, place: open(keyed: false))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  // MARK: A single value

  private func begin() throws {
    if let member { try page.nextMember(of: member.place, member.key) }
  }

  func encodeNil() throws {
    try begin()
    page.writeNull()
  }
  func encode(_ value: Bool) throws {
    try begin()
    page.write(value)
  }
  func encode(_ value: String) throws {
    try begin()
    page.write(value)
  }
  func encode(_ value: Double) throws {
    try begin()
    try page.write(value)
  }
  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: Int) throws { try write(value) }
  func encode(_ value: Int8) throws { try write(value) }
  func encode(_ value: Int16) throws { try write(value) }
  func encode(_ value: Int32) throws { try write(value) }
  func encode(_ value: Int64) throws { try write(value) }
  func encode(_ value: UInt) throws { try write(value) }
  func encode(_ value: UInt8) throws { try write(value) }
  func encode(_ value: UInt16) throws { try write(value) }
  func encode(_ value: UInt32) throws { try write(value) }
  func encode(_ value: UInt64) throws { try write(value) }
  private func write(_ integer: some FixedWidthInteger) throws {
    try begin()
    try page.write(integer)
  }
  func encode<T: Encodable>(_ value: T) throws {
    try begin()
    try page.write(value, at: level)
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let page: JSONPage
  let place: JSONPage.Place

  var codingPath: [any CodingKey] { page.path(to: place.level) }

  func encodeNil(forKey key: Key) throws {
    try page.nextMember(of: place, key)
    page.writeNull()
  }
  func encode(_ value: Bool, forKey key: Key) throws {
    try page.nextMember(of: place, key)
    page.write(value)
  }
  func encode(_ value: String, forKey key: Key) throws {
    try page.nextMember(of: place, key)
    page.write(value)
  }
  func encode(_ value: Double, forKey key: Key) throws {
    try page.nextMember(of: place, key)
    try page.write(value)
  }
  func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
  func encode(_ value: Int, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: Int8, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: Int16, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: Int32, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: Int64, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: UInt, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: UInt8, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: UInt16, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: UInt32, forKey key: Key) throws { try write(value, key) }
  func encode(_ value: UInt64, forKey key: Key) throws { try write(value, key) }
  private func write(_ integer: some FixedWidthInteger, _ key: Key) throws {
    try page.nextMember(of: place, key)
    try page.write(integer)
  }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try page.nextMember(of: place, key)
    try page.write(value, at: place.level + 1)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  { JSONEncoding.later(page, place, key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONEncoding.later(page, place, key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder {
    JSONEncoding.later(page, place, PathKey(stringValue: "super"))
  }
  func superEncoder(forKey key: Key) -> any Encoder { JSONEncoding.later(page, place, key) }
}

private struct Elements: UnkeyedEncodingContainer {
  let page: JSONPage
  let place: JSONPage.Place

  var codingPath: [any CodingKey] { page.path(to: place.level) }
  var count: Int { page.count(place) }

  func encodeNil() throws {
    try page.nextMember(of: place)
    page.writeNull()
  }
  func encode<T: Encodable>(_ value: T) throws {
    try page.nextMember(of: place)
    try page.write(value, at: place.level + 1)
  }
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type)
    -> KeyedEncodingContainer<Nested>
  { JSONEncoding.later(page, place, nil).container(keyedBy: type) }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONEncoding.later(page, place, nil).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { JSONEncoding.later(page, place, nil) }
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
