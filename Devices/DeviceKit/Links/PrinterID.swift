/// The IEEE 1284 device id as printers send it (protocols.md C.11).
package enum PrinterID {
  /// Without the two bytes of length before it, which count themselves and are big-endian, but for
  /// printers that got it wrong: those are taken at what they sent.
  package static func text(of answer: [UInt8]) -> [UInt8] {
    guard answer.count > 2 else { return [] }
    let big = Int(answer[0]) << 8 | Int(answer[1])
    let little = Int(answer[1]) << 8 | Int(answer[0])
    let end = [big, little].first { (3...answer.count).contains($0) } ?? answer.count
    // The rest of a buffer that nobody filled.
    return answer[2..<end].prefix { $0 != 0 }
      .reduce(into: []) { $0.append($1) }
  }
}
