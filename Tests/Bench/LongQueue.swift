import Glibc

/// What a hundred thousand people in the hall change: calls, and memory.
struct LongQueue {
  private static let long = 100_000
  private static let short = 100
  private static let rounds = 9
  private static let callsPerRound = 10

  private var calls = Samples()
  private var memory = Samples()

  init(_ programs: Programs) async throws {
    let long = try await Hall(programs, "long", waiting: Self.long)
    let short = try await Hall(programs, "short", waiting: Self.short)
    memory.add(
      ours: try long.process.residentMebibytes() - short.process.residentMebibytes(),
      reference: try long.ledgerMebibytes() - short.ledgerMebibytes())
    for _ in 0..<Self.rounds {
      calls.add(
        ours: try long.call(times: Self.callsPerRound),
        reference: try short.call(times: Self.callsPerRound))
    }
    try long.process.end()
    try short.process.end()
  }

  var rows: [Row] {
    [
      Row(
        "CallNext, \(Self.long) waiting", calls, unit: "µs", against: "the same with 100 waiting",
        goal: .atMost(1.2)),
      Row(
        "Memory of \(Self.long) tickets", memory, unit: "MiB",
        against: "the ledger's file of the same tickets", goal: .atMost(4)),
    ]
  }

  private struct Hall {
    let process: ChildProcess
    private let socket: BlockingSocket
    private let state: String
    private static let callNext = Array(
      (#"{"method":"org.hallway.Counter.CallNext","parameters":{"window":"1"}}"# + "\0").utf8)

    init(_ programs: Programs, _ name: String, waiting: Int) async throws {
      state = programs.ledgers + "/" + name
      try await FilledLedger.write(waiting: waiting, into: state)
      let path = programs.sockets + "/" + name
      process = try programs.startHall(state: state, socket: path)
      socket = try BlockingSocket(connectingTo: path)
      _ = try call(times: 5)
    }

    /// Microseconds from a call to its answer, the median of so many.
    func call(times: Int) throws -> Double {
      median(
        try (0..<times).map { _ in
          try microseconds {
            try socket.send(Self.callNext)
            try socket.receive(frames: 1)
          }
        })
    }

    func ledgerMebibytes() throws -> Double {
      var bytes = 0
      for suffix in ["", "-wal"] {
        var file = stat()
        if stat(state + "/hall.sqlite" + suffix, &file) == 0 { bytes += Int(file.st_size) }
      }
      return Double(bytes) / 1_048_576
    }
  }
}
