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
  func againstEcho() throws -> Row {
    Row(
      "Varlink round trip",
      try Samples(
        rounds: Self.rounds, ours: { try Self.latency(ours[0]) },
        reference: { try Self.latency(echo[0]) }),
      unit: "µs", against: "bare blocking Unix-socket echo of the same bytes", goal: .atMost(3))
  }

  /// Calls per second of one caller and of sixteen, each waiting for its own reply.
  func againstPython() throws -> [Row] {
    try [1, Self.callers].map { callers in
      Row(
        "Varlink calls, \(callers) \(callers == 1 ? "caller" : "callers")",
        try Samples(
          rounds: Self.rounds,
          ours: { try Self.burst(Self.callsPerRound, Array(ours.prefix(callers))) },
          reference: { try Self.burst(Self.pythonCallsPerRound, Array(python.prefix(callers))) }),
        unit: "calls/s", against: "the server of PyPI varlink", goal: .atLeast(10))
    }
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

  private static func burst(_ calls: Int, _ sockets: [BlockingSocket]) throws -> Double {
    let turns = max(1, calls / sockets.count)
    let time = try microseconds {
      for _ in 0..<turns {
        for socket in sockets { try socket.send(call) }
        for socket in sockets { try socket.receive(frames: 1) }
      }
    }
    return Double(turns * sockets.count) / time * 1e6
  }
}
