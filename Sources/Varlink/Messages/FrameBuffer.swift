import Glibc
package import NIOCore

/// Cuts a byte stream into NUL-terminated messages, however the reads split or join them.
package struct FrameBuffer {
  package enum Next {
    case frame(ByteBuffer)
    case incomplete
    /// The message under way has outgrown the limit.
    case tooLarge
  }

  private let limit: Int
  private var bytes = ByteBuffer()
  /// Readable bytes already searched, so a large message is not searched anew on every read.
  private var searched = 0

  /// - Parameter limit: The largest message in bytes, without its NUL.
  package init(limit: Int) { self.limit = limit }

  package var count: Int { bytes.readableBytes }

  package mutating func append(_ more: ByteBuffer) {
    if bytes.readableBytes == 0 {
      bytes = more
    } else {
      bytes.discardReadBytes()
      bytes.writeImmutableBuffer(more)
    }
  }

  package mutating func next() -> Next {
    guard let length = lengthUpToNUL() else {
      searched = bytes.readableBytes
      return bytes.readableBytes > limit ? .tooLarge : .incomplete
    }
    searched = 0
    guard length <= limit, let frame = bytes.readSlice(length: length) else { return .tooLarge }
    bytes.moveReaderIndex(forwardBy: 1)
    return .frame(frame)
  }

  private func lengthUpToNUL() -> Int? {
    bytes.withUnsafeReadableBytes { raw in
      guard let start = raw.baseAddress, searched < raw.count,
        let nul = memchr(start + searched, 0, raw.count - searched)
      else { return nil }
      return UnsafeRawPointer(nul) - start
    }
  }
}
