import Hall
import HallAPI
import HallStore

/// Who came too often for one matter. 多次往返
extension TicketDesk {
  /// Tells somebody who asks to be told that they were served for this matter so often already that
  /// another window should hear of it (clause 5.3.10).
  ///
  /// The card's token is not used up: they take a number there, or here all the same.
  func offerHelp(_ wish: QueueInterface.TakeTicket.Parameters, _ order: TicketOrder) async throws {
    guard wish.offerHelp == true, let policy = hall.rulebook.edition.visits,
      order.service != policy.service, let person = order.person,
      hall.catalogue.service(policy.service)?.validity.contains(hall.today) == true
    else { return }
    let visits = try await hall.store.visits(
      of: person, for: order.service, since: policy.firstDay(on: try await hall.queue.today()))
    guard visits >= policy.times else { return }
    throw QueueInterface.RepeatVisits(
      service: order.service, visits: visits, helpService: policy.service)
  }
}
