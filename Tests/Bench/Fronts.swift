import FoundationEssentials
import Glibc

/// What a key costs at the fronts: time and bytes of its repaint against the same screen painted whole,
/// and the memory of a front before and after many random events.
///
/// The terminal is a pty that Python reads, so that what is measured is what a serial line, an ssh session
/// or foot would be sent. Both sides are of one run and turn about, key and Ctrl-L.
struct Fronts {
  private struct Front: Decodable {
    let p50: [Double]
    let p99: [Double]
    let bytes: [Double]
    let wholeP50: [Double]
    let wholeP99: [Double]
    let wholeBytes: [Double]
    /// Resident kibibytes.
    let before: Double
    let after: Double
  }

  /// Some two thousand repaints of each front, and its random events; on a slow machine minutes.
  private static let deadline = Duration.seconds(900)

  private let fronts: [String: Front]

  init(_ programs: Programs) throws {
    let socket = programs.sockets + "/fronts"
    let hall = try programs.startHall(state: programs.ledgers + "/fronts", socket: socket)
    // Connects once the hall is there.
    _ = try BlockingSocket(connectingTo: socket)
    let built = programs.hallwayd.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let file = programs.sockets + "/fronts.json"
    let python = try ChildProcess([
      "/bin/sh", "-c", #"exec "$0" "$1" "$2" "$3" > "$4""#, programs.python,
      Programs.file("fronts.py"), built, socket, file,
    ])
    try python.waitUntilEnded(within: Self.deadline)
    try hall.end()
    let data = try Data(contentsOf: URL(filePath: file))
    fronts = try JSONDecoder().decode([String: Front].self, from: data)
  }

  /// Goals. A key changes a part of the screen, and ncurses is to send that part and no more: a third of
  /// the bytes. Both sides draw the whole picture and differ in what is sent, so a key's time may not be
  /// more than the other's but for the machine's noise. Nobody presses a key at a board: its time is the
  /// service's. A front that runs for months may keep no more of its past than allocators do in an hour.
  var rows: [Row] {
    ["kiosk", "window", "board"].compactMap { name in fronts[name].map { (name, $0) } }
      .flatMap { name, front in
        let times = [
          row("\(name): key to repaint, p50", front.p50, front.wholeP50, "µs", .atMost(1)),
          row("\(name): key to repaint, p99", front.p99, front.wholeP99, "µs", .atMost(1.25)),
        ]
        return (name == "board" ? [] : times) + [
          row("\(name): bytes a repaint", front.bytes, front.wholeBytes, "bytes", .atMost(0.34)),
          Row(
            "\(name): memory after random keys", Self.samples([front.after], [front.before]),
            unit: "KiB", against: "the same front before", goal: .atMost(1.25)),
        ]
      }
  }

  private func row(
    _ name: String, _ ours: [Double], _ whole: [Double], _ unit: String, _ goal: Row.Goal
  ) -> Row {
    Row(
      name, Self.samples(ours, whole), unit: unit, against: "the same screen painted whole",
      goal: goal)
  }

  private static func samples(_ ours: [Double], _ reference: [Double]) -> Samples {
    var samples = Samples()
    for (ours, reference) in zip(ours, reference) { samples.add(ours: ours, reference: reference) }
    return samples
  }
}
