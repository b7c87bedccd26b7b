import NIOCore
import Synchronization

/// Who is connected: admits within the limits and knows all channels when the server stops.
final class ConnectionLedger: Sendable {
  private struct State {
    var nextID: UInt64 = 1
    var entries: [UInt64: (channel: any Channel, uid: UInt32?)] = [:]
    var countByUser: [UInt32: Int] = [:]
    var isClosed = false
  }

  private let limits: ServerLimits
  private let state = Mutex(State())

  init(_ limits: ServerLimits) { self.limits = limits }

  /// A number for the connection, or nil when its user or all users together have enough.
  func admit(_ channel: any Channel, uid: UInt32?) -> UInt64? {
    state.withLock { state in
      guard !state.isClosed, state.entries.count < limits.connections else { return nil }
      if let uid {
        guard state.countByUser[uid, default: 0] < limits.connectionsPerUser else { return nil }
        state.countByUser[uid, default: 0] += 1
      }
      let id = state.nextID
      state.nextID &+= 1
      state.entries[id] = (channel, uid)
      return id
    }
  }

  func leave(_ id: UInt64) {
    state.withLock { state in
      guard let entry = state.entries.removeValue(forKey: id), let uid = entry.uid else { return }
      let left = state.countByUser[uid, default: 1] - 1
      state.countByUser[uid] = left > 0 ? left : nil
    }
  }

  /// Admits nobody any more and returns those still connected.
  func close() -> [any Channel] {
    state.withLock { state in
      state.isClosed = true
      return state.entries.values.map(\.channel)
    }
  }
}
