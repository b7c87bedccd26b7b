import CallerKeypads
import DeviceKit
import EvaluationPads
import LEDStrips
import StationProtocols

/// What the parsers for pads, keypads and strips promise.
enum StationProperties {
  static func checkFF68(_ bytes: [UInt8]) {
    check(FF68.self, bytes) { $0.bytes }
    var input = Input(bytes)
    let sent = FF68.Frame(
      address: input.byte(), command: input.byte(), data: input.bytes(Int(input.byte() % 7)))
    checkNoise(FF68.self, input.remainder(), before: sent, sent.bytes)
    for frame in scan(FF68.self, bytes) {
      expect(frame.data.count <= 6, "no frame has more than six bytes of data")
    }
  }

  static func checkQP1(_ bytes: [UInt8]) {
    check(QP1.self, bytes) { $0.bytes }
    var input = Input(bytes)
    let sent = QP1.Frame(
      address: input.byte(), sequence: input.byte(), code: QP1.Code(rawValue: input.byte()),
      data: input.bytes(Int(input.byte())))
    checkNoise(QP1.self, input.remainder(), before: sent, sent.bytes)
    // A session acknowledges nothing that it was not told to keep.
    var session = QP1Session(address: 1, sequence: 0)
    let now = Deadline.now
    _ = session.ask(.poll, at: now)
    for piece in bytes.torn {
      for incoming in session.receive(piece, at: now) {
        guard case .event(let event) = incoming else {
          return expect(false, "an event that nobody kept was acknowledged")
        }
        expect(event.address == 1 && event.code.isEvent, "an event of our own device")
        _ = event.result
        _ = event.key
      }
    }
    _ = session.step(at: now)
  }

  static func checkOnbon(_ bytes: [UInt8]) {
    check(Onbon.self, bytes) { $0.bytes() }
    var input = Input(bytes)
    let sent = Onbon.Frame(
      destination: input.number(), deviceType: input.byte(), version: input.byte(),
      data: input.bytes(Int(input.byte())))
    checkNoise(Onbon.self, input.remainder(), before: sent, sent.bytes())
    for frame in scan(Onbon.self, bytes) { _ = frame.answers([0xA3, 0x06]) }
  }

  /// The first bytes are a descriptor, as many as the first one says, the rest a report.
  static func checkHIDPad(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let descriptor = input.bytes(Int(input.byte()))
    guard let layout = try? HIDPadLayout(descriptor: descriptor) else { return }
    let report = input.remainder()
    let keys = layout.keysDown(in: report)
    expect(keys?.contains(0) != true, "buttons count from 1")
    if let lights = layout.lighting(keys ?? []) {
      expect(!lights.isEmpty, "an output report begins with its number")
    }
  }

  static func checkEvdev(_ bytes: [UInt8]) {
    var whole = EvdevKeys()
    var torn = EvdevKeys()
    let presses = whole.presses(in: bytes)
    expect(presses == bytes.torn.flatMap { torn.presses(in: $0) }, "reads may be torn anywhere")
    expect(presses.allSatisfy { $0 <= 9 }, "digits are digits")
    expect(presses.count <= bytes.count / EvdevKeys.eventLength, "one press, one event")
  }

  // MARK: Frames

  private static func scan<Framing: SerialFraming>(
    _ framing: Framing.Type, _ bytes: [UInt8], torn: Bool = false
  ) -> [Framing.Frame] {
    var scanner = FrameScanner<Framing>()
    let start = Deadline.now
    for piece in torn ? bytes.torn : [bytes] { scanner.append(piece, at: start) }
    scanner.settle(at: start + Framing.gap)
    expect(scanner.restDue == nil, "after the gap nothing is waited for")
    var frames: [Framing.Frame] = []
    while let frame = scanner.next() { frames.append(frame) }
    return frames
  }

  private static func check<Framing: SerialFraming>(
    _ framing: Framing.Type, _ bytes: [UInt8], _ write: (Framing.Frame) -> [UInt8]
  ) {
    let frames = scan(framing, bytes)
    expect(frames == scan(framing, bytes, torn: true), "reads may be torn anywhere")
    for frame in frames {
      expect(scan(framing, write(frame)) == [frame], "what was read can be written and read again")
    }
  }

  /// Behind any noise a frame is found, once the noise is too old to become one itself.
  private static func checkNoise<Framing: SerialFraming>(
    _ framing: Framing.Type, _ noise: [UInt8], before frame: Framing.Frame, _ bytes: [UInt8]
  ) {
    var scanner = FrameScanner<Framing>()
    let start = Deadline.now
    for piece in noise.torn { scanner.append(piece, at: start) }
    scanner.settle(at: start + Framing.gap)
    for piece in bytes.torn { scanner.append(piece, at: start + Framing.gap) }
    var last: Framing.Frame?
    while let found = scanner.next() { last = found }
    expect(last == frame, "a frame behind noise is lost")
  }
}
