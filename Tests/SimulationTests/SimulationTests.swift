import Foundation
import Hall
import Testing

@testable import HallSimulation

private let monday = LocalDay("2026-03-02")

private func town(_ citizens: Int = 1000, seed: UInt64) async throws -> Simulation.HallDay {
  let hall = try #require(Scenario.town(named: "town", citizens: citizens))
  let simulation = Simulation(halls: [hall], day: try #require(monday), seed: seed)
  return try #require(await simulation.run().first)
}

@Suite struct `Simulated days` {
  @Test func `are the same for the same seed and others for another`() async throws {
    let first = try await town(300, seed: 7)
    let again = try await town(300, seed: 7)
    let other = try await town(300, seed: 8)
    #expect(first.outcome == again.outcome)
    #expect(first.record == again.record)
    #expect(first.outcome != other.outcome)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `lose nobody, and the engine refuses nothing`(_ seed: UInt64) async throws {
    let outcome = try await town(400, seed: seed).outcome
    #expect(outcome.refused == 0)
    #expect(outcome.taken > 300)
    #expect(outcome.served + outcome.noShows + outcome.abandoned == outcome.taken)
    // Doors close, and whoever has a number is served; only who returns too late waits in vain.
    #expect(outcome.abandoned <= 3)
    #expect(outcome.windows.reduce(0) { $0 + $1.people } == outcome.served)
    #expect(outcome.windows.allSatisfy { $0.busyShare <= 1 })
  }

  @Test func `serve who may go first before the others`() async throws {
    let waits = try await town(seed: 1).outcome.waitsByStanding
    let ordinary = try #require(waits["ordinary"])
    let priority = try #require(waits["priority"])
    #expect(priority.mean < ordinary.mean)
  }
}

@Suite struct `The twin of a recorded day` {
  @Test func `differs in nothing where nothing is changed`() async throws {
    let twin = try HallTwin(try await town(seed: 2).record)
    let comparison = try twin.compare(HallTwin.Change())
    #expect(comparison.changed == comparison.asItWas)
    #expect(comparison.mean == 0)
    #expect(comparison.p50 == 0)
    #expect(comparison.p90 == 0)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `comes near the day it was recorded on`(_ seed: UInt64) async throws {
    let twin = try HallTwin(try await town(seed: seed).record)
    let comparison = try twin.compare(HallTwin.Change())
    #expect(comparison.recorded.people == comparison.asItWas.waits.people)
    #expect(abs(comparison.recorded.mean - comparison.asItWas.waits.mean) <= 1.5)
  }

  @Test func `waits less with more windows, and less still with more of them`() async throws {
    let twin = try HallTwin(try await town(seed: 3).record)
    var change = HallTwin.Change()
    change.windows = [try #require(HallTwin.MoreWindows("+2 09:00-11:00"))]
    let two = try twin.compare(change)
    #expect(two.mean < 0)
    change.windows = [try #require(HallTwin.MoreWindows("+6 09:00-12:00"))]
    #expect(try twin.compare(change).mean < two.mean)
  }

  @Test func `follows another order of the lines`() async throws {
    let twin = try HallTwin(try await town(seed: 3).record)
    var change = HallTwin.Change()
    change.order = OrderPolicy(
      reserved: .init(), priority: .init(), ordinary: .init(), ordinaryAfter: nil)
    let comparison = try twin.compare(change)
    let before = try #require(comparison.asItWas.waitsByStanding["reserved"])
    let after = try #require(comparison.changed.waitsByStanding["reserved"])
    #expect(after.mean > before.mean)
  }

  @Test func `is refused where its record makes no sense`() async throws {
    var record = try await town(50, seed: 1).record
    record.tickets[0].takenAt = "2026-03-02 09:00"
    #expect(throws: HallTwin.Fault.notATime("2026-03-02 09:00")) { try HallTwin(record) }
    record.tickets[0].service = "nonsense"
    #expect(throws: HallTwin.Fault.nobodyServes("nonsense")) { try HallTwin(record) }
    record.version = 2
    #expect(throws: HallTwin.Fault.laterVersion(2)) { try HallTwin(record) }
    record.version = 1
    record.tickets = []
    #expect(throws: HallTwin.Fault.noTickets) { try HallTwin(record) }
  }

  @Test func `reads the record that was written`() async throws {
    let record = try await town(100, seed: 1).record
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(DayRecord.self, from: data) == record)
  }

  @Test(arguments: [
    "2 09:00-11:00", "+0 09:00-11:00", "+51 09:00-11:00", "+2 11:00-09:00", "+2 9:00-11:00",
    "+2 09:00", "+2", "", "+2 09:00-25:00", "+2 09:00-11:00 A B",
  ])
  func `takes no windows that are written otherwise`(_ text: String) {
    #expect(HallTwin.MoreWindows(text) == nil)
  }

  @Test func `takes windows for some letters only`() throws {
    let more = try #require(HallTwin.MoreWindows("+1 09:00-24:00 A,invoice"))
    #expect(more.serving == ["A", "invoice"])
    #expect(more.span.closes == 1440)
  }

  @Test func `reads the times the hall writes`() {
    let moment = Moment(milliseconds: 1_772_413_257_000)
    #expect(Moment(iso8601: WallClock(moment).iso8601) == moment)
    for text in [
      "", "2026-03-02T09:00:57Z", "2026-02-30T09:00:57+08:00", "2026-03-02T24:00:57+08:00",
    ] {
      #expect(Moment(iso8601: text) == nil)
    }
  }
}
