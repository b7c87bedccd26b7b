import ArgumentParser
import BoardScreens
import Hall
import KioskTerminal
import ProgramKit

@main
enum Entry {
  static func main() { FrontProgram.run { await HallwayBoard.main() } }
}

/// The waiting hall's board: who is called where, and how many wait. 叫号大屏
struct HallwayBoard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-board",
    abstract: "The waiting hall's board, in a terminal. 大厅叫号屏",
    discussion: """
      Needs a UTF-8 terminal of 80x24 to 200x60 with a font that has Chinese characters.

      EXAMPLES
        hallway-board
        hallway-board --zone east --socket /tmp/hall/hallway.socket

      It shows numbers and windows, in Chinese and English, and never a name. It takes no key: it \
      ends by a signal, and restores the terminal. While the hall is away it shows what was last so \
      and since when, and comes back by itself.

      Exit codes: 0 ended by a signal, 2 not a terminal, 3 terminal smaller than 80x24, 4 no \
      UTF-8 locale, 5 unknown TERM, 64 wrong arguments.
      """,
    version: hallwayVersion)

  @Option(help: "The part of the hall it hangs in, by its id or name, or all; all unless given.")
  var zone = Self.wholeHall
  @OptionGroup var options: FrontOptions

  /// Stands for no part of the hall but all of it.
  private static let wholeHall = "all"

  func run() async throws {
    let terminal = try FrontProgram.terminal(
      of: "hallway-board", smallest: Board.smallest, options: options)
    let (inputs, continuation) = AsyncStream.makeStream(of: FrontInput<Board.Event>.self)
    let post = BoardPost(hall: options.hall, continuation: continuation)
    var loop = FrontLoop(
      state: Board(zone: zone == Self.wholeHall ? nil : zone, now: WallTime.now),
      terminal: terminal, inputs: inputs,
      continuation: continuation
    ) { _ in }
    await loop.run(keys: .deaf, errands: [{ await post.follow() }, { await post.keepTold() }])
  }
}
