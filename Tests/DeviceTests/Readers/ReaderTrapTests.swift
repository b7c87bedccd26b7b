import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import Hall
import IDCardReaders
import Synchronization
import TestSupport
import Testing

/// Traps of device-daemons.md section 5 that concern readers; those of cables and threads are the
/// kit's.
@Suite(.timeLimit(.minutes(5)))
struct `Traps of card readers` {
  @Test func `trap 11: half an answer at the deadline is not the beginning of the next`()
    async throws
  {
    let isCut = Atomic(false)
    let frame = samFrame(0x90, baseMessage(residentBlock))
    let peer = try FakePeer.pty(
      samScript { command in
        // The rest of the frame comes before the answer to whatever is asked next.
        let late = isCut.exchange(false, ordering: .relaxed) ? Array(frame[700...]) : []
        guard command == readBase, late.isEmpty else { return late + healthy(command) }
        isCut.store(true, ordering: .relaxed)
        return Array(frame[..<700])
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let fault = await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
      #expect(fault?.code == .silent)
      try await status(of: reader, "ready again") { $0.state == .ready }
      #expect(await reader.status().state == .ready)
    }
  }

  @Test func `trap 12: a reader that is gone is asked for with growing pauses`() async throws {
    let openings = Mutex<[Deadline]>([])
    let reader = try reader(at: DeviceAddress("serial:/dev/hallway-none")) {
      _, _ throws(DeviceFault) in
      openings.withLock { $0.append(.now) }
      throw DeviceFault(.unplugged, "gone")
    }
    try await running(reader) { _ in
      try await within(hangLimit, "six openings") {
        while openings.withLock({ $0.count }) < 6 { try await Task.sleep(for: .milliseconds(5)) }
      }
    }
    let times = openings.withLock { $0 }
    for (earlier, later) in zip(times, times.dropFirst()) {
      // `quick` pauses 20 ms first; a busy loop would be done in microseconds.
      #expect(earlier.duration(to: later) >= .milliseconds(20))
    }
  }

  @Test func `trap 22: a module whose answers lag by one is no card and no state`() async throws {
    let module = try SimulatedReader()
    try module.place("ouyang")
    try await module.driven { reader in
      module.change { $0.lagsByOne = true }
      // The first question gets nothing, and what it should have got comes to the second.
      let fault = await #expect(throws: DeviceFault.self) { try await steps(of: reader) }
      #expect(fault?.code == .silent)
    }
  }

  @Test func `trap 22: an answer to an earlier question does not end the wait for ours`()
    async throws
  {
    let peer = try FakePeer.pty(
      samScript { command in
        // Before each answer, one that belongs to some other question.
        let stale =
          switch command {
          case find: samFrame(0x90)
          case select: samFrame(0x9F, [0, 0, 0, 0])
          case readBase: samFrame(0x90, [UInt8](repeating: 0, count: 8))
          default: samFrame(0x9F, [0, 0, 0, 0])
          }
        return stale + healthy(command)
      })
    defer { peer.unplug() }
    try await running(reader(at: peer)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      #expect(try await steps(of: reader).count == 3)
    }
  }

  @Test func `a decoder that hangs or crashes is no fault of the reader`() async throws {
    let module = try SimulatedReader()
    try module.place("ouyang")
    try await module.driven(options: ["photoDecoder": .text("/bin/false")]) { reader in
      let content = try await content(of: reader, [.photo])
      let decoder = try #require(reader.photoDecoder)
      let photo = try #require(content.photo)
      await #expect(throws: PhotoDecoder.Failure.failed(status: 1)) {
        try await decoder.picture(of: photo)
      }
      #expect(await reader.status().state == .ready)
    }
  }
}

/// Reports of the HID variant, one a read, in front of a simulated module.
final class HIDReaderLink: ByteLink {
  private(set) var bytesWritten = 0
  private var machine: HIDReaderMachine
  private var reports: [[UInt8]] = []

  init(_ machine: HIDReaderMachine) { self.machine = machine }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    guard bytes.count == 65, bytes[0] == 0 else {
      throw DeviceFault(.protocolError, "a report of \(bytes.count) bytes")
    }
    bytesWritten += bytes.count
    machine.receive(Array(bytes.dropFirst()), at: .now)
    reports += machine.advance(to: .now)
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    guard !reports.isEmpty, count >= 64 else { throw DeviceFault(.silent, "no report") }
    return reports.removeFirst()
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool { !reports.isEmpty }

  func discardInput() throws(DeviceFault) { reports = [] }
}

@Suite(.timeLimit(.minutes(5)))
struct `The HID variant of a reader` {
  @Test func `carries the same frames in reports of 64 bytes`() async throws {
    let person = try #require(InventedPerson.named("ouyang"))
    let reader = try reader(at: DeviceAddress("hidraw:/dev/hidraw9")) { _, _ in
      var module = ReaderMachine()
      module.placeCard(person)
      return HIDReaderLink(HIDReaderMachine(module))
    }
    try await running(reader) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let content = try await content(of: reader, [.fingerprints, .newAddresses])
      #expect(content.text.name == "欧阳测试")
      #expect(content.fingerprints.count == 2)
    }
  }
}

struct `The declaration of SAM_V readers` {
  @Test func `names every product of protocols md A 6`() {
    let products = Dictionary(
      uniqueKeysWithValues: SAMVReader.descriptor.matches.compactMap { match in
        if case .usb(let id) = match.rule { (id, match.product) } else { nil }
      })
    let expected = [
      USBID(0x0400, 0xC35A), USBID(0x0316, 0x5020), USBID(0x10C4, 0x8A1B), USBID(0x2015, 0x0008),
      USBID(0x9573, 0x4836), USBID(0x2B8B, 0x2721),
    ]
    #expect(Set(products.keys) == Set(expected))
    #expect(products.values.allSatisfy { !$0.isEmpty })
  }

  @Test func `splits frames as layout A carries them`() throws {
    let split = try #require(SAMVReader.descriptor.split)
    let frames =
      [samFrame(0x90), samFrame(0x90, baseMessage(residentBlock))] + [
        SAMV.Command.findCard.frame, SAMV.Command.setMaxRFByte(80).frame,
      ]
    for frame in frames {
      let length = Int(frame[split.lengthOffset]) << 8 | Int(frame[split.lengthOffset + 1])
      #expect(frame.count == split.head + length)
    }
  }

  @Test func `lets no recording be made without its redactor`() {
    #expect(SAMVReader.driver.redactor(.usb) is SAMVRedactor)
  }
}
