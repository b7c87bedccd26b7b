import DeviceKit
import Hall
import HallAPI
import Varlink

/// A technician's test of one device, which nobody else has meanwhile. 设备测试
struct DeviceTestDesk: Sendable {
  /// A person finds the test card and walks to the pad within this.
  static let defaultSeconds = 60
  static let allowedSeconds = 1...600
  static let allowedLookSeconds = 0...60
  /// 五键评价器
  static let defaultKeys = 5
  static let allowedKeys = 1...5

  let hall: HallParts
  let holds: DeviceHolds
  let ratings: RatingDesk

  func test(
    _ wish: DevicesInterface.Test.Parameters,
    _ replies: VarlinkReplies<DevicesInterface.Test.Reply>
  ) async throws {
    let seconds = wish.seconds ?? Self.defaultSeconds
    guard Self.allowedSeconds.contains(seconds) else {
      throw StandardError.invalidParameter("seconds")
    }
    let look = wish.lookSeconds ?? 0
    guard Self.allowedLookSeconds.contains(look) else {
      throw StandardError.invalidParameter("lookSeconds")
    }
    let keys = wish.keys ?? Self.defaultKeys
    guard Self.allowedKeys.contains(keys) else { throw StandardError.invalidParameter("keys") }
    guard let place = hall.places.first(where: { $0.device.id.name == wish.device }) else {
      throw DevicesInterface.NoSuchDevice(device: wish.device)
    }
    guard try await take(place) else { throw DevicesInterface.DeviceInUse(device: wish.device) }
    defer { holds.release(place.device.id) }
    let trial = DeviceTrial(
      device: place.device,
      hands: DeviceTrial.Hands(time: .seconds(seconds), look: .seconds(look), keys: keys),
      sheet: .testSheet(of: wish.device, at: WallClock(hall.wallTime()).iso8601), press: hall.press
    ) { step in try await replies.send(.init(step: step)) }
    try await replies.finish(.init(result: try await trial.run()))
  }

  /// Takes a device for a test; false where a citizen has it, or rates on it.
  func take(_ place: HallParts.PlacedDevice) async throws -> Bool {
    guard holds.takeForTest(place.device.id) else { return false }
    guard place.device is any EvaluationPad, let window = place.window else { return true }
    do {
      if try await ratings.view(of: window).reply.value.state != .pleaseRate { return true }
    } catch {
      holds.release(place.device.id)
      throw error
    }
    holds.release(place.device.id)
    return false
  }
}
