import Hall
public import TextUI

/// Everything that reaches a front, in one stream.
public enum FrontInput<Event: Sendable>: Sendable {
  case event(Event)
  case hand(Hand)
}

/// Takes events one by one, lets the pure front decide, sends its requests out, and draws.
public struct FrontLoop<State: Front> {
  public typealias Input = FrontInput<State.Event>

  private var state: State
  private let terminal: Terminal
  private let inputs: AsyncStream<Input>
  private let continuation: AsyncStream<Input>.Continuation
  private let carryOut: @Sendable (State.Request) -> Void
  private var size: Size

  /// A loop that has not begun; `carryOut` starts what a request asks for, and returns at once.
  public init(
    state: State, terminal: Terminal, inputs: AsyncStream<Input>,
    continuation: AsyncStream<Input>.Continuation,
    carryOut: @escaping @Sendable (State.Request) -> Void
  ) {
    self.state = state
    self.terminal = terminal
    self.inputs = inputs
    self.continuation = continuation
    self.carryOut = carryOut
    size = terminal.firstSize
  }

  /// Ends when the terminal has been restored; `errands` run beside it until then.
  public mutating func run(
    keys: Terminal.Ear = .open, errands: [@Sendable () async -> Void]
  ) async {
    terminal.start(keys: keys) { [continuation] hand in
      continuation.yield(.hand(hand))
    } ended: { [continuation] in
      continuation.finish()
    }
    let running =
      errands.map { errand in Task { await errand() } }
      + [everySecond { [continuation] in continuation.yield(.event(State.tick)) }]
    defer { for errand in running { errand.cancel() } }
    draw(wipes: true)
    for await input in inputs {
      switch input {
      case .event(let event): take(event)
      case .hand(.resized(let new)):
        size = new
        draw(wipes: true)
      case .hand(.quit): terminal.stop()
      case .hand(let hand): if let event = State.event(of: hand) { take(event) }
      }
    }
  }

  private mutating func take(_ event: State.Event) {
    let before = state.repaint
    for request in state.handle(event, at: WallTime.now) { carryOut(request) }
    draw(wipes: state.repaint != before)
  }

  private func draw(wipes: Bool) { terminal.show(state.picture(size: size), wipes: wipes) }
}
