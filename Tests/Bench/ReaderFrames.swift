import Glibc
import IDCardReaders

/// How many answers of an ID card reader are parsed in a second.
///
/// What a card's reading sends, find, select and base message, comes in pieces of 64 bytes as from
/// a full-speed USB endpoint (protocols.md A.6).
struct ReaderFrames {
  private static let rounds = 15
  private static let cardsPerRound = 400
  private static let piece = 64

  private var samples: Samples

  init() throws {
    let card = [Self.frame(0x9F, 4), Self.frame(0x90, 8), Self.frame(0x90, 4 + 256 + 1024)]
    let stream = Array(repeatElement(card.joined(), count: Self.cardsPerRound).joined())
    let pieces = stride(from: 0, to: stream.count, by: Self.piece).map {
      Array(stream[$0..<min($0 + Self.piece, stream.count)])
    }
    let frames = Self.cardsPerRound * card.count
    samples = try Samples(
      rounds: Self.rounds,
      ours: { try Self.rate(frames) { Self.decoded(pieces) } },
      reference: { try Self.rate(frames) { RawFrames.count(in: stream) } })
  }

  /// Goal. The reference reads a whole stream in place, which no driver can: reads are torn, so what
  /// came is kept; a citizen's data is handed out as a copy and overwritten where it lay. Five passes
  /// over each byte instead of one are a fifth of its speed, and thousands of times the line's.
  var row: Row {
    Row(
      "ID reader frames parsed", samples, unit: "frames/s",
      against: "memchr and one XOR pass over the whole stream, no copies", goal: .atLeast(0.2))
  }

  private static func rate(_ frames: Int, _ parse: () -> Int) throws -> Double {
    var found = 0
    let time = microseconds { found = parse() }
    guard found == frames else { throw BenchFailure("\(found) of \(frames) frames were found") }
    return Double(frames) / time * 1e6
  }

  private static func decoded(_ pieces: [[UInt8]]) -> Int {
    var decoder = SAMV.Decoder()
    var count = 0
    for piece in pieces {
      decoder.append(piece)
      decoding: while true {
        switch decoder.next() {
        case .answer: count += 1
        case .damaged: continue
        case .needsMore: break decoding
        }
      }
    }
    return count
  }

  private static func frame(_ sw3: UInt8, _ dataLength: Int) -> [UInt8] {
    let length = dataLength + 4
    let data = (0..<dataLength).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let body = [UInt8(length >> 8), UInt8(length & 0xFF), 0, 0, sw3] + data
    return [0xAA, 0xAA, 0xAA, 0x96, 0x69] + body + [body.reduce(0, ^)]
  }
}

/// The least that finding frames can cost: what a C programmer writes for a file that is all there.
enum RawFrames {
  private static let mark: [UInt8] = [0xAA, 0x96, 0x69]

  static func count(in stream: [UInt8]) -> Int {
    stream.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      var count = 0
      var offset = 0
      while let found = memchr(base + offset, 0xAA, bytes.count - offset) {
        let start = UnsafeRawPointer(found) - base
        let header = start + mark.count
        guard header + 2 <= bytes.count else { return count }
        offset = start + 1
        guard memcmp(found, mark, mark.count) == 0 else { continue }
        let end = header + 2 + (Int(bytes[header]) << 8 | Int(bytes[header + 1]))
        guard end <= bytes.count else { continue }
        var check: UInt8 = 0
        for index in header..<end { check ^= bytes[index] }
        guard check == 0 else { continue }
        count += 1
        offset = end
      }
      return count
    }
  }
}
