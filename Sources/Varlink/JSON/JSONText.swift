package import NIOCore

/// A JSON object as it travels: what a reply or a call carries, encoded once.
package struct JSONText: Sendable, Equatable {
  /// The compact text, without the NUL that ends a message.
  package let bytes: ByteBuffer

  /// Encodes a type whose fields are the object's members; absent optionals are omitted.
  ///
  /// - Throws: `EncodingError` for a number JSON cannot carry and for what is no object; what the
  ///   type itself throws.
  package init<T: Encodable>(encoding value: T) throws {
    bytes = try Self.text(of: value)
    guard bytes.readableBytesView.first == UInt8(ascii: "{") else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "Varlink parameters are an object"))
    }
  }

  package init(_ object: JSONObject) {
    var bytes = ByteBuffer()
    bytes.writeJSONObject(object)
    self.bytes = bytes
  }

  /// What most messages fit into, so that a reply is written without the buffer growing.
  private static let usualBytes = 1024

  /// Any value's text; an object's or not.
  static func text<T: Encodable>(of value: T) throws -> ByteBuffer {
    let page = JSONPage(capacity: usualBytes)
    try page.write(value, at: 0)
    return page.bytes
  }

  var isEmptyObject: Bool { bytes.readableBytes == 2 }

  /// The members, read back.
  func object() throws(JSONError) -> JSONObject {
    guard case .object(let object) = try JSONValue(parsing: bytes.readableBytesView) else {
      return JSONObject()
    }
    return object
  }
}

extension ByteBuffer {
  mutating func writeJSONText(_ text: JSONText) { writeImmutableBuffer(text.bytes) }
}

/// The text under way, and the containers that are open in it.
///
/// `Encodable` writes one value after the other, so the text is made in one pass. A container stays
/// open until something beside it is written; what comes to it after that has no place any more and
/// is refused.
final class JSONPage {
  /// An open container. Its level alone does not tell it from the next one there.
  struct Place {
    let level: Int
    let number: Int
  }

  private struct Container {
    let number: Int
    let isKeyed: Bool
    var count = 0
    /// Of the member under way, for the path of an error.
    var key: (any CodingKey)?

    /// Whether a comma stands before the member come to.
    mutating func advance(to next: (any CodingKey)?) -> Bool {
      key = next
      count += 1
      return count > 1
    }
  }

  private var text: [UInt8] = []
  private var containers: [Container] = []
  private var opened = 0

  init(capacity: Int) {
    text.reserveCapacity(capacity)
    containers.reserveCapacity(8)
  }

  var bytes: ByteBuffer { ByteBuffer(bytes: text) }

  func path(to level: Int) -> [any CodingKey] {
    containers.prefix(level).map { $0.key ?? PathKey(intValue: $0.count - 1) }
  }

  func fault(_ value: Any, _ reason: String) -> EncodingError {
    .invalidValue(
      value, .init(codingPath: path(to: containers.count), debugDescription: reason))
  }

  // MARK: Containers

  /// The container of the value at a level: opened, or the one its type asked for before.
  func open(keyed isKeyed: Bool, at level: Int) -> Place {
    if containers.count > level {
      return Place(level: level, number: containers[level].number)
    }
    opened += 1
    text.append(UInt8(ascii: isKeyed ? "{" : "["))
    containers.append(Container(number: opened, isKeyed: isKeyed))
    return Place(level: level, number: opened)
  }

  private func close(to level: Int) {
    while containers.count > level, let last = containers.popLast() {
      text.append(UInt8(ascii: last.isKeyed ? "}" : "]"))
    }
  }

  func count(_ place: Place) -> Int {
    place.level < containers.count && containers[place.level].number == place.number
      ? containers[place.level].count : 0
  }

  /// Comes to the next member of a container.
  func nextMember(of place: Place, _ key: (any CodingKey)? = nil) throws {
    guard place.level < containers.count, containers[place.level].number == place.number,
      containers[place.level].isKeyed == (key != nil)
    else { throw fault(key?.stringValue ?? "", "its container is closed or of another kind") }
    close(to: place.level + 1)
    if containers[place.level].advance(to: key) { text.append(UInt8(ascii: ",")) }
    guard let key else { return }
    write(key.stringValue)
    text.append(UInt8(ascii: ":"))
  }

  // MARK: Values

  /// Writes the value that stands at a level: in no container, or in the one a level above.
  func write<T: Encodable>(_ value: T, at level: Int) throws {
    if T.self == JSONValue.self, let plain = value as? JSONValue { return try write(plain) }
    let start = text.count
    try value.encode(to: JSONEncoding(page: self, level: level))
    close(to: level)
    // A type that encodes nothing, such as a struct without fields, is the empty object.
    if text.count == start { text.append(contentsOf: Self.emptyObject) }
  }

  private static let emptyObject = Array("{}".utf8)
  private static let null = Array("null".utf8)
  private static let yes = Array("true".utf8)
  private static let no = Array("false".utf8)

  func write(_ value: JSONValue) throws {
    var buffer = ByteBuffer()
    buffer.writeJSON(value)
    text.append(contentsOf: buffer.readableBytesView)
  }

  func writeNull() { text.append(contentsOf: Self.null) }

  func write(_ bool: Bool) { text.append(contentsOf: bool ? Self.yes : Self.no) }

  func write(_ string: String) { text.appendJSONString(string) }

  func write(_ integer: some FixedWidthInteger) throws {
    guard let integer = Int64(exactly: integer) else {
      throw fault(integer, "beyond Varlink's 64-bit int")
    }
    text.append(contentsOf: String(integer).utf8)
  }

  func write(_ double: Double) throws {
    guard double.isFinite else { throw fault(double, "JSON has no \(double)") }
    text.append(contentsOf: double.description.utf8)
  }
}
