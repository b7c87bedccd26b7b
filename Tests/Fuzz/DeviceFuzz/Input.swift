import Glibc

/// A promise of a parser. Says what was broken, then ends the process, which is how libFuzzer learns
/// of it; precondition says nothing in optimised builds.
func expect(_ holds: Bool, _ promise: @autoclosure () -> String) {
  guard !holds else { return }
  let words = Array("BROKEN PROMISE: \(promise())\n".utf8)
  _ = write(STDERR_FILENO, words, words.count)
  abort()
}

/// Cuts one input into several arguments, so that libFuzzer changes each of them.
struct Input {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next byte, 0 where there is none.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// The next number, little-endian.
  mutating func number() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

  /// The next bytes, fewer where the input ends.
  mutating func bytes(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func remainder() -> [UInt8] { bytes(rest.count) }

  /// One of the cases, chosen by the next byte.
  mutating func choice<Case>(of cases: [Case]) -> Case? {
    cases.isEmpty ? nil : cases[Int(byte()) % cases.count]
  }
}

extension [UInt8] {
  /// The same bytes as reads may tear them; the first byte says how.
  var torn: [[UInt8]] {
    let step = Int(first ?? 0) % 7 + 1
    return stride(from: 0, to: count, by: step).map {
      Array(self[$0..<Swift.min($0 + step, count)])
    }
  }

  var text: String { String(decoding: self, as: UTF8.self) }
}
