import ArgumentParser
import Foundation
import Hall
import HallAPI
import HallSimulation
import ProgramKit

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Lives a hall's day through the real queue, in seconds and without a hall.",
    discussion: """
      Citizens come, wait, do not answer and return; clerks call, serve and have lunch; the queue \
      is the very engine the service runs. Told are the waits, the windows' load and how far the \
      announced waits were true. The same seed is the same day.

      EXAMPLES
        A town's hall, and the whole city:
          hallway simulate
          hallway simulate --city --seed 7

        Your hall, with as many people as on the first day after a holiday:
          hallway describe --json > hall.json
          hallway simulate --hall hall.json --citizens 400

        Yesterday, had there been two more windows from nine to eleven:
          hallway report day --until 2026-11-25 --record > yesterday.json
          hallway simulate --replay yesterday.json --windows '+2 09:00-11:00'

        The same for tickets with letter A only, and with more patience for the ordinary:
          hallway simulate --replay yesterday.json --windows '+1 09:00-11:00 A' --patience 60
      """)

  @Option(help: "A hall as `hallway describe --json` prints it; an invented town's unless given.")
  var hall: String?

  @Flag(help: "33 halls instead of one.") var city = false

  @Option(help: "People of an ordinary day: 1000 in a town, 100000 in the city, 30 a window.")
  var citizens: Int?

  @Option(help: "Which day of all that could be.") var seed: UInt64 = 1

  @Option(help: "The date; its weekday decides the hours of --hall.") var day = "2026-03-02"

  @Option(help: "Days lived through before, from which the hall learns.") var daysBefore = 5

  @Option(help: "Write the day's record there, as `hallway report day --record` does.")
  var record: String?

  @Flag(help: "Print JSON instead of tables.") var json = false

  @Option(help: "Live this recorded day again instead.") var replay: String?

  @Option(help: "With --replay: more windows, '+2 09:00-11:00' or '+1 09:00-11:00 A,invoice'.")
  var windows: [String] = []

  @Option(help: "With --replay: an ordinary number after so many others, 1 to 50; 0: no such rule.")
  var ordinaryAfter: Int?

  @Option(help: "With --replay: minutes after which age alone decides, 10 to 480.")
  var patience: Int?

  @Option(help: "With --replay: how fast a priority number's claim grows, in percent, 100 to 1000.")
  var priorityWeight: Int?

  func validate() throws {
    let changes = [ordinaryAfter, patience, priorityWeight].contains { $0 != nil }
    if replay == nil, !windows.isEmpty || changes {
      throw ValidationError("a change needs the recorded day it is tried on: --replay FILE")
    }
    if city, hall != nil { throw ValidationError("--city and --hall exclude each other") }
    if replay != nil, city || hall != nil || record != nil || citizens != nil {
      throw ValidationError("--replay lives a recorded day; it takes no other hall")
    }
    if let citizens, !(20...1_000_000).contains(citizens) {
      throw ValidationError("--citizens is 20 to 1000000")
    }
    guard (0...60).contains(daysBefore) else {
      throw ValidationError("--days-before is 0 to 60")
    }
    try check(ordinaryAfter, in: 0...50, "--ordinary-after")
    try check(patience, in: 10...480, "--patience")
    try check(priorityWeight, in: 100...1000, "--priority-weight")
  }

  private func check(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError("\(name) is \(range.lowerBound) to \(range.upperBound)")
  }

  func run() async throws {
    if let replay { return try live(again: replay) }
    guard let day = LocalDay(day) else {
      throw Complaint("\(day) is no day; write it like 2026-11-23")
    }
    let simulation = Simulation(
      halls: try halls(on: day), day: day, seed: seed, daysBefore: daysBefore)
    let bar = ProgressBar(steps: simulation.steps)
    let days = await simulation.run { bar.step() }
    bar.end()
    if let record, let first = days.first { try write(first.record, to: record) }
    let outcomes = days.map(\.outcome)
    try show(outcomes) {
      outcomes.count == 1 ? outcomes.map(\.report).joined() : DayOutcome.cityReport(outcomes)
    }
  }

  private func halls(on day: LocalDay) throws -> [Scenario] {
    if city { return Scenario.city(citizens: citizens ?? 100_000) }
    if let hall {
      let reply: HallInterface.Describe.Reply = try read(
        hall, as: "what `hallway describe --json` prints")
      return [try Scenario(reply, citizens: citizens, on: day)]
    }
    return [Scenario.town(named: "town", citizens: citizens ?? 1000)].compactMap(\.self)
  }

  // MARK: A recorded day

  private func live(again path: String) throws {
    let record: DayRecord = try read(path, as: "a day as `hallway report day --record` prints it")
    var change = HallTwin.Change()
    change.windows = try windows.map { text in
      guard let more = HallTwin.MoreWindows(text) else {
        throw Complaint("'\(text)' is not written like '+2 09:00-11:00'")
      }
      return more
    }
    change.order = order(record.order ?? OrderPolicy())
    do {
      let comparison = try HallTwin(record).compare(change)
      try show(comparison) { comparison.report }
    } catch let fault as HallTwin.Fault {
      throw Complaint("\(path): \(fault)")
    }
  }

  private func order(_ recorded: OrderPolicy) -> OrderPolicy {
    var order = recorded
    if let ordinaryAfter { order.ordinaryAfter = ordinaryAfter == 0 ? nil : ordinaryAfter }
    order.patience = patience ?? order.patience
    order.priority.weight = priorityWeight ?? order.priority.weight
    return order
  }

  // MARK: Files and tables

  private func read<T: Decodable>(_ path: String, as what: String) throws -> T {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Complaint("\(path) cannot be read")
    }
    do {
      return try JSONDecoder().decode(T.self, from: data)
    } catch {
      throw Complaint("\(path) is not \(what)")
    }
  }

  private func write(_ record: DayRecord, to path: String) throws {
    do {
      try encoder.encode(record).write(to: URL(filePath: path))
    } catch {
      throw Complaint("\(path) cannot be written")
    }
  }

  private func show(_ value: some Encodable, else text: () -> String) throws {
    guard json else { return print(text()) }
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  private var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
