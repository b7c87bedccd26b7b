import NIOCore

extension ByteBuffer {
  /// Appends the compact JSON text of a value; never a raw NUL, so a frame's end stays unique.
  mutating func writeJSON(_ value: JSONValue) {
    switch value {
    case .null: writeStaticString("null")
    case .bool(let bool): writeStaticString(bool ? "true" : "false")
    case .int(let int): writeString(String(int))
    // Not a number and infinity have no JSON form; the encoder refuses them before they get here.
    case .double(let double): writeString(double.isFinite ? double.description : "null")
    case .string(let text): writeJSONString(text)
    case .array(let elements): writeJSONArray(elements)
    case .object(let object): writeJSONObject(object)
    }
  }

  private mutating func writeJSONArray(_ elements: [JSONValue]) {
    writeInteger(UInt8(ascii: "["))
    for index in elements.indices {
      if index > 0 { writeInteger(UInt8(ascii: ",")) }
      writeJSON(elements[index])
    }
    writeInteger(UInt8(ascii: "]"))
  }

  mutating func writeJSONObject(_ object: JSONObject) {
    writeInteger(UInt8(ascii: "{"))
    var isFirst = true
    for member in object.members {
      if !isFirst { writeInteger(UInt8(ascii: ",")) }
      isFirst = false
      writeJSONString(member.key)
      writeInteger(UInt8(ascii: ":"))
      writeJSON(member.value)
    }
    writeInteger(UInt8(ascii: "}"))
  }

  /// Appends a quoted string, escaping only what JSON demands.
  mutating func writeJSONString(_ text: String) {
    var quoted: [UInt8] = []
    quoted.reserveCapacity(text.utf8.count + 2)
    quoted.appendJSONString(text)
    writeBytes(quoted)
  }
}

extension [UInt8] {
  /// Appends a quoted string, escaping only what JSON demands.
  mutating func appendJSONString(_ text: String) {
    var text = text
    append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      // Nearly every text: nothing in it needs an escape.
      guard utf8.contains(where: Self.isEscaped) else { return append(contentsOf: utf8) }
      for byte in utf8 {
        if Self.isEscaped(byte) { appendEscape(of: byte) } else { append(byte) }
      }
    }
    append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscape(of byte: UInt8) {
    let escape =
      switch byte {
      case UInt8(ascii: "\""): "\\\""
      case UInt8(ascii: "\\"): "\\\\"
      case 0x0A: "\\n"
      case 0x0D: "\\r"
      case 0x09: "\\t"
      default: byte < 0x10 ? "\\u000" + String(byte, radix: 16) : "\\u00" + String(byte, radix: 16)
      }
    append(contentsOf: escape.utf8)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The compact JSON text.
  public var description: String {
    var buffer = ByteBuffer()
    buffer.writeJSON(self)
    return String(buffer: buffer)
  }
}
