/// The bars of a Code 128 symbol from the data of `1D 6B 49` (protocols.md C.5).
struct Code128 {
  /// Widths of bars and gaps in modules, bar first; empty if the data makes no symbol.
  private(set) var widths: [Int] = []
  /// What a person reads below the bars.
  private(set) var text = ""

  private enum CodeSet: UInt8 {
    case a = 0x41
    case b = 0x42
    case c = 0x43

    var start: Int {
      switch self {
      case .a: 103
      case .b: 104
      case .c: 105
      }
    }
    var change: Int {
      switch self {
      case .a: 101
      case .b: 100
      case .c: 99
      }
    }
  }

  init(_ data: [UInt8]) {
    guard data.count >= 2, data[0] == UInt8(ascii: "{"), var set = CodeSet(rawValue: data[1])
    else { return }
    var values = [set.start]
    var shifted = false
    var index = 2
    while index < data.count {
      var byte = data[index]
      index += 1
      if byte == UInt8(ascii: "{"), index < data.count {
        let mark = data[index]
        index += 1
        if let next = CodeSet(rawValue: mark) {
          set = next
          values.append(next.change)
          continue
        }
        if mark == UInt8(ascii: "S") {
          shifted = true
          values.append(98)
          continue
        }
        if let function = Self.function(mark, set) {
          values.append(function)
          continue
        }
        byte = mark
      }
      let active = shifted ? (set == .a ? CodeSet.b : .a) : set
      shifted = false
      guard let value = Self.value(byte, active) else { return }
      values.append(value)
      text += set == .c ? (byte < 10 ? "0\(byte)" : "\(byte)") : String(UnicodeScalar(byte))
    }
    guard values.count > 1 else { return }
    let check = values.dropFirst().enumerated().reduce(values[0]) {
      $0 + ($1.offset + 1) * $1.element
    }
    widths = (values + [check % 103, 106]).flatMap { Self.patterns[$0] }
  }

  private static func value(_ byte: UInt8, _ set: CodeSet) -> Int? {
    switch (set, byte) {
    case (.a, 0x00...0x1F): Int(byte) + 64
    case (.a, 0x20...0x5F), (.b, 0x20...0x7F): Int(byte) - 32
    case (.c, 0...99): Int(byte)
    default: nil
    }
  }

  private static func function(_ mark: UInt8, _ set: CodeSet) -> Int? {
    switch (mark, set) {
    case (UInt8(ascii: "1"), _): 102
    case (UInt8(ascii: "2"), .a), (UInt8(ascii: "2"), .b): 97
    case (UInt8(ascii: "3"), .a), (UInt8(ascii: "3"), .b): 96
    case (UInt8(ascii: "4"), .a): 101
    case (UInt8(ascii: "4"), .b): 100
    default: nil
    }
  }

  /// ISO/IEC 15417 table 1, values 0 to 106 (106 is the stop pattern).
  private static let patterns: [[Int]] = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
    122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
    321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
    211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
    213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
    121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
    241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
    412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
    211214 211232 2331112
    """.split { $0 == " " || $0 == "\n" }.map { $0.compactMap(\.wholeNumberValue) }
}
