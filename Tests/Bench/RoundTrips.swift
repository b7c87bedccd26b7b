import FoundationEssentials

/// What the protocol itself costs: one typed method with one string each way.
///
/// All three servers run the whole time and sleep while they are not asked. The same blocking raw
/// client asks them, in short bursts turn about.
struct RoundTrips {
  private static let rounds = 15
  private static let callsPerRound = 2000
  /// Python's server is slower by so much that fewer calls fill the same time.
  private static let pythonCallsPerRound = 300
  private static let callers = 16

  /// About one call as a kiosk makes it.
  private static let call = Array(
    (#"{"method":"org.example.bench.Ping","parameters":{"ping":"住房公积金 A012"}}"# + "\0").utf8)

  private let processes: [ChildProcess]
  private let echo: [BlockingSocket]
  private let ours: [BlockingSocket]
  private let python: [BlockingSocket]

  init(_ programs: Programs) throws {
    let paths = ["echo", "ours", "python"].map { programs.sockets + "/" + $0 }
    processes = [
      try ChildProcess([programs.bench, "echo", paths[0]]),
      try ChildProcess([programs.bench, "serve", paths[1]]),
      try programs.startPython(socket: paths[2]),
    ]
    echo = [try BlockingSocket(connectingTo: paths[0])]
    ours = try (0..<Self.callers).map { _ in try BlockingSocket(connectingTo: paths[1]) }
    python = try (0..<Self.callers).map { _ in try BlockingSocket(connectingTo: paths[2]) }
    for socket in echo + ours + python { _ = try Self.burst(Self.callsPerRound / 10, [socket]) }
  }

  /// Microseconds from a call to its reply, the median of each burst.
  func againstEcho() throws -> Samples {
    try Samples(
      rounds: Self.rounds, ours: { try Self.latency(ours[0]) },
      reference: { try Self.latency(echo[0]) })
  }

  static func echoRow(_ name: String, _ samples: Samples) -> Row {
    Row(
      name, samples, unit: "µs", against: "bare blocking Unix-socket echo of the same bytes",
      goal: .atMost(3))
  }

  /// The same with callers and servers on one processor.
  ///
  /// Where they are free, the kernel lets a blocking echo run on its caller's processor and wakes a
  /// server that waits in epoll on the other one. On a machine with nothing else to do that one
  /// sleeps, and under a hypervisor waking it costs 30 µs, twice what a call does.
  static func againstEchoOnOneProcessor(_ programs: Programs) throws -> Samples {
    let file = programs.sockets + "/samples.json"
    let child = try ChildProcess(
      ["/usr/bin/taskset", "--cpu-list", "0", programs.bench, "roundtrip", file])
    try child.waitUntilEnded()
    return try JSONDecoder().decode(Samples.self, from: Data(contentsOf: URL(filePath: file)))
  }

  /// Calls per second under three loads.
  ///
  /// One caller who waits for each reply measures mostly two wake-ups by the kernel, which cost
  /// both servers the same: not even the bare echo is ten times Python's server there. Callers at
  /// once, and calls written ahead, measure what a server itself does for a call.
  func againstPython() throws -> [Row] {
    [
      try row("1 caller", Load(connections: 1, ahead: 1)),
      try row("\(Self.callers) callers", Load(connections: Self.callers, ahead: 1)),
      try row("pipelined", Load(connections: 1, ahead: Self.callsPerRound / 20)),
    ]
  }

  /// How many connections are used, and how many calls each writes before it reads.
  private struct Load {
    let connections: Int
    let ahead: Int
  }

  private func row(_ name: String, _ load: Load) throws -> Row {
    let (ours, python) = (
      Array(ours.prefix(load.connections)), Array(python.prefix(load.connections))
    )
    return Row(
      "Varlink calls, \(name)",
      try Samples(
        rounds: Self.rounds,
        ours: { try Self.burst(Self.callsPerRound, ours, ahead: load.ahead) },
        reference: { try Self.burst(Self.pythonCallsPerRound, python, ahead: load.ahead) }),
      unit: "calls/s", against: "the server of PyPI varlink", goal: .atLeast(10))
  }

  private static func latency(_ socket: BlockingSocket) throws -> Double {
    median(
      try (0..<callsPerRound).map { _ in
        try microseconds {
          try socket.send(call)
          try socket.receive(frames: 1)
        }
      })
  }

  /// Calls per second at the median turn: a burst is short, and on a busy machine one time slice
  /// given to somebody else would be most of it.
  private static func burst(
    _ calls: Int, _ sockets: [BlockingSocket], ahead: Int = 1
  ) throws -> Double {
    let callsPerTurn = sockets.count * ahead
    let written = Array(repeatElement(call, count: ahead).joined())
    let turns = try (0..<max(1, calls / callsPerTurn)).map { _ in
      try microseconds {
        for socket in sockets { try socket.send(written) }
        for socket in sockets { try socket.receive(frames: ahead) }
      }
    }
    return Double(callsPerTurn) / median(turns) * 1e6
  }
}
