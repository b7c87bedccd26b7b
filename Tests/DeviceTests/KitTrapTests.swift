import DeviceKit
import DeviceTestSupport
import Hall
import IDCardReaders
import Synchronization
import TestSupport
import Testing

/// Traps of device-daemons.md section 5 that the kit itself has to keep out of.
struct `The kit` {
  @Test func `trap 19: a clock that jumps by years ends no wait and ages no device`() async throws {
    let peer = try FakePeer.pty(samScript(healthy))
    defer { peer.unplug() }
    let wall = Mutex(noon())
    let bench = DeviceBench(
      wallTime: { wall.withLock { $0 } }, logger: silentLogger, backoff: quick)
    let device = try Self.reader(at: peer.address, bench)
    try await running(device) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
      let since = await reader.status().since
      for years in [-10, 20] {
        wall.withLock { $0 = $0.advanced(bySeconds: Int64(years) * 365 * 86_400) }
        #expect(await reader.status().since == since, "no change of state")
      }
      // Deadlines and pauses are monotonic: a reading is what it always is.
      guard case .card = try await steps(of: reader).last else {
        Issue.record("no card after the clock jumped")
        return
      }
    }
  }

  @Test func `trap 25: a device that hangs at its start delays neither another nor the end`()
    async throws
  {
    let hung = try FakePeer.pty { _ in [] }
    let well = try FakePeer.pty(samScript(healthy))
    defer { for peer in [hung, well] { peer.unplug() } }
    try await running(Self.reader(at: hung.address)) { first in
      try await running(Self.reader(at: well.address)) { second in
        try await status(of: second, "ready") { $0.state == .ready }
        #expect(await first.status().state != .ready)
      }
      // `running` has checked that the end of the well one was bounded; now the hung one's.
    }
  }

  @Test func `trap 12: a device that is gone is tried at a pace, not in a circle`() async throws {
    let attempts = Atomic(0)
    let device = try Self.absent(
      quickBench { _, _ throws(DeviceFault) in
        attempts.wrappingAdd(1, ordering: .relaxed)
        throw DeviceFault(.unplugged, "gone")
      })
    let begun = Deadline.now
    try await running(device) { _ in
      try await within(hangLimit, "six attempts") {
        while attempts.load(ordering: .relaxed) < 6 { try await Task.sleep(for: .milliseconds(5)) }
      }
    }
    // One pause of 20 ms and four of 40 ms lie between the first attempt and the sixth.
    #expect(begun.duration(to: .now) >= .milliseconds(180))
  }

  @Test func `hardware that changed ends a pause between attempts`() async throws {
    let attempts = Atomic(0)
    let slow = Backoff(first: .seconds(600), limit: .seconds(600))
    let device = try Self.absent(
      DeviceBench(wallTime: noon, logger: silentLogger, backoff: slow) { _, _ throws(DeviceFault) in
        attempts.wrappingAdd(1, ordering: .relaxed)
        throw DeviceFault(.absent, "not yet")
      })
    try await running(device) { device in
      for attempt in 1...3 {
        try await within(hangLimit, "attempt \(attempt)") {
          while attempts.load(ordering: .relaxed) < attempt {
            try await Task.sleep(for: .milliseconds(5))
          }
        }
        device.hardwareChanged()
      }
    }
  }

  private static func absent(_ bench: DeviceBench) throws -> some Device {
    try reader(at: try DeviceAddress("serial:/dev/none"), bench)
  }

  private static func reader(
    at address: DeviceAddress, _ bench: DeviceBench = quickBench()
  ) throws -> SAMVReader {
    try SAMVReader(DeviceRequest(id: DeviceID("reader"), address: address), bench: bench)
  }
}
