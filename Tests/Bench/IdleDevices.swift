import Glibc

/// What twelve devices cost a service that nobody asks: processor time and memory.
///
/// Both services run side by side over the same time.
struct IdleDevices {
  /// Devices are asked how they are every two or three seconds: a window holds several rounds.
  private static let windowMicroseconds: UInt32 = 10_000_000
  private static let windows = 3

  private var processor = Samples()
  private var resident = Samples()
  private var proportional = Samples()

  init(_ hall: DeviceHall, _ programs: Programs) throws {
    let socket = programs.sockets + "/idle"
    let empty = try programs.startHall(state: programs.ledgers + "/idle", socket: socket)
    _ = try BlockingSocket(connectingTo: socket)
    for _ in 0..<Self.windows {
      let before = (try hall.process.processorSeconds(), try empty.processorSeconds())
      let time = microseconds { usleep(Self.windowMicroseconds) }
      let perMinute = 1000 * 60e6 / time
      processor.add(
        ours: (try hall.process.processorSeconds() - before.0) * perMinute,
        reference: (try empty.processorSeconds() - before.1) * perMinute)
      resident.add(
        ours: try hall.process.residentMebibytes(), reference: try empty.residentMebibytes())
      proportional.add(
        ours: try hall.process.proportionalMebibytes(),
        reference: try empty.proportionalMebibytes())
    }
    try empty.end()
  }

  var rows: [Row] {
    let none = "the same service without devices"
    return [
      Row(
        "Idle processor time, 12 devices", processor, unit: "ms/min", against: none,
        goal: .atMost(10)),
      Row(
        "Idle memory, 12 devices, RSS", resident, unit: "MiB", against: none, goal: .atMost(1.25)),
      Row(
        "Idle memory, 12 devices, PSS", proportional, unit: "MiB", against: none,
        goal: .atMost(1.25)),
    ]
  }
}
