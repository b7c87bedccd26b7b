import NIOCore
import Varlink

/// libFuzzer's entry: whatever a peer sends, the codec neither traps nor contradicts itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  CodecProperties.check(bytes)
  return 0
}

enum CodecProperties {
  /// A property that fails traps, which is how libFuzzer learns of it.
  static func check(_ bytes: [UInt8]) {
    checkJSON(bytes)
    checkMessages(bytes)
    checkFrames(bytes)
  }

  /// What parses is written in a form that parses to the same.
  private static func checkJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes) else { return }
    let text = value.description
    precondition(!text.utf8.contains(0), "a NUL would end the frame")
    precondition((try? JSONValue(parsing: text.utf8)) == value, "written differently: \(text)")
    _ = try? value.decoded(as: Sample.self)
    if let copy = try? JSONValue(encoding: value) { precondition(copy == value) }
  }

  private static func checkMessages(_ bytes: [UInt8]) {
    let frame = ByteBuffer(bytes: bytes)
    if let call = try? MethodCall(parsing: frame) {
      var written = ByteBuffer()
      call.write(to: &written)
      precondition((try? MethodCall(parsing: body(written))) == call)
    }
    if let reply = try? MethodReply(parsing: frame) {
      var written = ByteBuffer()
      Answer(JSONText(reply.parameters), error: reply.error, continues: reply.continues)
        .write(to: &written)
      precondition((try? MethodReply(parsing: body(written))) == reply)
    }
  }

  /// A written message without its NUL.
  private static func body(_ message: ByteBuffer) -> ByteBuffer {
    ByteBuffer(bytes: message.readableBytesView.dropLast())
  }

  /// Frames are the same however the reads split them.
  private static func checkFrames(_ bytes: [UInt8]) {
    let limit = 64
    let expected = frames(of: [bytes[...]], limit: limit)
    let step = Int(bytes.first ?? 1) % 7 + 1
    let pieces = stride(from: 0, to: bytes.count, by: step).map {
      bytes[$0..<min($0 + step, bytes.count)]
    }
    precondition(frames(of: pieces, limit: limit) == expected, "split every \(step) bytes")
  }

  private static func frames(of pieces: [ArraySlice<UInt8>], limit: Int) -> [[UInt8]] {
    var buffer = FrameBuffer(limit: limit)
    var frames: [[UInt8]] = []
    for piece in pieces {
      buffer.append(ByteBuffer(bytes: piece))
      reading: while true {
        switch buffer.next() {
        case .frame(let frame): frames.append(Array(frame.readableBytesView))
        case .incomplete: break reading
        case .tooLarge: return frames
        }
      }
    }
    return frames
  }

  private struct Sample: Codable {
    enum Kind: String, Codable { case one, two }
    var int: Int
    var small: UInt8?
    var text: String?
    var kinds: [Kind]?
    var table: [String: Double?]?
    var set: StringSet?
    var any: JSONValue?
  }
}
