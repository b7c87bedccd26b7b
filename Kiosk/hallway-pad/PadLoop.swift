import Glibc
import Hall
import KioskScreens
import KioskTerminal
import TextUI

/// Takes events one by one, lets the pure screens decide, keeps what was rated, and draws.
struct PadLoop {
  var state: PadFront
  var outbox: Outbox
  let terminal: Terminal
  let post: HallPost
  let inputs: AsyncStream<FrontInput<PadEvent>>
  let continuation: AsyncStream<FrontInput<PadEvent>>.Continuation
  private var size: Size

  init(
    state: PadFront, outbox: Outbox, terminal: Terminal, post: HallPost,
    inputs: AsyncStream<FrontInput<PadEvent>>,
    continuation: AsyncStream<FrontInput<PadEvent>>.Continuation
  ) {
    self.state = state
    self.outbox = outbox
    self.terminal = terminal
    self.post = post
    self.inputs = inputs
    self.continuation = continuation
    size = terminal.firstSize
  }

  /// Ends when the terminal has been restored.
  ///
  /// - Throws: ``Outbox/Failure``: a pad that cannot keep a rating must not ask for one.
  mutating func run() async throws(Outbox.Failure) {
    terminal.start { [continuation] hand in
      continuation.yield(.hand(hand))
    } ended: { [continuation] in
      continuation.finish()
    }
    let errands = [
      Task { [post] in await post.follow() },
      everySecond { [continuation] in continuation.yield(.event(.tick)) },
    ]
    defer { for errand in errands { errand.cancel() } }
    await post.send(outbox.next)
    draw(wipes: true)
    var failure: Outbox.Failure?
    for await input in inputs {
      do throws(Outbox.Failure) {
        try await take(input)
      } catch {
        failure = error
        terminal.stop()
      }
    }
    if let failure { throw failure }
  }

  private mutating func take(_ input: FrontInput<PadEvent>) async throws(Outbox.Failure) {
    switch input {
    case .event(let event):
      if case .answered(let requestId, _) = event { try outbox.remove(requestId) }
      try await carryOut(state.handle(event, at: WallTime.now))
    case .hand(.key(let key)): try await carryOut(state.handle(.key(key), at: WallTime.now))
    case .hand(.click(let position, let size)):
      try await carryOut(state.handle(.click(position, size), at: WallTime.now))
    case .hand(.resized(let new)):
      size = new
      draw(wipes: true)
    case .hand(.quit): terminal.stop()
    }
  }

  private mutating func carryOut(_ requests: [PadRequest]) async throws(Outbox.Failure) {
    // Kept before the screen says thanks.
    for case .keep(let rating) in requests { try outbox.keep(rating) }
    await post.send(outbox.next)
    draw(wipes: requests.contains(.wipe))
  }

  private func draw(wipes: Bool) { terminal.show(state.render(size: size).picture, wipes: wipes) }
}
