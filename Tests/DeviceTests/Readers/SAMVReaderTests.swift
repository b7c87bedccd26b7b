import DeviceKit
import DeviceTestSupport
import Hall
import IDCardReaders
import Synchronization
import TestSupport
import Testing

/// Answers SAM_V questions; `cards` are the answers to find, select and read, in turn.
func samScript(
  _ answers: @escaping @Sendable (_ command: [UInt8]) -> [UInt8]
) -> FakePeer.Script {
  { pending in
    // Every question of the driver is 10 bytes: preamble, 00 03, CMD, Para, CHK.
    guard pending.count >= 10 else { return [] }
    let command = Array(pending[7..<9])
    pending.removeFirst(10)
    return answers(command)
  }
}

let find: [UInt8] = [0x20, 0x01]
let select: [UInt8] = [0x20, 0x02]
let readBase: [UInt8] = [0x30, 0x01]
let reset: [UInt8] = [0x10, 0xFF]

/// A card lies on a healthy reader.
@Sendable func healthy(_ command: [UInt8]) -> [UInt8] {
  switch command {
  case find: samFrame(0x9F, [0, 0, 0, 0])
  case select: samFrame(0x90, [UInt8](repeating: 0, count: 8))
  case readBase: samFrame(0x90, baseMessage(residentBlock))
  default: samFrame(0x90)
  }
}

func reader(
  at address: DeviceAddress, options: [String: OptionValue] = [:],
  _ openLink: @escaping LinkOpener = openLiveLink
) throws -> SAMVReader {
  try SAMVReader(
    DeviceRequest(id: DeviceID("reader"), address: address, options: options),
    bench: quickBench(openLink))
}

func reader(at peer: FakePeer) throws -> SAMVReader { try reader(at: peer.address) }

/// Every step of one reading.
func steps(of reader: SAMVReader) async throws -> [CardReading] {
  try await within(hangLimit, "a reading") {
    var steps: [CardReading] = []
    for try await step in await reader.readCard() { steps.append(step) }
    return steps
  }
}

/// The card of one reading.
func content(of reader: SAMVReader, _ items: CardItems) async throws -> CardContent {
  try await within(hangLimit, "a card") {
    for try await step in await reader.readContent(items) {
      if case .content(let content) = step { return content }
    }
    throw Unexpected("the reading ended without a card")
  }
}

struct `A SAM_V reader` {
  @Test(arguments: [false, true])
  func `reads a card over a pty, also from torn bytes`(torn: Bool) async throws {
    let peer = try FakePeer.pty(torn: torn, samScript(healthy))
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let steps = try await steps(of: reader)
      #expect(steps.prefix(2) == [.waiting, .reading])
      guard case .card(let card) = steps.last else {
        Issue.record("no card in \(steps.count) steps")
        return
      }
      #expect(card.name == "张试验")
      #expect(card.number.digits == "11010519491231002X")
    }
  }

  @Test func `reads a card over TCP behind garbage`() async throws {
    let peer = try FakePeer.tcp(samScript { hex("AA 00 96 69 AA 96 69 00 01") + healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      #expect(try await steps(of: reader).count == 3)
    }
  }

  @Test(arguments: [
    (UInt8(0x41), CardRetry.movedTooEarly), (0x31, .notAuthenticated), (0x32, .notRecognised),
    (0x33, .unreadable), (0x37, .unreadable), (0x3F, .unreadable), (0x40, .wrongCard),
    (0x91, .unreadable),
  ])
  func `asks for another try and then reads`(
    sw3: UInt8, retry: CardRetry
  ) async throws {
    let failed = Atomic(false)
    let peer = try FakePeer.pty(
      samScript { command in
        if command == readBase, !failed.exchange(true, ordering: .relaxed) { return samFrame(sw3) }
        return healthy(command)
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let steps = try await steps(of: reader)
      #expect(steps.prefix(4) == [.waiting, .reading, .retry(retry), .reading])
      #expect(steps.count == 5)
    }
  }

  @Test(arguments: [UInt8(0x21), 0x23, 0x60, 0x66, 0x67])
  func `a status that is no person's business ends the reading with a fault`(
    sw3: UInt8
  ) async throws {
    let peer = try FakePeer.pty(samScript { $0 == select ? samFrame(sw3) : healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let fault = await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
      let isHardware = [0x23, 0x60, 0x66].contains(sw3)
      #expect(fault?.code == (isHardware ? .hardwareError : .protocolError))
      #expect(fault?.message.contains([sw3].hex) == true)
    }
  }

  @Test func `sends a damaged question again, twice at most`() async throws {
    let refusals = Atomic(2)
    let peer = try FakePeer.pty(
      samScript { command in
        if command == find, refusals.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 {
          return samFrame(0x10)
        }
        return healthy(command)
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      #expect(try await steps(of: reader).count == 3)
      refusals.store(3, ordering: .relaxed)
      await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
    }
  }

  @Test func `resets a confused module and goes on`() async throws {
    let confused = Atomic(true)
    let peer = try FakePeer.pty(
      samScript { command in
        if command == reset { confused.store(false, ordering: .relaxed) }
        if command == find, confused.load(ordering: .relaxed) { return samFrame(0x47) }
        return healthy(command)
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      #expect(try await steps(of: reader).count == 3)
    }
  }

  @Test func `a module that stays confused is faulted after its resets`() async throws {
    let resets = Atomic(0)
    let peer = try FakePeer.pty(
      samScript { command in
        if command == reset { resets.wrappingAdd(1, ordering: .relaxed) }
        return command == find ? samFrame(0x24) : healthy(command)
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let fault = await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
      #expect(fault?.code == .hardwareError)
      #expect(resets.load(ordering: .relaxed) == 3, "once more first, then three resets")
    }
  }

  @Test func `a card with more addresses than there can be ends at four`() async throws {
    let address = Array(residentBlock[52..<122])
    let peer = try FakePeer.pty(
      samScript { $0 == [0x30, 0x03] ? samFrame(0x90, address) : healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let content = try await content(of: reader, [.newAddresses])
      #expect(content.newAddresses == Array(repeating: "广东省东莞市虚构路1号", count: 4))
    }
  }

  @Test func `the other reading of a 2023 card is an option`() async throws {
    let block = CardTexts.block2023
    let peer = try FakePeer.pty(
      samScript { $0 == readBase ? samFrame(0x90, baseMessage(block)) : healthy($0) })
    defer { peer.unplug() }
    let reader = try reader(at: peer.address, options: ["card2023": .text("likePermit")])
    try await running(reader) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let content = try await content(of: reader, [])
      #expect(content.text.nation?.code == "02" && content.text.renewalCount == nil)
    }
  }

  @Test func `a defective module is faulted and recovers by itself`() async throws {
    let isDefective = Atomic(true)
    let peer = try FakePeer.pty(
      samScript { isDefective.load(ordering: .relaxed) ? samFrame(0x60) : healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "hardware error") { isFaulted($0, .hardwareError) }
      await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
      isDefective.store(false, ordering: .relaxed)
      try await status(of: reader, "ready again") { $0.state == .ready }
    }
  }

  @Test func `a module that falls silent is faulted within five seconds, unasked`() async throws {
    let isSilent = Atomic(false)
    let peer = try FakePeer.pty(
      samScript { isSilent.load(ordering: .relaxed) ? [] : healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      isSilent.store(true, ordering: .relaxed)
      try await status(of: reader, "silent") { isFaulted($0, .silent) }
      isSilent.store(false, ordering: .relaxed)
      try await status(of: reader, "ready again") { $0.state == .ready }
    }
  }

  @Test func `a cable pulled in the middle of a read ends the reading at once`() async throws {
    let isReading = AsyncStream.makeStream(of: Void.self)
    let peer = try FakePeer.pty(
      samScript { command in
        guard command == readBase else { return healthy(command) }
        isReading.continuation.yield()
        return Array(samFrame(0x90, baseMessage(residentBlock)).prefix(600))
      })
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let ending = Task { try await steps(of: reader) }
      for await _ in isReading.stream { break }
      let begun = ContinuousClock.now
      peer.unplug()
      let fault = await #expect(throws: DeviceFault.self) { try await ending.value }
      #expect(fault?.code == .unplugged)
      // Waited out, the answer would have had four seconds.
      #expect(begun.duration(to: .now) < .seconds(4))
      try await status(of: reader, "absent") { $0.state == .absent }
    }
  }

  @Test func `a cable pulled while waiting for a card ends the reading at once`() async throws {
    let peer = try FakePeer.pty(samScript { $0 == find ? samFrame(0x80) : healthy($0) })
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let fault = await #expect(throws: DeviceFault.self) {
        try await within(hangLimit, "the end") {
          for try await step in await reader.readCard() where step == .waiting { peer.unplug() }
        }
      }
      #expect(fault?.code == .unplugged)
    }
  }

  @Test func `stopping is bounded also in the middle of a read`() async throws {
    let isReading = AsyncStream.makeStream(of: Void.self)
    let peer = try FakePeer.pty(
      samScript { command in
        guard command == readBase else { return healthy(command) }
        isReading.continuation.yield()
        return []
      })
    defer { peer.unplug() }
    let reader = try reader(at: peer)
    let reading = Mutex<Task<[CardReading], any Error>?>(nil)
    try await running(reader) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      reading.withLock { $0 = Task { try await steps(of: reader) } }
      for await _ in isReading.stream { break }
    }
    let ending = reading.withLock { $0 }
    await #expect(throws: DeviceFault.self) { try await ending?.value }
  }

  @Test func `one reading at a time, and the next right after a cancelled one`() async throws {
    let peer = try FakePeer.pty(
      samScript { $0 == find ? samFrame(0x80) : healthy($0) })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      for _ in 0..<2 {
        let waiting = AsyncStream.makeStream(of: Void.self)
        let first = Task {
          for try await _ in await reader.readCard() { waiting.continuation.yield() }
        }
        for await _ in waiting.stream { break }
        let fault = await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
        #expect(fault?.code == .busy)
        first.cancel()
        _ = await first.result
      }
    }
  }

  @Test func `without a reader a reading fails fast`() async throws {
    let reader = try reader(at: DeviceAddress("serial:/dev/hallway-none"))
    try await running(reader) { reader in
      let fault = await #expect(throws: DeviceFault.self) {
        // A round of reading would take 22 s.
        try await within(.seconds(20), "a fast failure") {
          for try await _ in await reader.readCard() {}
        }
      }
      #expect(fault?.code == .absent)
    }
  }

  @Test func `a recording is a test: reconnection, a card and its silence`() async throws {
    let base = samFrame(0x90, baseMessage(residentBlock))
    let script = try ReplayScript(
      """
      # the first opening finds the module switched off
      w 0ms AA AA AA 96 69 00 03 11 FF ED
      f 1000ms silent no answer before the deadline
      w 0ms AA AA AA 96 69 00 03 11 FF ED    # SAM status
      r 9ms AA AA AA 96 69 00 04 00 00 90 94
      w 0ms AA AA AA 96 69 00 03 20 01 22    # find
      r 30ms AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97
      w 0ms AA AA AA 96 69 00 03 20 02 21    # select
      r 30ms AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C
      w 0ms AA AA AA 96 69 00 03 30 01 32    # read
      r 200ms \(Array(base[..<100]).hex)
      r 120ms \(Array(base[100...]).hex)
      w 0ms AA AA AA 96 69 00 03 20 01 22    # is it found again?
      r 30ms AA AA AA 96 69 00 04 00 00 80 84
      """)
    let reader = try reader(at: DeviceAddress("serial:/dev/replayed"), script.opener)
    try await running(reader) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      #expect(try await steps(of: reader).count == 3)
      // The last question is asked after the card was handed over.
      try await within(hangLimit, "the end of the recording") {
        while !script.isFinished { await Task.yield() }
      }
      #expect(script.isFinished)
    }
  }
}
