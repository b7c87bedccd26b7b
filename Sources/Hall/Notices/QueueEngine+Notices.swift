/// What a phone is told now.
public struct NoticeText: Sendable, Equatable {
  public let number: String
  public let language: Language
  public let text: String
}

extension QueueEngine {
  /// What is owed to the holders of some tickets, and which of these tickets are owed nothing more.
  public struct OwedNotices: Sendable, Equatable {
    public var notices: [NoticeID] = []
    /// Not of this day, or over.
    public var over: [Int64] = []
  }

  /// Looks whose turn is near and who is called, among tickets whose holders left a phone number.
  ///
  /// The same notice is owed again at each look for as long as it helps.
  public func owedNotices(
    to tickets: some Sequence<Int64>, by policy: NoticePolicy, at now: Moment
  ) -> OwedNotices {
    var owed = OwedNotices()
    for id in tickets {
      guard let ticket = self.tickets[id], ticket.state.isOpen || ticket.state == .passed else {
        owed.over.append(id)
        continue
      }
      if isCalled(ticket, at: now), policy.template(.called, ticket.language) != nil {
        owed.notices.append(NoticeID(ticket: id, kind: .called))
      } else if policy.template(.nearTurn, ticket.language) != nil,
        isNear(ticket, by: policy, at: now)
      {
        owed.notices.append(NoticeID(ticket: id, kind: .nearTurn))
      }
    }
    return owed
  }

  /// What a notice says, by the queue as it is now; nil where it helps nobody any more.
  ///
  /// `since` is when the notice was first owed.
  public func text(of notice: NoticeID, since: Moment, by policy: NoticePolicy, at now: Moment)
    -> NoticeText?
  {
    guard let ticket = tickets[notice.ticket],
      let template = policy.template(notice.kind, ticket.language)
    else { return nil }
    let helps =
      switch notice.kind {
      case .called: isCalled(ticket, at: now)
      case .nearTurn:
        ticket.state.isInLine && now.seconds(since: since) <= notice.kind.helpfulSeconds
      }
    guard helps else { return nil }
    return NoticeText(
      number: ticket.number.description, language: ticket.language,
      text: template.filled(
        number: ticket.number.description, window: ticket.window ?? "",
        ahead: peopleAhead(of: ticket)))
  }

  private func isCalled(_ ticket: Ticket, at now: Moment) -> Bool {
    guard ticket.state == .called, let calledAt = ticket.calledAt else { return false }
    return now.seconds(since: calledAt) <= NoticeKind.called.helpfulSeconds
  }

  /// Nobody's turn is near before their slot, or while no window works that would call them. Who has
  /// left the hall for a while is told too: they are the ones who do not see the board.
  private func isNear(_ ticket: Ticket, by policy: NoticePolicy, at now: Moment) -> Bool {
    guard ticket.state.isInLine, ticket.paper.isInHand,
      ticket.callableFrom.map({ $0 <= now }) ?? true
    else { return false }
    // The place in the own line is a lookup and answers for nearly everybody in a full hall.
    if let lane = laneOf[ticket.id], let before = lanes[lane]?.count(while: { $0 < ticket.place }),
      before > policy.peopleAhead
    {
      return false
    }
    let prospect = prospect(of: ticket)
    return !prospect.windows.isEmpty && prospect.people <= policy.peopleAhead
  }
}
