import DeviceKit

/// What the desks that ask one device for one caller have in common.
enum Asking {
  /// The device of that id, or the first where the caller named none; nil where there is no such.
  static func choice<Kind>(
    _ name: String?, among devices: [Kind], id: (Kind) -> DeviceID
  ) -> Kind? {
    guard let name else { return devices.first }
    return devices.first { id($0).name == name }
  }

  /// What `answer` comes to, or nil where it does not in time; it has to give way when cancelled.
  static func within<Answer: Sendable>(
    _ limit: Duration, _ answer: @escaping @Sendable () async throws -> Answer?
  ) async throws -> Answer? {
    try await withThrowingTaskGroup(of: Answer?.self) { group in
      group.addTask { try await answer() }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }
}
