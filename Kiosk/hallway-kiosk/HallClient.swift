import Hall
import HallAPI
import KioskScreens
import Varlink

/// The road to one service. Every call has its own connection: a local connect costs nothing, a
/// stream needs one to itself, and a service that restarted is simply there again.
struct HallClient: Sendable {
  let socket: String

  /// A local socket answers at once or not at all.
  static let connectDeadline = Duration.seconds(3)

  init(socket: String) { self.socket = socket }

  func call<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, deadline: Duration
  ) async throws -> M.Reply {
    let client = try await connect()
    return try await client.call(method, parameters, deadline: deadline)
  }

  /// Hands every reply to `body` until the stream ends.
  func stream<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, _ body: (M.Reply) -> Void
  ) async throws {
    let client = try await connect()
    for try await reply in client.more(method, parameters) { body(reply) }
  }

  private func connect() async throws -> VarlinkClient {
    try await VarlinkClient.connect(unixSocket: socket, deadline: Self.connectDeadline)
  }
}

extension Trouble {
  /// What a failed call means at the kiosk; without an answer of the service it is unreachable.
  init(_ error: any Error) {
    guard let remote = error as? VarlinkRemoteError else {
      self = .unreachable
      return
    }
    self = Self.queue(remote) ?? Self.card(remote) ?? Self.desk(remote) ?? .other(remote.name)
  }

  private static func queue(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(QueueInterface.ServiceClosed.self) {
      return .closed(opensAt: error.opensAt)
    }
    if let error = remote.decode(QueueInterface.AlreadyWaiting.self) {
      return .alreadyWaiting(number: error.number)
    }
    if let error = remote.decode(QueueInterface.PrinterUnavailable.self) {
      return .printerUnavailable(error.reason)
    }
    switch remote.name {
    case QueueInterface.CardRequired.name: return .cardRequired
    case QueueInterface.CardExpired.name, CasesInterface.CardExpired.name: return .cardExpired
    case QueueInterface.NoSuchService.name: return .noSuchService
    case QueueInterface.NoSuchTicket.name, RatingsInterface.NoSuchTicket.name:
      return .noSuchTicket
    default: return nil
    }
  }

  private static func card(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(CardsInterface.ReaderFault.self) {
      return .readerFault(error.fault)
    }
    switch remote.name {
    case CardsInterface.NoReader.name: return .noReader
    case CardsInterface.ReaderBusy.name: return .readerBusy
    default: return nil
    }
  }

  private static func desk(_ remote: VarlinkRemoteError) -> Trouble? {
    if let error = remote.decode(CasesInterface.TryLater.self) {
      return .tryLater(seconds: error.seconds)
    }
    if let error = remote.decode(RatingsInterface.NotRateable.self) {
      return .notRateable(error.reason)
    }
    switch remote.name {
    case CasesInterface.NoMatch.name: return .noMatch
    case RatingsInterface.AlreadyRated.name: return .alreadyRated
    default: return nil
    }
  }
}
