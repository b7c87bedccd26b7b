import BoardScreens
import Hall
import HallAPI
import KioskTerminal
import Varlink

/// The road to the hall: the board comes in, again after every break, and nothing goes out.
actor BoardPost {
  /// What the hall offers and announces changes by the day, or when its file is read anew.
  private static let retelling = Duration.seconds(300)
  /// A hall that did not answer is asked again so soon.
  private static let asking = Duration.seconds(10)

  private let hall: HallClient
  private let continuation: AsyncStream<FrontInput<Board.Event>>.Continuation

  init(hall: HallClient, continuation: AsyncStream<FrontInput<Board.Event>>.Continuation) {
    self.hall = hall
    self.continuation = continuation
  }

  /// Follows the queue until cancelled.
  func follow() async {
    await hall.keepFollowing(
      refusal: "hallway-board: the hall refuses us",
      misplacement: { error in
        let name = (error as? VarlinkRemoteError)?.name
        return name == StandardError.permissionDenied.remote.name ? name : nil
      },
      ended: { continuation.yield(.event(.disconnected(isRefused: $0 != nil))) }
    ) { backOff in
      try await tell()
      try await hall.stream(QueueInterface.Board.self, NoParameters()) {
        backOff.succeeded()
        continuation.yield(.event(.board($0)))
      }
    }
  }

  /// Asks now and then what the hall offers and announces, until cancelled.
  func keepTold() async {
    while !Task.isCancelled {
      let isTold = (try? await tell()) != nil
      try? await Task.sleep(for: isTold ? Self.retelling : Self.asking)
    }
  }

  private func tell() async throws {
    let described = try await hall.call(
      HallInterface.Describe.self, NoParameters(), deadline: BackOff.answerDeadline)
    continuation.yield(.event(.hall(described)))
    let notices = try await hall.call(
      GuidesInterface.Notices.self, NoParameters(), deadline: BackOff.answerDeadline)
    continuation.yield(.event(.announcements(notices.notices.map(\.title))))
  }
}
