import Hall
import HallStore
import Logging

/// Makes the hall forget who held old tickets, as it promised on its screen (PIPL art. 19, 47).
struct Retention: Sendable {
  /// Often enough that a day's promise is kept within the hour.
  static let every: Duration = .seconds(3600)

  let hall: HallParts

  func enforce() async {
    while !Task.isCancelled {
      await forget()
      try? await Task.sleep(for: Self.every)
    }
  }

  /// The oldest day of which the hall still knows who held its numbers.
  static func oldestDay(in hall: HallParts) -> LocalDay {
    let kept = Int64(hall.info.retentionDays) * 86_400
    return WallClock(hall.wallTime().advanced(bySeconds: -kept)).day
  }

  private func forget() async {
    let oldest = Self.oldestDay(in: hall)
    do {
      // A phone number is for one day's notices. What is overwritten here leaves the ledger's log with
      // what is forgotten below.
      let phones = try await hall.store.forgetPhones(before: hall.queue.today())
      if phones > 0 {
        hall.logger.notice("phones forgotten", metadata: ["tickets": "\(phones)"])
      }
      let forgotten = try await hall.store.forgetHolders(before: oldest)
      if forgotten > 0 {
        hall.logger.notice("holders forgotten", metadata: ["tickets": "\(forgotten)"])
      }
      let cases = try await hall.cases.forgetCases(
        overBefore: hall.wallTime().advanced(
          bySeconds: -Int64(hall.info.caseRetentionDays) * 86_400))
      if cases > 0 { hall.logger.notice("cases forgotten", metadata: ["cases": "\(cases)"]) }
    } catch is CancellationError {
      return  // The hall is closing.
    } catch {
      hall.logger.error("retention not enforced", metadata: ["reason": "\(error)"])
    }
  }
}
