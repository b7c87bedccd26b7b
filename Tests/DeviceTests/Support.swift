import DeviceKit
import Foundation
import Hall
import Logging
import Synchronization
import Testing

let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
let noon: WallTime = { Moment(milliseconds: 1_795_406_400_000) }

/// Supervision that tests do not wait for.
let quick = Backoff(first: .milliseconds(20), limit: .milliseconds(40))

/// What drivers under test work with; `openLink` is the live one unless a test scripts its own.
func quickBench(
  logger: Logger = silentLogger, _ openLink: @escaping LinkOpener = openLiveLink
) -> DeviceBench {
  DeviceBench(wallTime: noon, logger: logger, backoff: quick, openLink: openLink)
}

/// The real device at an address, without a driver.
func openLiveLink(
  _ address: DeviceAddress, _ waker: Waker
) throws(DeviceFault) -> any ByteLink {
  try openLiveLink(LinkRequest(address), waker)
}

struct TooLate: Error, CustomStringConvertible {
  let what: String
  var description: String { "not in time: \(what)" }
}

/// The value, or an issue after `limit`; the operation has to give way when cancelled.
func within<Value: Sendable>(
  _ limit: Duration, _ what: String, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TooLate(what: what)
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw TooLate(what: what) }
    return value
  }
}

/// The first status that fits.
@discardableResult
func status(
  of device: some Device, within limit: Duration = .seconds(5), _ what: String,
  where fits: @escaping @Sendable (DeviceStatus) -> Bool
) async throws -> DeviceStatus {
  try await within(limit, what) {
    for await status in await device.statuses() where fits(status) { return status }
    throw TooLate(what: "\(what): statuses ended")
  }
}

func isFaulted(_ status: DeviceStatus, _ code: DeviceFault.Code) -> Bool {
  status.state.fault?.code == code
}

/// Cancelling wakes a device out of any wait within milliseconds; the bound leaves room for a busy
/// machine and is below the waits a stop must never sit out (a card's 4 s, a print job's 15 s).
let stopsWithin = Duration.seconds(3)

/// Runs the device for the length of `body`, and checks that its end is bounded.
func running<D: Device>(_ device: D, _ body: (D) async throws -> Void) async throws {
  let run = Task { await device.run() }
  var failure: (any Error)?
  do { try await body(device) } catch { failure = error }
  let begun = ContinuousClock.now
  run.cancel()
  await run.value
  #expect(begun.duration(to: .now) < stopsWithin, "stopping is bounded")
  if let failure { throw failure }
}

/// Bytes of a protocol table; spaces and line ends between them.
func hex(_ text: String) -> [UInt8] {
  [UInt8](hex: text.split(whereSeparator: \.isWhitespace).joined(separator: " ")) ?? []
}
