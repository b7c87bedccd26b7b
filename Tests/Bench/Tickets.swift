import Glibc

/// Durable numbers per second through hallwayd's socket.
///
/// Every round begins with fresh ledgers on the disk of the checkout. A round takes what a busy
/// hall takes in a day, so the queues are as long as they get.
struct Tickets {
  private static let rounds = 5
  private static let services = 4
  private static let alone = 250
  private static let crowd = 256
  private static let ofCrowd = 6000
  private static let raw = 500
  private static let appends = 100

  /// A reply that takes longer than this is none.
  private static let answerMilliseconds: Int32 = 20_000

  private var alone = Samples()
  private var crowd = Samples()
  private var fsync: [Double] = []

  init(_ programs: Programs) throws {
    for round in 0..<Self.rounds {
      let state = "\(programs.ledgers)/\(round)"
      fsync.append(try DurableAppend(programs.ledgers + "/append").median(of: Self.appends))
      let one = try Self.hall(programs, state + "-one", tickets: Self.alone, clients: 1)
      let many = try Self.hall(
        programs, state + "-many", tickets: Self.ofCrowd, clients: Self.crowd)
      _ = try Self.hall(programs, state + "-raw", tickets: 0, clients: 1)
      let raw = try RawLedger(state + "-raw/hall.sqlite")
        .rate(of: Self.raw, services: Self.services)
      alone.add(ours: 1e6 / one, reference: 1e6 / raw)
      crowd.add(ours: many, reference: raw)
    }
  }

  /// Goals (issue 4).
  /// - One client waits at most half as long again as for the bare transaction.
  /// - A crowd: one sync serves all who wait, eight times as many as a loop of single commits.
  var rows: [Row] {
    let raw = "raw SQLite, one transaction a ticket"
    return [
      Row(
        "Durable ticket, 1 client", alone, unit: "µs", against: raw, goal: .atMost(1.5),
        fsync: median(fsync)),
      Row(
        "Durable tickets, \(Self.crowd) clients", crowd, unit: "tickets/s", against: raw,
        goal: .atLeast(8), fsync: median(fsync)),
    ]
  }

  /// Starts a hall on a fresh ledger, takes so many numbers and counts them in the closed ledger.
  private static func hall(
    _ programs: Programs, _ state: String, tickets: Int, clients: Int
  ) throws -> Double {
    let socket = programs.sockets + "/hall"
    let hall = try programs.startHall(state: state, socket: socket)
    let sockets = try (0..<clients).map { _ in try BlockingSocket(connectingTo: socket) }
    let rate = try rate(of: tickets, sockets)
    try hall.end()
    let kept = try RawLedger(state + "/hall.sqlite").tickets()
    guard kept == tickets else {
      throw BenchFailure("\(tickets) numbers were answered and \(kept) are in the ledger")
    }
    return rate
  }

  /// Every client asks for its next number as soon as it has one.
  private static func rate(of tickets: Int, _ sockets: [BlockingSocket]) throws -> Double {
    var polled = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let time = try microseconds {
      var asked = 0
      var answered = 0
      func ask(_ socket: BlockingSocket) throws {
        guard asked < tickets else { return }
        try socket.send(takeTicket(asked))
        asked += 1
      }
      for socket in sockets { try ask(socket) }
      while answered < tickets {
        guard poll(&polled, nfds_t(polled.count), answerMilliseconds) > 0 else {
          throw BenchFailure("no number came in time")
        }
        for (socket, state) in zip(sockets, polled) where state.revents != 0 {
          try socket.receive(frames: 1)
          answered += 1
          try ask(socket)
        }
      }
    }
    return Double(tickets) / time * 1e6
  }

  private static func takeTicket(_ index: Int) -> [UInt8] {
    let call = """
      {"method":"org.hallway.Queue.TakeTicket","parameters":\
      {"service":"service-\(index % services + 1)","requestId":"bench-request-\(index)"}}\0
      """
    return Array(call.utf8)
  }
}

/// What the disk itself asks for one commit: 4 KiB at the end of a file and fdatasync(2), which is
/// how SQLite makes its write-ahead log durable.
struct DurableAppend {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Microseconds, the median of so many.
  func median(of count: Int) throws -> Double {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    let page = [UInt8](repeating: 0x5A, count: 4096)
    return hallway_bench.median(
      try (0..<count).map { _ in
        try microseconds {
          guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0
          else { throw BenchFailure("cannot write \(path)") }
        }
      })
  }
}
