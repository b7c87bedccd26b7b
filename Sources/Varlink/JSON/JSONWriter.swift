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
    var text = text
    writeInteger(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = utf8.startIndex
      for index in utf8.indices {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[start..<index]))
        writeEscape(of: byte)
        start = utf8.index(after: index)
      }
      writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[start...]))
    }
    writeInteger(UInt8(ascii: "\""))
  }

  private mutating func writeEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): writeStaticString("\\\"")
    case UInt8(ascii: "\\"): writeStaticString("\\\\")
    case 0x0A: writeStaticString("\\n")
    case 0x0D: writeStaticString("\\r")
    case 0x09: writeStaticString("\\t")
    default:
      let hexadecimal = String(byte, radix: 16)
      writeString("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
    }
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
