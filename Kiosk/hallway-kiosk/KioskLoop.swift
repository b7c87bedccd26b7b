import Glibc
import Hall
import KioskScreens

/// Everything that reaches the kiosk, in one stream.
enum Input: Sendable {
  case event(Event)
  case resized(Size)
  case quit
}

/// The clock on the wall of this machine.
enum WallTime {
  static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// Takes events one by one, lets the pure screens decide, draws, and sends the errands out.
struct KioskLoop {
  var state: KioskState
  let terminal: Terminal
  var errands: Errands
  var size = KioskState.smallest

  mutating func run() async {
    size = terminal.firstSize
    terminal.start()
    Signals.quit(into: terminal.continuation)
    let ticks = Self.ticks(into: terminal.continuation)
    carryOut(state.start())
    draw(wipes: true)
    // Ends when the terminal has been restored.
    for await input in terminal.inputs {
      switch input {
      case .event(let event): carryOut(state.handle(event, at: WallTime.now))
      case .resized(let new):
        size = new
        draw(wipes: true)
      case .quit: terminal.stop()
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
    terminal.show(state.render(size: size), wipes: wipes)
  }

  /// The clock, the countdowns and the tries to come live from these.
  private static func ticks(into inputs: AsyncStream<Input>.Continuation) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(1))
        inputs.yield(.event(.tick))
      }
    }
  }
}
