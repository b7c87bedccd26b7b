import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Seals each day's ratings once the day is over, and verifies them. 日封存
struct SealDesk: Sendable {
  let hall: HallParts

  /// A day is sealed within this of its end.
  static let every: Duration = .seconds(600)

  /// Seals days as they end, until cancelled.
  func keepSealing() async {
    while !Task.isCancelled {
      do {
        _ = try await sealWhatIsOver()
      } catch {
        hall.logger.error("day not sealed", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: Self.every)
    }
  }

  /// Seals up to the last day that is over.
  private func sealWhatIsOver() async throws -> RatingSeal? {
    // The hall's day outlasts midnight while people are here; both days have to be over.
    let today = min(try await hall.queue.today(), hall.today)
    guard let day = try await hall.store.unsealedDay(before: today) else { return nil }
    let last = try await hall.store.seal(of: nil)
    guard last.map({ $0.day < day }) ?? true else { return nil }
    let end = try await hall.store.ratingEnd(of: day)
    var seal = RatingSeal(
      hall: hall.info.id, day: day, at: hall.wallTime(), rows: end.rows, head: end.head,
      previous: last?.signature, publicKey: hall.sealKey.publicKey)
    seal.signature = try hall.sealKey.sign(seal.message)
    try await hall.store.keep(seal)
    hall.logger.notice("ratings sealed", metadata: ["day": "\(day)", "rows": "\(seal.rows)"])
    return seal
  }

  func seal(_ question: RatingsInterface.Seal.Parameters) async throws
    -> RatingsInterface.Seal.Reply
  {
    var day: LocalDay?
    if let text = question.day {
      guard let asked = LocalDay(text) else { throw StandardError.invalidParameter("day") }
      guard asked < hall.today else { throw RatingsInterface.NotPossible(state: "dayNotOver") }
      day = asked
    }
    _ = try await sealWhatIsOver()
    guard let seal = try await hall.store.seal(of: day) else {
      throw RatingsInterface.NotPossible(state: "noRatings")
    }
    let wanted = question.print ?? false
    let notPrinted = wanted ? await printed(seal) : nil
    return .init(
      day: seal.day.description, rows: Int(seal.rows), head: Hexadecimal.text(seal.head),
      seal: Hexadecimal.text(seal.signature), key: Hexadecimal.text(seal.publicKey),
      text: seal.text,
      printed: wanted && notPrinted == nil, notPrinted: notPrinted)
  }

  /// Why a seal is not on paper; nil where it is, by the printer's own word.
  private func printed(_ seal: RatingSeal) async -> String? {
    guard let printer = hall.printer else { return RatingsInterface.Seal.noPrinter }
    let outcome = await printer.print(slip(seal), job: .fresh())
    return outcome.paper == .printed ? nil : outcome.fault?.code.rawValue ?? outcome.paper.rawValue
  }

  private func slip(_ seal: RatingSeal) -> Slip {
    Slip([
      .line(hall.info.name.zh, align: .centre),
      .line(RatingPhrases.sealTitle.zh, size: .double, align: .centre),
      .line(RatingPhrases.sealTitle.en, align: .centre),
      .line("\(seal.day)  \(seal.rows)", align: .centre), .qr(seal.text),
      .line(RatingPhrases.sealAdvice.zh, align: .centre),
      .line(RatingPhrases.sealAdvice.en, align: .centre), .feed(2),
    ])
  }

  func verify() async throws -> RatingsInterface.Verify.Reply {
    switch try await hall.store.verifyRatings() {
    case .success(let report):
      return .init(
        rows: report.rows, seals: report.seals, head: report.head,
        clockSetBack: report.clockSetBack.map(Int.init),
        noted: report.noted.map { .init(row: Int($0.row), what: $0.what) })
    case .failure(let breach):
      return .init(
        rows: 0, seals: 0, head: "", clockSetBack: [], noted: [],
        firstBad: breach.row.map(Int.init),
        why: breach.why)
    }
  }
}
