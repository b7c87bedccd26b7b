/// Small texts as one file that `tar xf` opens: POSIX ustar (pax, IEEE Std 1003.1), regular files only.
public struct TarArchive: Sendable {
  private static let block = 512
  private var bytes: [UInt8] = []

  public init() {}

  /// - Parameters:
  ///   - name: at most 100 bytes; the rest is cut.
  ///   - text: what is in it.
  ///   - seconds: when it was made, since 1970.
  public mutating func add(_ name: String, _ text: String, at seconds: Int64) {
    let content = Array(text.utf8)
    var head = [UInt8](repeating: 0, count: Self.block)
    func put(_ field: String, at offset: Int, length: Int) {
      for (index, byte) in field.utf8.prefix(length).enumerated() { head[offset + index] = byte }
    }
    func octal(_ value: Int64, digits: Int) -> String {
      let text = String(max(0, value), radix: 8)
      return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
    put(name, at: 0, length: 100)
    put(octal(0o600, digits: 7), at: 100, length: 7)
    put(octal(0, digits: 7), at: 108, length: 7)
    put(octal(0, digits: 7), at: 116, length: 7)
    put(octal(Int64(content.count), digits: 11), at: 124, length: 11)
    put(octal(seconds, digits: 11), at: 136, length: 11)
    put("        ", at: 148, length: 8)
    put("0", at: 156, length: 1)
    put("ustar", at: 257, length: 5)
    put("00", at: 263, length: 2)
    let sum = head.reduce(Int64(0)) { $0 + Int64($1) }
    put(octal(sum, digits: 6) + "\0 ", at: 148, length: 8)
    bytes += head + content
    bytes += [UInt8](repeating: 0, count: (Self.block - content.count % Self.block) % Self.block)
  }

  /// The whole archive with its end.
  public var file: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.block) }
}
