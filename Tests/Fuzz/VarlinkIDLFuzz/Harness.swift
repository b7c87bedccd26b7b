import Varlink

/// libFuzzer's entry: any text is an interface or a fault with a place, never a trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  IDLProperties.check(text)
  return 0
}

enum IDLProperties {
  static func check(_ text: String) {
    do throws(VarlinkIDLError) {
      let interface = try VarlinkInterface(text)
      precondition(interface.text == text, "the text is served verbatim")
      checkValues(interface)
      _ = interface.portabilityFindings
    } catch {
      let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      precondition(lines.indices.contains(error.line - 1), "\(error): no such line")
      precondition((1...lines[error.line - 1].count + 1).contains(error.column), "\(error)")
    }
  }

  /// Checking values ends, whatever types refer to each other.
  private static func checkValues(_ interface: VarlinkInterface) {
    var deep: JSONValue = [:]
    for _ in 0..<100 { deep = ["a": deep, "b": [deep.kind == "object" ? 1 : nil]] }
    for member in interface.members {
      let fields =
        switch member.kind {
        case .method(let parameters, _): parameters
        case .error(let fields): fields
        case .type(.structure(let fields)): fields
        case .type: [VarlinkField]()
        }
      if let object = deep.objectValue { _ = interface.firstMisfit(object, fields) }
      let filled = JSONObject.filled(fields)
      _ = interface.firstMisfit(filled, fields)
    }
  }
}

extension JSONObject {
  fileprivate static func filled(_ fields: [VarlinkField]) -> JSONObject {
    var object = JSONObject()
    for field in fields { object[field.name] = [["x": [nil, 1]], "text"] }
    return object
  }
}
