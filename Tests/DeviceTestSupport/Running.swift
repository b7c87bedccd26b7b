public import DeviceKit
public import TestSupport
import Testing

/// Cancelling wakes a device out of any wait within milliseconds; the bound leaves room for a busy
/// machine and is below the waits a stop must never sit out (a card's 4 s, a print job's 15 s).
public let stopsWithin = Duration.seconds(3)

/// Runs the device for the length of `body`, and checks that its end is bounded.
@discardableResult
public func running<D: Device, Value>(
  _ device: D, _ body: (D) async throws -> Value
) async throws -> Value {
  let run = Task { await device.run() }
  let result: Result<Value, any Error>
  do { result = .success(try await body(device)) } catch { result = .failure(error) }
  let begun = ContinuousClock.now
  run.cancel()
  await run.value
  let end = begun.duration(to: .now)
  if end >= stopsWithin { Issue.record("\(device.id) took \(end) to stop") }
  return try result.get()
}

/// The first status that fits.
@discardableResult
public func status(
  of device: some Device, within limit: Duration = hangLimit, _ what: String,
  where fits: @escaping @Sendable (DeviceStatus) -> Bool
) async throws -> DeviceStatus {
  try await within(limit, what) {
    for await status in await device.statuses() where fits(status) { return status }
    throw Unexpected("\(what): statuses ended")
  }
}

/// The value, or an issue after `limit`; the operation has to give way when cancelled.
public func within<Value: Sendable>(
  _ limit: Duration, _ what: String, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw Unexpected("not in time: \(what)")
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw Unexpected("no result: \(what)") }
    return value
  }
}
