import Synchronization

/// Whether a device is connected; makes plugging and unplugging twice harmless.
final class PlugState: Sendable {
  private let connected = Mutex(false)

  func plug(_ connect: () throws(SimulatorError) -> Void) throws(SimulatorError) {
    try connected.withLock { (connected) throws(SimulatorError) in
      guard !connected else { return }
      try connect()
      connected = true
    }
  }

  /// - Returns: whether it was connected.
  func unplug() -> Bool {
    connected.withLock { connected in
      defer { connected = false }
      return connected
    }
  }

  /// A port opened ahead of the first plug.
  final class Reserved: Sendable {
    private let port: Mutex<WirePort?>

    init(_ port: WirePort) { self.port = Mutex(port) }

    func take() -> WirePort? {
      port.withLock { port in
        defer { port = nil }
        return port
      }
    }
  }
}
