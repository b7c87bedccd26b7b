import Hall
import KioskScreens
import KioskTerminal
import TextUI
import TouchPanels

/// Everything that reaches the kiosk, in one stream.
enum Input: Sendable {
  case event(Event)
  case hand(Hand)
  /// A finger on a panel that is read directly.
  case touch(PanelPoint)
}

/// Takes events one by one, lets the pure screens decide, draws, and sends the errands out.
struct KioskLoop {
  var state: KioskState
  let terminal: Terminal
  var touches: TouchDesk
  var errands: Errands
  let inputs: AsyncStream<Input>
  let continuation: AsyncStream<Input>.Continuation
  var voice: Voice?
  var size = KioskState.smallest

  mutating func run() async {
    size = terminal.firstSize
    terminal.start { [continuation] hand in
      continuation.yield(.hand(hand))
    } ended: { [continuation] in
      continuation.finish()
    }
    touches.start { [continuation] point in continuation.yield(.touch(point)) }
    let ticks = everySecond { [continuation] in continuation.yield(.event(.tick)) }
    carryOut(state.start())
    resize(to: size)
    // Ends when the terminal has been restored.
    for await input in inputs {
      switch input {
      case .event(let event): carryOut(state.handle(event, at: WallTime.now))
      case .touch(let point):
        if let hand = touches.take(point, size: size) { handle(hand) } else { draw(wipes: false) }
      case .hand(let hand):
        if touches.ignores(hand) { draw(wipes: false) } else { handle(hand) }
      }
    }
    ticks.cancel()
    await voice?.end()
    errands.cancelAll()
  }

  private mutating func handle(_ hand: Hand) {
    switch hand {
    case .key(let key): carryOut(state.handle(.key(key), at: WallTime.now))
    case .click(let position, let size):
      carryOut(state.handle(.click(position, size), at: WallTime.now))
    case .resized(let new): resize(to: new)
    case .quit: terminal.stop()
    }
  }

  private mutating func carryOut(_ requests: [Request]) {
    errands.forget(before: state.generation)
    for request in requests {
      switch request {
      case .wipe: break
      case .say(let text): voice?.say(text, in: state.language)
      case .hush: voice?.hush()
      default: errands.run(request, generation: state.generation)
      }
    }
    draw(wipes: requests.contains(.wipe))
  }

  private mutating func resize(to new: Size) {
    size = new
    carryOut(state.handle(.sized(new), at: WallTime.now))
    draw(wipes: true)
  }

  private func draw(wipes: Bool) {
    terminal.show(touches.page(size: size) ?? state.render(size: size).picture, wipes: wipes)
  }
}
