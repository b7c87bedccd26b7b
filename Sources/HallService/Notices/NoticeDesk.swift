import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// Tells citizens who left a phone number that their turn is near, and that they are called. 提醒
///
/// What is owed goes into the ledger's outbox first and is sent from there, so that a restart
/// forgets nobody. It hangs on the queue's bell and holds up none of it.
actor NoticeDesk {
  /// What waits for its next attempt is looked at as often; the first wait is no shorter.
  static let tick: Duration = .seconds(5)
  /// One look serves all that was rung for meanwhile: in a crowd the queue rings a thousand times a
  /// second, and no phone is read in a quarter of one.
  static let breath: Duration = .milliseconds(250)
  /// One text that hangs keeps no other back, a gateway that hangs does not fill the machine.
  static let mostAtOnce = 16
  /// An outcome that could not be written is written again after this.
  static let writeAgain: Duration = .seconds(5)

  private let hall: HallParts
  /// Tickets with a phone number, to whom something may still be owed.
  private var phones: Set<Int64> = []
  private var newestPhone: Int64 = 0
  /// What is owed and in the outbox.
  private var noted: Set<NoticeID> = []
  private var underWay: Set<NoticeID> = []
  private var trouble: String?

  init(hall: HallParts) { self.hall = hall }

  /// Enqueues and sends until cancelled; what is under way then stays waiting for the next start.
  func run() async {
    guard let sender = hall.notices else { return }
    let (alarms, alarm) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await withDiscardingTaskGroup { group in
      group.addTask { [bell = hall.queue.bell] in
        for await _ in bell.changes() { alarm.yield() }
      }
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.tick)
          alarm.yield()
        }
      }
      for await _ in alarms {
        for notice in await look() {
          group.addTask {
            await self.send(notice, by: sender)
            alarm.yield()
          }
        }
        try? await Task.sleep(for: Self.breath)
      }
      group.cancelAll()
    }
  }

  /// Puts what is owed into the outbox and takes out what is to be sent now.
  private func look() async -> [WaitingNotice] {
    do {
      try await enqueueOwed()
      let free = Self.mostAtOnce - underWay.count
      guard free > 0 else { return [] }
      let due = try await hall.store.waitingNotices(
        dueBy: hall.wallTime(), limit: Self.mostAtOnce + underWay.count)
      let next = due.filter { !underWay.contains($0.id) }.prefix(free)
      underWay.formUnion(next.map(\.id))
      return Array(next)
    } catch {
      // At the end of the service reads are broken off.
      if !Task.isCancelled { note(trouble: "\(error)") }
      return []
    }
  }

  private func enqueueOwed() async throws {
    let new = try await hall.store.ticketsWithPhone(after: newestPhone)
    phones.formUnion(new)
    newestPhone = max(newestPhone, new.last ?? 0)
    guard !phones.isEmpty else { return }
    let policy = hall.rulebook.edition.notices
    // A command that changes nothing comes back once all before it are on the disk: nobody is sent to
    // a window by a call that a power cut takes back.
    let owed = try await hall.queue.perform { [phones] engine, now throws(QueueRefusal) in
      engine.owedNotices(to: phones, by: policy, at: now)
    }
    phones.subtract(owed.over)
    // What is owed no more, and owed again later, is a call that was taken back and made again.
    noted.formIntersection(owed.notices)
    let unnoted = owed.notices.filter { !noted.contains($0) }
    guard !unnoted.isEmpty else { return }
    _ = try await hall.store.enqueue(unnoted, at: hall.wallTime())
    noted.formUnion(unnoted)
  }

  // MARK: Sending

  private func send(_ notice: WaitingNotice, by sender: any NoticeSender) async {
    defer { underWay.remove(notice.id) }
    let policy = hall.rulebook.edition.notices
    let now = hall.wallTime()
    let text = await hall.queue.look {
      $0.text(of: notice.id, since: notice.since, by: policy, at: now)
    }
    guard let text else { return await settle(notice, as: .lapsed) }
    guard let phone = notice.sealedPhone.flatMap(hall.people.open) else {
      note(trouble: "a phone number was sealed with another key")
      return await settle(notice, as: .givenUp)
    }
    let outcome = await sender.send(
      OutgoingNotice(
        id: "\(hall.info.id)-\(notice.id.ticket)-\(notice.id.kind.rawValue)",
        kind: notice.id.kind, number: text.number, language: text.language, text: text.text,
        phone: phone))
    await settle(notice, by: outcome)
  }

  private func settle(_ notice: WaitingNotice, by outcome: NoticeOutcome) async {
    switch outcome {
    case .sent:
      note(trouble: nil)
      await settle(notice, as: .sent)
    case .refused(let why):
      note(trouble: why)
      await settle(notice, as: .givenUp)
    case .tryAgain(let why):
      // Stopped by the end of the service, which is nobody's failure.
      guard !Task.isCancelled else { return }
      note(trouble: why)
      let attempts = notice.attempts + 1
      if let wait = NoticeRetry.wait(after: attempts, chance: .random(in: 0..<1)) {
        await settle(notice, as: .waiting, attempts: attempts, wait: wait)
      } else {
        await settle(notice, as: .givenUp, attempts: attempts)
      }
    }
  }

  /// Writes down what became of a notice, however often that takes: one that was sent and is still
  /// waiting in the ledger would be sent again and again while the disk is full.
  private func settle(
    _ notice: WaitingNotice, as state: NoticeState, attempts: Int? = nil, wait: Int64 = 0
  ) async {
    while true {
      do {
        let next = Moment(milliseconds: hall.wallTime().milliseconds &+ wait)
        return try await hall.store.settle(
          notice.id, as: state, attempts: attempts ?? notice.attempts, next: next)
      } catch {
        guard !Task.isCancelled else { return }
        note(trouble: "\(error)")
        try? await Task.sleep(for: Self.writeAgain)
      }
    }
  }

  /// Says once that notices do not go out, and once that they do again.
  private func note(trouble now: String?) {
    guard now != trouble else { return }
    trouble = now
    if let now {
      hall.logger.warning("notice not sent", metadata: ["why": "\(now)"])
    } else {
      hall.logger.notice("notices are sent again")
    }
  }

  // MARK: Figures

  nonisolated func totals(_ question: NoticesInterface.Totals.Parameters) async throws
    -> NoticesInterface.Totals.Reply
  {
    let day: LocalDay
    if let text = question.day {
      guard let asked = LocalDay(text) else { throw StandardError.invalidParameter("day") }
      day = asked
    } else {
      day = try await hall.queue.today()
    }
    let totals = try await hall.store.noticeTotals(on: day)
    return .init(
      day: day.description, sending: hall.notices != nil,
      counts: NoticeKind.allCases.map { kind in
        let states = totals[kind] ?? [:]
        return .init(
          kind: kind, waiting: states[.waiting] ?? 0, sent: states[.sent] ?? 0,
          givenUp: states[.givenUp] ?? 0, lapsed: states[.lapsed] ?? 0)
      })
  }
}
