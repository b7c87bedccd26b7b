public import DeviceKit
import Hall
import Synchronization

/// A second-generation identity-card reader with a SAM_V module. 二代身份证阅读器
public actor SAMVReader: IDCardReader, SupervisedDevice {
  /// A status answer is five bytes after a few milliseconds; seen waits reach 1000 ms (A.7).
  static let statusDeadline: Duration = .seconds(1)
  /// Find and select: 100 to 1000 ms in real code (A.7).
  static let findDeadline: Duration = .seconds(1)
  /// 2000 to 3500 ms in real code, and 1.35 s of line time at 9600 baud (A.7).
  static let readDeadline: Duration = .seconds(4)
  /// "At least 300 ms" between two finds (A.7).
  static let pollInterval: Duration = .milliseconds(400)
  /// A module that stopped answering is noticed within this and one status deadline: 3 s.
  static let presenceInterval: Duration = .seconds(2)
  /// Ten-odd bytes: only a line that is stuck takes longer.
  static let writeDeadline: Duration = .milliseconds(500)
  /// Damaged frames are sent again this often (A.4: 10, 11).
  static let resends = 2

  public static let descriptor = DriverDescriptor(
    // Named after the module, not the maker: every maker's reader holds one.
    name: "sam-v",
    kind: .idCardReader,
    title: "ID card readers with a SAM_V module",
    matches: [DeviceMatch(.usb(USBID(0x0400, 0xC35A)), "SAM_V reader (eastcoms, 神思)")],
    schemes: [.serial, .tcp, .usb],
    // A.1.
    baud: 115_200,
    split: FrameSplit(head: 7, lengthOffset: 5),
    abilities: ["resident card", "J permit", "foreigner card 2017", "foreigner card 2023"],
    timeouts: [
      .init("status", statusDeadline, "five bytes; longest wait seen is 1000 ms"),
      .init("find and select", findDeadline, "100 to 1000 ms in real code"),
      .init("read", readDeadline, "2000 to 3500 ms in real code; 1.35 s line time at 9600"),
      .init("poll", pollInterval, "readers ask for at least 300 ms between two finds"),
      .init("presence", presenceInterval, "a dead module shows within 3 s"),
      .init("write", writeDeadline, "ten bytes; longer means a stuck line"),
    ])

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private var decoder = SAMV.Decoder()
  private var lastAnswer = Deadline.now
  private nonisolated let slot = ReadingSlot()
  /// The reading under way, to be ended the moment the device is lost.
  private var steps: AsyncThrowingStream<CardReading, any Error>.Continuation?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try SAMVReader(request, bench: bench)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    let answer = try exchange(.moduleStatus, on: link, within: Self.statusDeadline)
    guard answer.status == .success else {
      throw DeviceFault(.hardwareError, "module status \([answer.sw3].hex)")
    }
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let check = lastAnswer.advanced(by: Self.presenceInterval)
    if try link.waitForInput(until: check) {
      // Nothing was asked: a late answer or noise.
      try link.discardInput()
    }
    if Deadline.now >= check { try probe(link) }
  }

  public func lost(_ fault: DeviceFault) { steps?.finish(throwing: fault) }

  // MARK: Reading

  public nonisolated func readCard() async -> AsyncThrowingStream<CardReading, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: CardReading.self)
    guard let turn = slot.claim() else {
      continuation.finish(throwing: DeviceFault(.busy, "another reading is under way"))
      return stream
    }
    let reading = Task { await serve(continuation) }
    continuation.onTermination = { [slot] _ in
      // At once, not when the loop notices: the next reading may begin right away.
      slot.release(turn)
      reading.cancel()
    }
    return stream
  }

  private func serve(_ steps: AsyncThrowingStream<CardReading, any Error>.Continuation) async {
    self.steps = steps
    do throws(any Error) {
      _ = try requireLink()
      steps.yield(.waiting)
      while !Task.isCancelled {
        if let card = try step(steps) {
          steps.yield(.card(card))
          return steps.finish()
        }
        // Other callers and supervision have the device meanwhile.
        try await Task.sleep(for: Self.pollInterval)
      }
      steps.finish()
    } catch let fault as DeviceFault {
      steps.finish(throwing: fault)
    } catch {
      // Cancelled while asleep: nobody listens any more.
      steps.finish()
    }
  }

  /// One round of find, select and read; nil where there is no card to hand over yet.
  private func step(
    _ steps: AsyncThrowingStream<CardReading, any Error>.Continuation
  ) throws(DeviceFault) -> IdentityCard? {
    let link = try requireLink()
    do {
      let found = try exchange(.findCard, on: link, within: Self.findDeadline)
      guard found.status == .cardFound else { return try settle(found, steps, on: link) }
      steps.yield(.reading)
      let selected = try exchange(.selectCard, on: link, within: Self.findDeadline)
      guard selected.status == .success else { return try settle(selected, steps, on: link) }
      var answer = try exchange(.readBase, on: link, within: Self.readDeadline)
      // Photo and fingerprint go no further than this (PIPL art. 6).
      defer { answer.data.wipe() }
      guard answer.status == .success else { return try settle(answer, steps, on: link) }
      guard let card = SAMV.card(inBaseMessage: answer.data) else {
        steps.yield(.retry(.unreadable))
        return nil
      }
      return card
    } catch {
      lose(error)
      throw error
    }
  }

  /// What an answer other than the hoped-for one means for the person (A.4); never a card.
  private func settle(
    _ answer: SAMV.Answer, _ steps: AsyncThrowingStream<CardReading, any Error>.Continuation,
    on link: any ByteLink
  ) throws(DeviceFault) -> IdentityCard? {
    switch answer.status {
    // 80 is "no card" and also "the same card still lies there" (A.7).
    case .noNewCard, .selectFailed: break
    case .readFailed: steps.yield(.retry(.movedTooEarly))
    case .notAuthenticated: steps.yield(.retry(.notAuthenticated))
    case .unreadable, .notOnCard: steps.yield(.retry(.unreadable))
    case .confused:
      let reset = try exchange(.resetModule, on: link, within: Self.statusDeadline)
      guard reset.status == .success else {
        throw DeviceFault(.hardwareError, "reset after \([answer.sw3].hex) gave \([reset.sw3].hex)")
      }
    case .defective: throw DeviceFault(.hardwareError, "module says \([answer.sw3].hex)")
    case .success, .cardFound, .commandRefused, .resend, .unknown:
      throw DeviceFault(.protocolError, "unexpected status \([answer.sw3].hex)")
    }
    return nil
  }

  // MARK: Exchange

  /// One question and its answer; damaged frames in either direction are sent again.
  private func exchange(
    _ command: SAMV.Command, on link: any ByteLink, within duration: Duration
  ) throws(DeviceFault) -> SAMV.Answer {
    for _ in 0...Self.resends {
      try link.discardInput()
      decoder.wipe()
      try link.write(command.frame, deadline: .after(Self.writeDeadline))
      guard let answer = try receive(on: link, deadline: .after(duration)) else { continue }
      lastAnswer = .now
      if answer.status == .defective {
        throw DeviceFault(.hardwareError, "module says \([answer.sw3].hex)")
      }
      if answer.status != .resend { return answer }
    }
    throw DeviceFault(.protocolError, "damaged frames \(Self.resends + 1) times on end")
  }

  /// The next answer, nil for a damaged one.
  private func receive(
    on link: any ByteLink, deadline: Deadline
  ) throws(DeviceFault) -> SAMV.Answer? {
    defer { decoder.wipe() }
    while true {
      switch decoder.next() {
      case .answer(let answer): return answer
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
}

/// Who may read: one at a time, and a released turn never frees somebody else's.
private final class ReadingSlot: Sendable {
  private let state = Mutex<(holder: UInt64?, next: UInt64)>((nil, 0))

  func claim() -> UInt64? {
    state.withLock { state in
      guard state.holder == nil else { return nil }
      state.next += 1
      state.holder = state.next
      return state.next
    }
  }

  func release(_ turn: UInt64) {
    state.withLock { if $0.holder == turn { $0.holder = nil } }
  }
}
