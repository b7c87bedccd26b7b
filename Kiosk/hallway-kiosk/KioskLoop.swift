import Hall
import KioskScreens
import KioskTerminal
import TextUI

/// Everything that reaches the kiosk, in one stream.
enum Input: Sendable {
  case event(Event)
  case hand(Hand)
}

/// Takes events one by one, lets the pure screens decide, draws, and sends the errands out.
struct KioskLoop {
  var state: KioskState
  let terminal: Terminal
  var errands: Errands
  let inputs: AsyncStream<Input>
  let continuation: AsyncStream<Input>.Continuation
  var size = KioskState.smallest

  mutating func run() async {
    size = terminal.firstSize
    terminal.start { [continuation] hand in
      continuation.yield(.hand(hand))
    } ended: { [continuation] in
      continuation.finish()
    }
    let ticks = everySecond { [continuation] in continuation.yield(.event(.tick)) }
    carryOut(state.start())
    draw(wipes: true)
    // Ends when the terminal has been restored.
    for await input in inputs {
      switch input {
      case .event(let event): carryOut(state.handle(event, at: WallTime.now))
      case .hand(.key(let key)): carryOut(state.handle(.key(key), at: WallTime.now))
      case .hand(.click(let position, let size)):
        carryOut(state.handle(.click(position, size), at: WallTime.now))
      case .hand(.resized(let new)):
        size = new
        draw(wipes: true)
      case .hand(.quit): terminal.stop()
      }
    }
    ticks.cancel()
    errands.cancelAll()
  }

  private mutating func carryOut(_ requests: [Request]) {
    errands.forget(before: state.generation)
    for request in requests where request != .wipe {
      errands.run(request, generation: state.generation)
    }
    draw(wipes: requests.contains(.wipe))
  }

  private func draw(wipes: Bool) {
    terminal.show(state.render(size: size).picture, wipes: wipes)
  }
}
