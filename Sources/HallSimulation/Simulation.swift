public import Hall

/// Halls lived through day after day: the days before teach each hall's forecaster, the last one
/// is told about. 仿真
public struct Simulation: Sendable {
  public var halls: [Scenario]
  public var day: LocalDay
  public var seed: UInt64
  /// Days before the one that is told, so that no hall is in its first week.
  public var daysBefore: Int

  public init(halls: [Scenario], day: LocalDay, seed: UInt64, daysBefore: Int = 5) {
    self.halls = halls
    self.day = day
    self.seed = seed
    self.daysBefore = daysBefore
  }

  /// How many days of halls it runs, the unit of its progress.
  public var steps: Int { halls.count * (daysBefore + 1) }

  /// One hall's last day: what it came to, and its record for a twin.
  public struct HallDay: Sendable {
    public let outcome: DayOutcome
    public let record: DayRecord
  }

  /// Runs all halls, each in a task of its own, and calls `progress` after each hall's day from
  /// any of these; the days stand in the order of the halls.
  @concurrent
  public func run(progress: @escaping @Sendable () -> Void = {}) async -> [HallDay] {
    await withTaskGroup(of: (Int, HallDay).self) { group in
      for (index, hall) in halls.enumerated() {
        group.addTask { (index, live(hall, number: index, progress)) }
      }
      var days: [Int: HallDay] = [:]
      for await (index, day) in group { days[index] = day }
      return halls.indices.compactMap { days[$0] }
    }
  }

  private func live(
    _ hall: Scenario, number: Int, _ progress: @Sendable () -> Void
  ) -> HallDay {
    var hallDice = SeededDice(seed: seed, stream: UInt64(number))
    let hallSeed = hallDice.next()
    var forecaster = WaitForecaster()
    var accounts: [Calibration] = []
    var nextTicket: Int64 = 1
    for ago in stride(from: daysBefore, to: 0, by: -1) {
      let before = WallClock(
        day.moment(minute: 0).advanced(bySeconds: -Int64(ago) * 86_400)
      ).day
      var runner = DayRunner(
        hall.plan(day: before, seed: hallSeed), forecaster: forecaster, nextTicket: nextTicket)
      let result = runner.run()
      forecaster = result.forecaster
      accounts.append(forecaster.calibration)
      nextTicket = result.nextTicket
      progress()
    }
    var runner = DayRunner(
      hall.plan(day: day, seed: hallSeed), forecaster: forecaster, nextTicket: nextTicket)
    let result = runner.run()
    progress()
    return HallDay(
      outcome: result.outcome(hall: hall.name, before: accounts),
      record: DayRecord(result, hall: hall.name))
  }
}
