import FoundationEssentials
import Glibc

/// hallwayd with twelve devices that answer: two readers, a ticket printer and nine pads.
///
/// The simulator plays all but the first reader, which a benchmark may make falter.
final class DeviceHall {
  /// All links are opened and first answers read within this on a busy machine.
  private static let startDeadline = Duration.seconds(60)
  private static let pads = 1...9

  let reader: FalteringReader
  let process: ChildProcess
  let path: String
  let hall: BlockingSocket
  private let simulator: ChildProcess
  private let hands: BlockingSocket

  init(_ programs: Programs) throws {
    let state = programs.ledgers + "/devices"
    let handsPath = programs.sockets + "/simulator"
    path = programs.sockets + "/devices"
    reader = try FalteringReader()
    simulator = try ChildProcess(
      [
        // Without the line that tells a parent where the devices are.
        "/bin/sh", "-c", #"exec "$0" "$@" >/dev/null"#, programs.simulator, "--state", state,
        "--socket", handsPath, "--reader", "reader-2",
        "--printer", "printer",
      ] + Self.pads.flatMap { ["--pad", "\($0)"] })
    hands = try BlockingSocket(connectingTo: handsPath)
    let printer = try Self.printer(hands)
    let devices =
      [
        "id: reader-1, driver: sam-v, address: \"serial:\(reader.path)\"",
        "id: reader-2, driver: sam-v, address: \"serial:devices/reader-2\"",
        "id: printer, driver: esc-pos, address: \"\(printer)\"",
      ]
      + Self.pads.map {
        "id: pad-\($0), driver: ff68, address: \"serial:devices/pad-\($0)\", window: \"\($0)\","
          + " station: \($0)"
      }
    process = try programs.startHall(
      state: state, socket: path,
      config: try programs.config(named: "twelve", devices: devices), level: "critical")
    hall = try BlockingSocket(connectingTo: path)
    try waitUntilReady(devices.count)
  }

  func end() throws {
    try process.end()
    try simulator.end()
  }

  /// The card of the next invented person lies on the second reader.
  func placeCard() throws {
    try hands.send(Self.call("org.hallway.Simulator.PlaceCard"))
    _ = try hands.receiveFrame()
  }

  static let list = call("org.hallway.Devices.List")

  /// A call's frame; with `more`, several replies are wanted.
  static func call(_ method: String, _ parameters: String = "{}", more: Bool = false) -> [UInt8] {
    let flag = more ? #","more":true"# : ""
    return Array(#"{"method":"\#(method)","parameters":\#(parameters)\#(flag)}"#.utf8) + [0]
  }

  private func waitUntilReady(_ count: Int) throws {
    struct Reply: Decodable {
      struct Parameters: Decodable { let devices: [Device] }
      struct Device: Decodable { let id, state: String }
      let parameters: Parameters
    }
    let end = ContinuousClock.now + Self.startDeadline
    var late: [String] = []
    repeat {
      try hall.send(Self.list)
      let reply = try JSONDecoder().decode(Reply.self, from: Data(try hall.receiveFrame()))
      late = reply.parameters.devices.filter { $0.state != "ready" }.map(\.id)
      if late.isEmpty, reply.parameters.devices.count == count { return }
      usleep(20_000)
    } while .now < end
    throw BenchFailure("not ready: \(late.joined(separator: " "))")
  }

  /// The simulator takes any free port.
  private static func printer(_ hands: BlockingSocket) throws -> String {
    struct Reply: Decodable {
      struct Parameters: Decodable { let devices: [Device] }
      struct Device: Decodable { let id, address: String }
      let parameters: Parameters
    }
    try hands.send(call("org.hallway.Simulator.Devices"))
    let reply = try JSONDecoder().decode(Reply.self, from: Data(try hands.receiveFrame()))
    guard let printer = reply.parameters.devices.first(where: { $0.id == "printer" }) else {
      throw BenchFailure("the simulator has no printer")
    }
    return printer.address
  }
}
