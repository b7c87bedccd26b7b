import ConsoleScreens
import Hall
import HallAPI
import KioskTerminal
import Varlink

/// The road to the hall: the window's desk comes in, one call at a time goes out.
actor ConsolePost {
  private let hall: HallClient
  private let window: String
  private let continuation: AsyncStream<FrontInput<ConsoleEvent>>.Continuation

  init(
    hall: HallClient, window: String,
    continuation: AsyncStream<FrontInput<ConsoleEvent>>.Continuation
  ) {
    self.hall = hall
    self.window = window
    self.continuation = continuation
  }

  /// Follows the window until cancelled.
  func follow() async {
    await hall.keepFollowing(
      refusal: "hallway-window: the hall refuses window \(window)",
      misplacement: { ConsoleMisplacement($0) },
      ended: { continuation.yield(.event(.disconnected($0))) }
    ) { backOff in
      let described = try await hall.call(
        HallInterface.Describe.self, NoParameters(), deadline: BackOff.answerDeadline)
      continuation.yield(.event(.hall(described)))
      try await hall.stream(CounterInterface.Follow.self, .init(window: window)) {
        backOff.succeeded()
        continuation.yield(.event(.desk($0.desk)))
      }
    }
  }

  /// Makes a call, once: where its answer is lost the desk shows whether it happened, and calling
  /// again could be one step too many.
  func carryOut(_ request: ConsoleRequest) async {
    let answer: ConsoleAnswer
    do {
      answer = .done(number: try await make(request.call, seen: request.seen))
      // Before the next key is heard the screen knows what this one did: a step meant for what was
      // before it would be refused.
      let desk = try? await hall.first(
        CounterInterface.Follow.self, .init(window: window), deadline: BackOff.answerDeadline)?.desk
      if let desk { continuation.yield(.event(.desk(desk))) }
    } catch let refusal as VarlinkRemoteError {
      answer = .refused(ConsoleRefusal(refusal))
    } catch {
      answer = .refused(.answerLost)
    }
    continuation.yield(.event(.answered(answer)))
  }

  /// The number it was about, where it was about one.
  private func make(_ call: ConsoleCall, seen: String?) async throws -> String? {
    let here = CounterInterface.WindowQuestion(window: window, seen: seen)
    switch call {
    case .next: return try await ask(CounterInterface.CallNext.self, here).ticket?.number
    case .recall: return try await ask(CounterInterface.Recall.self, here).ticket.number
    case .serve: return try await ask(CounterInterface.Serve.self, here).ticket.number
    case .finish: return try await ask(CounterInterface.Finish.self, here).ticket.number
    case .pass: return try await ask(CounterInterface.Pass.self, here).ticket.number
    case .hold:
      return try await ask(CounterInterface.Hold.self, .init(window: window, seen: seen))
        .ticket.number
    case .resume(let number):
      return try await ask(
        CounterInterface.Resume.self, .init(window: window, number: number, seen: seen)
      ).ticket.number
    case .comeBack(let number):
      return try await ask(CounterInterface.Return.self, .init(number: number)).number
    case .transfer(let service, let target, let note):
      return try await ask(
        CounterInterface.Transfer.self,
        .init(window: window, service: service, toWindow: target, note: note, seen: seen)
      ).ticket.number
    case .undo: _ = try await ask(CounterInterface.Undo.self, here)
    case .unpause: _ = try await ask(CounterInterface.Unpause.self, here)
    case .close: _ = try await ask(CounterInterface.Close.self, here)
    case .pause(let reason, let back):
      _ = try await ask(
        CounterInterface.Pause.self,
        .init(window: window, reason: reason, backAt: back, seen: seen))
    case .open(let clerk, let pin):
      _ = try await ask(
        CounterInterface.Open.self, .init(window: window, clerk: clerk, pin: pin))
    case .rate(let stage):
      _ = try await ask(RatingsInterface.Ask.self, .init(window: window, stage: stage))
    }
    return nil
  }

  private func ask<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws
    -> M.Reply
  {
    try await hall.call(method, parameters, deadline: BackOff.answerDeadline)
  }
}

extension ConsoleMisplacement {
  /// nil where the hall's refusal is not about the console.
  fileprivate init?(_ error: any Error) {
    switch (error as? VarlinkRemoteError)?.name {
    case StandardError.permissionDenied.remote.name: self = .notAllowed
    case CounterInterface.NoSuchWindow.name: self = .noSuchWindow
    default: return nil
    }
  }
}
