extension FrameSplit {
  /// The body's length as its head says; 0 for a head too short to say.
  func bodyLength(of head: some Collection<UInt8>) -> Int {
    let length = head.dropFirst(lengthOffset).prefix(2)
    return length.count == 2 ? length.reduce(0) { $0 << 8 | Int($1) } : 0
  }

  /// What of `bytes`, whole frames, goes through which pipe, in order: 0 the head's, 1 the body's.
  package func parts(of bytes: [UInt8]) -> [(pipe: Int, bytes: ArraySlice<UInt8>)] {
    var parts: [(pipe: Int, bytes: ArraySlice<UInt8>)] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let head = rest.prefix(max(1, self.head))
      parts.append((0, head))
      rest = rest.dropFirst(head.count)
      let body = rest.prefix(bodyLength(of: head))
      if !body.isEmpty { parts.append((1, body)) }
      rest = rest.dropFirst(body.count)
    }
    return parts
  }
}

/// Joins the bytes of two pipes to one stream of frames, in whatever order they arrive.
package struct FrameJoiner: Sendable {
  private let split: FrameSplit
  private var heads: [UInt8] = []
  private var bodies: [UInt8] = []
  /// Bytes of the present frame's body that have not come yet.
  private var owed = 0

  package init(_ split: FrameSplit) { self.split = split }

  /// Takes what came on a pipe, and returns what is complete now.
  package mutating func take(_ bytes: [UInt8], pipe: Int) -> [UInt8] {
    if pipe == 0 { heads += bytes } else { bodies += bytes }
    // A device that only ever sends one half must not fill the memory.
    if heads.count + bodies.count > Self.limit { forget() }
    var joined: [UInt8] = []
    while true {
      if owed > 0 {
        let part = bodies.prefix(owed)
        guard !part.isEmpty else { return joined }
        joined += part
        owed -= part.count
        bodies.dropAndWipe(part.count)
      } else {
        let length = max(1, split.head)
        guard heads.count >= length else { return joined }
        let head = heads.prefix(length)
        joined += head
        owed = split.bodyLength(of: head)
        heads.dropAndWipe(length)
      }
    }
  }

  /// Forgets half a frame: what comes next begins a new one.
  package mutating func forget() {
    heads.wipe()
    bodies.wipe()
    owed = 0
  }

  /// Twice the longest frame that two bytes of length can announce.
  private static let limit = 131_072
}

extension [UInt8] {
  /// Drops the first bytes and leaves no copy of them behind.
  mutating func dropAndWipe(_ count: Int) {
    var rest = Array(dropFirst(count))
    swap(&self, &rest)
    rest.wipe()
  }
}
