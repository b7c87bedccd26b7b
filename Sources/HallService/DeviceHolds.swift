import DeviceKit
import Synchronization

/// Who has which device for themselves just now: a reading, a wait for a code, a technician's test.
///
/// A device under test is left alone by the desks that follow it; they hear of begin and end.
final class DeviceHolds: Sendable {
  private struct State {
    var held: Set<DeviceID> = []
    var tested: Set<DeviceID> = []
  }

  /// Rings when a test begins or ends: what a device shows is its desk's again.
  let bell = ChangeBell()
  private let state = Mutex(State())

  /// - Returns: false where somebody has it already.
  func take(_ device: DeviceID) -> Bool { state.withLock { $0.held.insert(device).inserted } }

  func release(_ device: DeviceID) {
    let wasTested = state.withLock { state in
      state.held.remove(device)
      return state.tested.remove(device) != nil
    }
    if wasTested { bell.ring() }
  }

  /// Takes a device for a test; ``release(_:)`` ends it.
  ///
  /// - Returns: false where somebody has it already.
  func takeForTest(_ device: DeviceID) -> Bool {
    let isTaken = state.withLock { state in
      guard state.held.insert(device).inserted else { return false }
      state.tested.insert(device)
      return true
    }
    if isTaken { bell.ring() }
    return isTaken
  }

  func isTested(_ device: DeviceID) -> Bool { state.withLock { $0.tested.contains(device) } }
}
