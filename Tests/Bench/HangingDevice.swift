import Glibc

/// What others notice of a device that falls silent in the middle of an exchange: nothing.
///
/// Somebody waits for a card at the first reader all the time. In half of the blocks the reader is
/// well and finds none; in the other half it stops in the middle of each answer, so that its driver
/// waits, gives up, opens it anew and is asked again. Meanwhile the state of all devices is asked
/// for, and cards are read at the second reader.
struct HangingDevice {
  private static let rounds = 12
  /// Ten of them are slower than the 99th percentile; together they take a tenth of the hang.
  private static let listsPerBlock = 1000
  private static let listsToWarm = 200
  private static let cardsPerBlock = 15
  /// The driver gives up after a second, opens anew and is asked again: it hangs by then.
  private static let hangDeadline = Duration.seconds(20)

  private var list = Samples()
  private var listTail = Samples()
  private var card = Samples()

  init(_ hall: DeviceHall) throws {
    let patience = Patience(hall.path)
    defer { patience.end() }
    _ = try Self.block(hall, hangs: false)
    for _ in 0..<Self.rounds {
      let hanging = try Self.block(hall, hangs: true)
      let well = try Self.block(hall, hangs: false)
      list.add(ours: median(hanging.lists), reference: median(well.lists))
      listTail.add(ours: percentile99(hanging.lists), reference: percentile99(well.lists))
      card.add(ours: median(hanging.cards), reference: median(well.cards))
    }
  }

  /// Goals of issue 3: a hanging device costs the others a tenth of their time at most.
  var rows: [Row] {
    let well = "the same with all 12 well, blocks turn about"
    return [
      Row("State of 12, 1 hangs", list, unit: "µs", against: well, goal: .atMost(1.1)),
      Row("State of 12, 1 hangs, p99", listTail, unit: "µs", against: well, goal: .atMost(1.1)),
      Row("Card at another reader, 1 hangs", card, unit: "µs", against: well, goal: .atMost(1.1)),
    ]
  }

  private static func block(
    _ hall: DeviceHall, hangs: Bool
  ) throws -> (lists: [Double], cards: [Double]) {
    let before = hall.reader.count
    hall.reader.falter(hangs)
    let end = ContinuousClock.now + hangDeadline
    // Either block begins when the reader has just been asked.
    while hall.reader.count == before {
      guard .now < end else { throw BenchFailure("nobody asks the first reader") }
      usleep(1000)
    }
    func list() throws {
      try hall.hall.send(DeviceHall.list)
      try hall.hall.receive(frames: 1)
    }
    // After the wait the first calls find cold caches, which is the wait's doing.
    for _ in 0..<listsToWarm { try list() }
    let lists = try (0..<listsPerBlock).map { _ in try microseconds { try list() } }
    return (lists, try (0..<cardsPerBlock).map { _ in try readCard(hall) })
  }

  /// Find, select and read of a card that lies there already: 1.3 kB over a pseudo-terminal.
  private static func readCard(_ hall: DeviceHall) throws -> Double {
    try hall.placeCard()
    return try microseconds {
      try hall.hall.send(
        DeviceHall.call("org.hallway.Cards.Read", #"{"reader":"reader-2"}"#, more: true))
      var last: [UInt8] = []
      repeat { last = try hall.hall.receiveFrame() } while last.says("continues")
      guard last.says("token") else {
        throw BenchFailure("no card was read: \(String(decoding: last, as: UTF8.self))")
      }
    }
  }

  private func percentile99(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[(sorted.count * 99 - 1) / 100]
  }
}

/// A citizen who waits for a card to be read at the first reader and never gives up.
private final class Patience: Sendable {
  /// A fault is told at once while the driver backs off: asked again without a pause, the service
  /// would be measured at answering that.
  private static let pauseMicroseconds: UInt32 = 50_000
  private let isOver = Flag()

  init(_ path: String) {
    startThread { [isOver] in
      guard let socket = try? BlockingSocket(connectingTo: path) else { return }
      while !isOver.isRaised {
        do {
          try socket.send(
            DeviceHall.call(
              "org.hallway.Cards.Read", #"{"reader":"reader-1","timeoutSeconds":5}"#, more: true))
          while try socket.receiveFrame().says("continues") {}
        } catch {
          return
        }
        usleep(Self.pauseMicroseconds)
      }
    }
  }

  func end() { isOver.raise() }
}

extension [UInt8] {
  /// Whether a reply has a field of this name.
  fileprivate func says(_ field: String) -> Bool {
    String(decoding: self, as: UTF8.self).contains("\"\(field)\":")
  }
}
