import Dispatch
import Hall
import HallAPI
import Logging
import PINHashing
import PersonKeys
import Varlink

/// Lets clerks prove who they are when they come to a window, and slows down who guesses. 上岗登录
actor ClerkSignIn {
  private let cards: CardDesk
  private let tries = SignInTries()
  /// Guesses are looked at one after the other: a hash takes a tenth of a second and 32 MiB.
  private let bench = DispatchQueue(label: "hallway.sign-in")

  init(cards: CardDesk) { self.cards = cards }

  /// Who comes to work at a window; nil where the hall has no file of clerks.
  ///
  /// - Throws: ``CounterInterface/ClerkNeeded`` where nobody says who they are,
  ///   ``CounterInterface/SignInRefused`` where it is not true, and
  ///   ``CounterInterface/WindowNotAllowed`` where they may not work there.
  func clerk(
    _ question: CounterInterface.Open.Parameters, _ call: CallContext, _ hall: HallParts
  ) async throws -> Clerk? {
    guard let roster = hall.rulebook.edition.clerks else { return nil }
    guard let window = hall.catalogue.window(question.window) else {
      throw CounterInterface.NoSuchWindow(window: question.window)
    }
    let clerk = try await proven(question, call, roster, hall)
    guard clerk.mayServe(window, of: hall.catalogue) else {
      throw CounterInterface.WindowNotAllowed(window: window.id)
    }
    return clerk
  }

  private func proven(
    _ question: CounterInterface.Open.Parameters, _ call: CallContext, _ roster: ClerkRoster,
    _ hall: HallParts
  ) async throws -> Clerk {
    if let token = question.card {
      return try await holder(of: token, question, call, roster, hall)
    }
    if question.pin == nil, let uid = call.peer?.uid, let own = roster.clerk(ofUser: uid),
      question.clerk ?? own.id == own.id
    {
      return own
    }
    guard let id = question.clerk, let pin = question.pin else {
      throw CounterInterface.ClerkNeeded(window: question.window)
    }
    let keys: [SignInTries.Key] = [
      .clerk(id, caller: call.place), .window(question.window, caller: call.place),
    ]
    // Counted before it is looked at, so that many tries at once are as many.
    if let pause = tries.begin(keys, at: hall.wallTime()) {
      throw refusal(pause, question.window, call, hall)
    }
    let clerk = roster.clerk(id)
    guard await matches(pin, clerk?.pin), let clerk else {
      throw refusal(
        tries.pause(keys, at: hall.wallTime()) ?? 0, question.window, call, hall)
    }
    tries.succeeded(keys)
    return clerk
  }

  /// Who laid a clerk's card on the reader is that clerk: a card is not guessed, so nobody waits.
  private func holder(
    of token: String, _ question: CounterInterface.Open.Parameters, _ call: CallContext,
    _ roster: ClerkRoster, _ hall: HallParts
  ) async throws -> Clerk {
    guard let proof = try await cardProof(of: token, hall), let clerk = roster.clerk(ofCard: proof),
      question.clerk ?? clerk.id == clerk.id
    else { throw refusal(0, question.window, call, hall) }
    return clerk
  }

  /// What the file of clerks keeps of the card a token stands for.
  func cardProof(of token: String, _ hall: HallParts) async throws -> CardProof? {
    guard let holder = await cards.holder(of: token) else { throw CounterInterface.CardExpired() }
    return hall.people.cardProof(of: holder.person)
  }

  /// Takes as long for a clerk whom nobody knows as for one with another PIN.
  private func matches(_ pin: String, _ hash: PINHash?) async -> Bool {
    await withCheckedContinuation { continuation in
      bench.async { continuation.resume(returning: PINHash.matches(pin, hash)) }
    }
  }

  private func refusal(
    _ seconds: Int, _ window: String, _ call: CallContext, _ hall: HallParts
  ) -> CounterInterface.SignInRefused {
    // Neither number nor PIN: people type the one where the other belongs.
    hall.logger.warning(
      "sign-in refused",
      metadata: ["window": "\(window)", "peer": "\(call.place)", "wait": "\(seconds) s"])
    return CounterInterface.SignInRefused(waitSeconds: seconds)
  }
}
