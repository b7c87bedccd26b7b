import Foundation
import Hall
import HallSimulation

extension DayOutcome {
  /// One hall's day for a terminal.
  var report: String {
    """
    \(hall), \(day): \(taken) numbers, \(served) served, \(noShows) did not come, \
    \(abandoned) left waiting, overtime \(overtime) min\(refused > 0 ? ", \(refused) refused" : "")

    \(waitTable.text)

    \(windowTable.text)
    \(served) people need \(neededWindows) windows of 30 a day (clause 4.6); \
    \(tenths(peoplePerWindow)) a window.

    \(calibrationTable.text)

    """
  }

  private var waitTable: Table {
    var table = Table("WAIT (MIN)", "PEOPLE", "MEAN", "P50", "P90", "P99", "LONGEST")
    table.rows.append(waits.row("all"))
    for standing in Standing.allCases {
      if let waits = waitsByStanding[standing.rawValue] {
        table.rows.append(waits.row(standing.rawValue))
      }
    }
    return table
  }

  private var windowTable: Table {
    var table = Table("WINDOW", "KIND", "PEOPLE", "OF 30", "BUSY")
    for load in windows {
      table.rows.append([
        load.window, load.kind.rawValue, "\(load.people)",
        percent(Double(load.people) / Double(WindowLoad.plannedPeople)), percent(load.busyShare),
      ])
    }
    return table
  }

  private var calibrationTable: Table {
    var table = Self.calibrationHead
    if calibrationByDay.count > 1 {
      table.rows.append(calibrationSoFar.row("all days but the first"))
      for (index, day) in calibrationByDay.dropLast().enumerated() {
        table.rows.append(day.row("day \(index + 1)"))
      }
    }
    table.rows.append(calibration.row("this day"))
    for length in WaitForecaster.Length.allCases {
      if let part = calibrationByLength[length.rawValue] {
        table.rows.append(part.row(length.rawValue))
      }
    }
    return table
  }

  static var calibrationHead: Table {
    Table(
      "ANNOUNCED", "PEOPLE", "<= P50", "INSIDE", "<= P90", "ERROR (MIN)", "WIDE (MIN)", "AT ONCE")
  }

  /// Many halls, a line each, and their announcements together.
  static func cityReport(_ outcomes: [DayOutcome]) -> String {
    var table = Table(
      "HALL", "NUMBERS", "SERVED", "MEAN", "P50", "P90", "LONGEST", "A WINDOW", "BUSY", "OVERTIME",
      "<= P50", "INSIDE", "<= P90")
    for day in outcomes {
      let worked = day.windows.reduce(0) { $0 + $1.workedSeconds }
      let busy = day.windows.reduce(0) { $0 + $1.busySeconds }
      table.rows.append(
        [
          day.hall, "\(day.taken)", "\(day.served)", tenths(day.waits.mean), tenths(day.waits.p50),
          tenths(day.waits.p90), tenths(day.waits.longest), tenths(day.peoplePerWindow),
          percent(worked > 0 ? Double(busy) / Double(worked) : 0), "\(day.overtime)",
        ] + day.calibration.shares)
    }
    var all = Self.calibrationHead
    all.rows.append(outcomes.reduce(Calibration()) { $0 + $1.calibration }.row("all"))
    for length in WaitForecaster.Length.allCases {
      let parts = outcomes.compactMap { $0.calibrationByLength[length.rawValue] }
      if !parts.isEmpty { all.rows.append(parts.reduce(Calibration(), +).row(length.rawValue)) }
    }
    let taken = outcomes.reduce(0) { $0 + $1.taken }
    let near = outcomes.count { day in
      day.calibrationByDay.dropFirst().allSatisfy { ($0.worstDistance ?? 0) <= 5 }
    }
    return """
      \(table.text)

      \(all.text)

      \(outcomes.count) halls, \(taken) numbers; on each single day but the first \(near) halls \
      keep within five points of what they announce.
      """
  }
}

extension DayOutcome.Waits {
  fileprivate func row(_ name: String) -> [String] {
    [name, "\(people)"] + [mean, p50, p90, p99, longest].map(tenths)
  }
}

extension Calibration {
  fileprivate var shares: [String] {
    [shareWithinLow, shareInside, shareWithinHigh].map { $0.map(percent) ?? "-" }
  }

  fileprivate func row(_ name: String) -> [String] {
    [name, "\(count)"] + shares
      + [meanErrorMinutes, meanRangeMinutes].map { $0.map(tenths) ?? "-" }
      + [atOnce > 0 ? "\(calledAtOnce)/\(atOnce)" : "-"]
  }
}

extension HallTwin.Comparison {
  /// What the change would have done, in minutes.
  var report: String {
    var table = Table("WAIT (MIN)", "PEOPLE", "MEAN", "P50", "P90", "P99", "LONGEST")
    table.rows.append(recorded.row("as recorded"))
    table.rows.append(asItWas.waits.row("lived again"))
    table.rows.append(changed.waits.row("changed"))
    for standing in Standing.allCases {
      if let before = asItWas.waitsByStanding[standing.rawValue],
        let after = changed.waitsByStanding[standing.rawValue]
      {
        table.rows.append(before.row("\(standing.rawValue), lived again"))
        table.rows.append(after.row("\(standing.rawValue), changed"))
      }
    }
    return """
      \(hall), \(day)

      \(table.text)

      The change makes the mean wait \(words(mean)), half of all waits \(words(p50)), \
      nine of ten \(words(p90)).
      """
  }

  private func words(_ minutes: Double) -> String {
    minutes == 0
      ? "no different" : "\(tenths(abs(minutes))) min \(minutes < 0 ? "shorter" : "longer")"
  }
}

private func tenths(_ value: Double) -> String { String(format: "%.1f", value) }

private func percent(_ share: Double) -> String { String(format: "%.1f%%", share * 100) }
