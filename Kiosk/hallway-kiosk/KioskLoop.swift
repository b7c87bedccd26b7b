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
  var voice: Voice?
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
    resize(to: size)
    // Ends when the terminal has been restored.
    for await input in inputs {
      switch input {
      case .event(let event): carryOut(state.handle(event, at: WallTime.now))
      case .hand(.key(let key)): carryOut(state.handle(.key(key), at: WallTime.now))
      case .hand(.click(let position, let size)):
        carryOut(state.handle(.click(position, size), at: WallTime.now))
      case .hand(.resized(let new)): resize(to: new)
      case .hand(.quit): terminal.stop()
      }
    }
    ticks.cancel()
    await voice?.end()
    errands.cancelAll()
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
    terminal.show(state.render(size: size).picture, wipes: wipes)
  }
}
