// What a SAM_V reader says, written apart from the driver (protocols.md A).

/// A frame as A.1 builds it.
func samFrame(_ sw3: UInt8, _ data: [UInt8] = []) -> [UInt8] {
  let length = 4 + data.count
  let body = [UInt8(length >> 8), UInt8(length & 0xFF), 0x00, 0x00, sw3] + data
  return hex("AA AA AA 96 69") + body + [body.reduce(0, ^)]
}

/// A text block of A.8 with the given fields, space padded.
func textBlock(_ fields: [(offset: Int, text: String)]) -> [UInt8] {
  var block = (0..<256).map { $0 % 2 == 0 ? UInt8(0x20) : 0x00 }
  for field in fields { put(field.text, into: &block, at: field.offset) }
  return block
}

func put(_ text: String, into block: inout [UInt8], at offset: Int) {
  for (index, unit) in text.utf16.enumerated() {
    block[offset + 2 * index] = UInt8(unit & 0xFF)
    block[offset + 2 * index + 1] = UInt8(unit >> 8)
  }
}

func utf16LE(_ text: String) -> [UInt8] {
  text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

/// An invented resident; the number is the sample of A.10.
let residentBlock = textBlock([
  (0, "张试验"), (30, "1"), (32, "01"), (36, "19491231"), (52, "广东省东莞市虚构路1号"),
  (122, "11010519491231002X"), (158, "东莞市公安局"), (188, "20200101"), (204, "长期"),
])

/// The data of a base message: big-endian lengths, text, photo, and fingerprints where asked for.
func baseMessage(_ text: [UInt8], fingerprints: [UInt8]? = nil) -> [UInt8] {
  let photo = [UInt8](repeating: 0x57, count: 1024)
  guard let fingerprints else { return hex("01 00 04 00") + text + photo }
  let length = [UInt8(fingerprints.count >> 8), UInt8(fingerprints.count & 0xFF)]
  return hex("01 00 04 00") + length + text + photo + fingerprints
}
