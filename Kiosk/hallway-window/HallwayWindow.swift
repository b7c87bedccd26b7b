import ArgumentParser
import ConsoleScreens
import Hall
import KioskTerminal
import ProgramKit

@main
enum Entry {
  static func main() { FrontProgram.run { await HallwayWindow.main() } }
}

/// The clerk's console at a window: one key for each step. 窗口台
struct HallwayWindow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-window",
    abstract: "A window's console for its clerk, in a terminal. 窗口台",
    discussion: """
      Needs a UTF-8 terminal of 40x24 or more with a font that has Chinese characters.

      EXAMPLES
        hallway-window 3
        hallway-window 3 --language en --socket /tmp/hall/hallway.socket

      Keys: N next, R recall, S here, F finish, H hold, G resume, P pass, B return, T send on, \
      A ask for a rating, Z pause, O open, C close, U undo, L the other language. The screen shows \
      them. Ctrl-C ends the console and restores the terminal; the window stays as it is.

      Exit codes: 0 ended by Ctrl-C or a signal, 2 not a terminal, 3 terminal smaller than 40x24, \
      4 no UTF-8 locale, 5 unknown TERM, 64 wrong arguments.
      """,
    version: hallwayVersion)

  @Argument(help: "The window, as the hall's file names it.") var window: String
  @OptionGroup var options: FrontOptions
  @Option(help: "The language the console begins in: zh or en.") var language = FrontLanguage.zh

  func run() async throws {
    let terminal = try FrontProgram.terminal(
      of: "hallway-window", smallest: Console.smallest, options: options)
    let (inputs, continuation) = AsyncStream.makeStream(of: FrontInput<ConsoleEvent>.self)
    let post = ConsolePost(hall: options.hall, window: window, continuation: continuation)
    var loop = FrontLoop(
      state: Console(window: window, language: language.value, now: WallTime.now),
      terminal: terminal, inputs: inputs, continuation: continuation
    ) { request in
      Task { await post.carryOut(request) }
    }
    await loop.run(errands: [{ await post.follow() }])
  }
}
