import DeviceKit

enum LinkProperties {
  /// Frames that cross two pipes come out whole and in order, whichever half arrives first, and a
  /// device that sends only halves is given up before it fills the memory.
  static func checkJoiner(_ bytes: [UInt8]) {
    var input = Input(bytes)
    // SAM_V, layout A: preamble and length, then the rest (protocols.md A.6).
    let split = FrameSplit(head: 7, lengthOffset: 5)
    var order = [input.number(), input.number()]
    var frames: [UInt8] = []
    while !input.rest.isEmpty {
      let body = input.bytes(Int(input.byte()))
      frames += [0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, UInt8(body.count)] + body
    }
    let parts = split.parts(of: frames)
    expect(parts.flatMap(\.bytes) == frames, "what is written is all that is written")

    var pipes = [0, 1].map { pipe in
      parts.filter { $0.pipe == pipe }.flatMap(\.bytes)
    }
    var joiner = FrameJoiner(split)
    var joined: [UInt8] = []
    while pipes.contains(where: { !$0.isEmpty }) {
      for pipe in [0, 1] {
        let count = Int(order[pipe] & 0x1F) + (pipes[1 - pipe].isEmpty ? 1 : 0)
        order[pipe] = order[pipe] >> 1 | order[pipe] << 15
        joined += joiner.take(Array(pipes[pipe].prefix(count)), pipe: pipe)
        pipes[pipe] = Array(pipes[pipe].dropFirst(count))
      }
      if order.allSatisfy({ $0 == 0 }) { order = [1, 1] }
    }
    expect(joined == frames, "frames of two pipes are joined to something else")
    checkNoise(bytes, split)
  }

  private static func checkNoise(_ bytes: [UInt8], _ split: FrameSplit) {
    var joiner = FrameJoiner(split)
    var count = 0
    for (index, part) in bytes.torn.enumerated() {
      count += joiner.take(part, pipe: index % 2).count
    }
    expect(count <= bytes.count, "bytes out of nowhere")
  }

  /// An id is part of what the printer sent and holds no NUL.
  static func checkPrinterID(_ bytes: [UInt8]) {
    let id = PrinterID.text(of: bytes)
    expect(!id.contains(0), "a NUL in an id")
    expect(id.count <= max(0, bytes.count - 2), "longer than what was sent")
    expect(bytes.dropFirst(2).starts(with: id), "an id out of nowhere")
    let text = bytes.filter { $0 != 0 }.prefix(1000)
    let length = text.count + 2
    let sent = [UInt8(length >> 8), UInt8(length & 0xFF)] + text
    expect(text.isEmpty || PrinterID.text(of: sent) == Array(text), "a good id is cut")
  }
}
