import Hall
import HallAPI
import HallStore
import Varlink

/// Tells people what the hall holds of them. 我的信息 (PIPL art. 45 to 47)
struct PrivacyDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk

  func mine(_ question: PrivacyInterface.Mine.Parameters) async throws
    -> PrivacyInterface.Mine.Reply
  {
    guard let holder = await cards.holder(of: question.card) else {
      throw PrivacyInterface.CardExpired()
    }
    var records = try await hall.store.records(
      of: holder.person, since: Retention.oldestDay(in: hall))
    let cases = try await hall.cases.caseCounts(of: holder.person)
    records[.cases] = KeptRecords(count: cases.own, lastDay: nil)
    records[.casesForOthers] = KeptRecords(count: cases.asAgent, lastDay: nil)
    return .init(
      name: holder.maskedName, number: holder.maskedNumber,
      kept: PersonRecord.allCases.compactMap { kind in
        guard let kept = records[kind], kept.count > 0 else { return nil }
        return .init(
          kind: kind, count: kept.count, until: until(kind, kept.lastDay)?.description)
      },
      days: hall.info.retentionDays, caseDays: hall.info.caseRetentionDays,
      phone: hall.info.phone, address: hall.info.address)
  }

  /// The last day on which ``Retention`` leaves it.
  private func until(_ kind: PersonRecord, _ last: LocalDay?) -> LocalDay? {
    switch kind {
    case .phones: last
    case .promises, .cases, .casesForOthers: nil
    case .inLine, .tickets, .reservations, .papers, .ratings, .words, .letters:
      last?.adding(days: hall.info.retentionDays)
    }
  }
}
