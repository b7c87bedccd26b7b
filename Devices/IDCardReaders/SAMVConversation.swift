import DeviceKit

/// Questions and answers on an open link: framing, resending, deadlines; knows nothing of cards.
struct SAMVConversation {
  /// A status answer is five bytes after a few milliseconds; seen waits reach 1000 ms (A.7).
  static let statusDeadline: Duration = .seconds(1)
  /// Find and select: 100 to 1000 ms in real code (A.7).
  static let findDeadline: Duration = .seconds(1)
  /// 2000 to 3500 ms in real code, and 1.35 s of line time at 9600 baud (A.7).
  static let readDeadline: Duration = .seconds(4)
  /// 3000 to 3500 ms in real code (A.7), and 2.4 s of line time at 9600 baud.
  static let fingerprintDeadline: Duration = .seconds(6)
  /// New address and management number: 1000 to 1500 ms in real code (A.7).
  static let itemDeadline: Duration = .seconds(2)
  /// Ten-odd bytes: only a line that is stuck takes longer.
  static let writeDeadline: Duration = .milliseconds(500)
  /// Damaged frames are sent again this often (A.4: 10, 11).
  static let resends = 2
  /// Bytes of a report of the HID variant (A.6).
  static let reportLength = 64

  /// How frames travel: as a stream, or in reports of 64 bytes filled up with zeros (A.6).
  enum Carrier {
    case stream
    case reports
  }

  private let carrier: Carrier
  private var decoder = SAMV.Decoder()

  init(over scheme: DeviceAddress.Scheme) {
    carrier = scheme == .hidraw ? .reports : .stream
  }

  /// One question and its answer; damaged frames in either direction are sent again.
  ///
  /// - Throws: ``DeviceFault`` where there is no sound answer in time, or the module says that it
  ///   is defective.
  mutating func ask(
    _ command: SAMV.Command, on link: any ByteLink
  ) throws(DeviceFault) -> SAMV.Answer {
    for _ in 0...Self.resends {
      try link.discardInput()
      decoder.wipe()
      for piece in pieces(of: command.frame) {
        try link.write(piece, deadline: .after(Self.writeDeadline))
      }
      let deadline = Deadline.after(Self.deadline(of: command))
      guard let answer = try receive(command, on: link, by: deadline) else { continue }
      switch answer.status.verdict {
      case .resend: continue
      case .fault(let code):
        throw DeviceFault(code, "module says \(answer.status)")
      case .good, .notOnCard, .noCard, .retry, .confused: return answer
      }
    }
    throw DeviceFault(.protocolError, "damaged frames \(Self.resends + 1) times on end")
  }

  /// The same, for commands that can only succeed.
  mutating func demand(
    _ command: SAMV.Command, on link: any ByteLink
  ) throws(DeviceFault) -> [UInt8] {
    let answer = try ask(command, on: link)
    guard answer.status == .success else {
      throw DeviceFault(.hardwareError, "module says \(answer.status)")
    }
    return answer.data
  }

  /// The answer to `command`, nil for a damaged one.
  private mutating func receive(
    _ command: SAMV.Command, on link: any ByteLink, by deadline: Deadline
  ) throws(DeviceFault) -> SAMV.Answer? {
    defer { decoder.wipe() }
    while true {
      switch decoder.next() {
      case .answer(var answer):
        if command.accepts(answer) { return answer }
        // The answer to a question given up: ours is still to come (trap 22).
        answer.data.wipe()
      case .damaged: return nil
      case .needsMore:
        // A peer that babbles without ever finishing a frame must not stretch the deadline.
        guard Deadline.now < deadline else {
          throw DeviceFault(.silent, "no whole answer before the deadline")
        }
        var bytes = try link.read(upTo: 4096, deadline: deadline)
        decoder.append(bytes)
        bytes.wipe()
      }
    }
  }

  private func pieces(of frame: [UInt8]) -> [[UInt8]] {
    guard carrier == .reports else { return [frame] }
    return stride(from: 0, to: frame.count, by: Self.reportLength).map { start in
      let piece = frame[start..<min(start + Self.reportLength, frame.count)]
      // Reports without a number begin with a zero (Documentation/hid/hidraw.rst, write()).
      return [0] + piece + [UInt8](repeating: 0, count: Self.reportLength - piece.count)
    }
  }

  private static func deadline(of command: SAMV.Command) -> Duration {
    switch command {
    case .resetModule, .moduleStatus, .moduleID, .setMaxRFByte, .setBaud: statusDeadline
    case .findCard, .selectCard: findDeadline
    case .readBase: readDeadline
    case .readBaseWithFingerprints: fingerprintDeadline
    case .readNewAddress, .readManagementNumber: itemDeadline
    }
  }
}
