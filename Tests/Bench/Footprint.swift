import Glibc

/// What the service costs a machine before anybody comes: memory, and time until it answers.
struct Footprint {
  private static let rounds = 9
  /// Starting goes on for moments after the first answer; memory is read when it is over.
  private static let settleMicroseconds: UInt32 = 200_000

  private static let getInfo = Array(#"{"method":"org.varlink.service.GetInfo"}"#.utf8) + [0]

  private var memory = Samples()
  private var start = Samples()

  init(_ programs: Programs) throws {
    let hall = programs.sockets + "/hall"
    let python = programs.sockets + "/python"
    let state = programs.ledgers + "/footprint"
    let startHall = { try programs.startHall(state: state, socket: hall) }
    let startPython = { try programs.startPython(socket: python) }
    // The first start makes the ledger and Python's bytecode; every day after that does not.
    _ = try Self.measure(hall, startHall)
    _ = try Self.measure(python, startPython)
    for _ in 0..<Self.rounds {
      let ours = try Self.measure(hall, startHall)
      let reference = try Self.measure(python, startPython)
      start.add(ours: ours.start, reference: reference.start)
      memory.add(ours: ours.memory, reference: reference.memory)
    }
  }

  /// Goals. Python's server carries an interpreter, ours Foundation, a ledger with its readers'
  /// caches and seven interfaces: twice its memory is fair, and a later start is not.
  var rows: [Row] {
    [
      Row(
        "Idle memory of hallwayd", memory, unit: "MiB",
        against: "an idle one-method PyPI varlink server", goal: .atMost(2)),
      Row(
        "Start of hallwayd until GetInfo", start, unit: "ms",
        against: "the same of the PyPI varlink server", goal: .atMost(1)),
    ]
  }

  /// Milliseconds until the first answer, and MiB once all is quiet.
  private static func measure(
    _ path: String, _ launch: () throws -> ChildProcess
  ) throws -> (start: Double, memory: Double) {
    unlink(path)
    var process: ChildProcess?
    let time = try microseconds {
      process = try launch()
      let socket = try BlockingSocket(connectingTo: path)
      try socket.send(getInfo)
      try socket.receive(frames: 1)
    }
    guard let process else { throw BenchFailure("nothing was started") }
    usleep(settleMicroseconds)
    let memory = try process.residentMebibytes()
    try process.end()
    return (time / 1000, memory)
  }
}
