import Glibc

/// From a clerk's key to the last of a thousand boards, and what that costs the service's processor.
///
/// The reference is the least there is: one loop that writes the same bytes to a thousand sockets.
struct Boards {
  private static let watchers = 1000
  private static let waiting = 100
  private static let events = 15
  /// Two ends of a thousand sockets, and what else is open.
  private static let descriptors: rlim_t = 4096

  private var time = Samples()
  private var processor = Samples()

  init(_ programs: Programs) async throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, Self.descriptors))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

    let state = programs.ledgers + "/boards"
    try await FilledLedger.write(waiting: Self.waiting, into: state)
    let path = programs.sockets + "/boards"
    let hall = try programs.startHall(state: state, socket: path)
    let clerk = try BlockingSocket(connectingTo: path)
    let boards = try (0..<Self.watchers).map { _ in try BlockingSocket(connectingTo: path) }
    var frame: [UInt8] = []
    for board in boards {
      try board.send(Self.watch)
      frame = try board.receiveFrame()
    }
    let pairs = try Pairs(Self.watchers)
    for _ in 0..<Self.events {
      let before = try hall.processorSeconds()
      let event = try microseconds {
        try clerk.send(Self.callNext)
        for board in boards { try board.receive(frames: 1) }
      }
      try clerk.receive(frames: 1)
      let spent = try hall.processorSeconds() - before
      let own = Self.ownProcessorSeconds
      let bare = try microseconds { try pairs.write(frame + [0]) }
      let bareSpent = Self.ownProcessorSeconds - own
      try pairs.drain()
      time.add(ours: event / 1000, reference: bare / 1000)
      processor.add(ours: spent * 1000, reference: bareSpent * 1000)
    }
    try hall.end()
  }

  /// Goals. Each board is a connection of its own, with JSON of its own and a wake-up of its own,
  /// about 50 µs of processor; the bare write costs 2 µs. They hold what was measured, not a wish.
  var rows: [Row] {
    let against = "one loop that writes the same bytes to as many sockets"
    return [
      Row(
        "Call to last of \(Self.watchers) boards", time, unit: "ms", against: against,
        goal: .atMost(100)),
      Row(
        "Processor per call, \(Self.watchers) boards", processor, unit: "ms", against: against,
        goal: .atMost(40)),
    ]
  }

  private static let watch = Array(
    (#"{"method":"org.hallway.Queue.Board","more":true}"# + "\0").utf8)
  private static let callNext = Array(
    (#"{"method":"org.hallway.Counter.CallNext","parameters":{"window":"1"}}"# + "\0").utf8)

  private static var ownProcessorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Connected pairs of sockets.
private struct Pairs {
  private let ends: [(BlockingSocket, BlockingSocket)]

  init(_ count: Int) throws {
    ends = try (0..<count).map { _ in
      var pair: [Int32] = [0, 0]
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else {
        throw BenchFailure("no more sockets: errno \(errno)")
      }
      return (BlockingSocket(adopting: pair[0]), BlockingSocket(adopting: pair[1]))
    }
  }

  func write(_ bytes: [UInt8]) throws { for (writer, _) in ends { try writer.send(bytes) } }

  func drain() throws { for (_, reader) in ends { try reader.receive(frames: 1) } }
}
