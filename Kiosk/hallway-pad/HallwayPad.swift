import ArgumentParser
import Foundation
import Glibc
import Hall
import KioskScreens
import KioskTerminal
import ProgramKit
import TextUI

@main
enum Entry {
  static func main() { FrontProgram.run { await HallwayPad.main() } }
}

/// A window's rating pad on a second screen: who sits there, five levels, reasons, words.
struct HallwayPad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-pad",
    abstract: "A window's rating pad in a terminal. 窗口评价器",
    discussion: """
      Needs a UTF-8 terminal of 40x24 or more with a font that has Chinese characters.

      EXAMPLES
        hallway-pad --window 3
        hallway-pad --window 3 --elder --socket /tmp/hall/hallway.socket --state /tmp/pad-3

      A rating is written to the state directory before the screen says thanks, and sent until \
      the hall has answered. Ctrl-C ends the pad and restores the terminal; with --locked no key does.

      Exit codes: 0 ended by Ctrl-C or a signal, 1 the state directory cannot be used, 2 not a \
      terminal, 3 terminal smaller than 40x24, 4 no UTF-8 locale, 5 unknown TERM, 64 wrong \
      arguments.
      """,
    version: hallwayVersion)

  @ArgumentParser.Option(help: "The window it stands at, as the hall's file names it.")
  var window: String

  @OptionGroup var options: FrontOptions

  @ArgumentParser.Option(
    help: "Where ratings wait for the hall; $STATE_DIRECTORY or a directory in your home.")
  var state: String?

  @ArgumentParser.Option(help: "The language the pad returns to: zh or en.")
  var language = FrontLanguage.zh

  @Flag(help: "Begin in elder mode: large and few choices, for 40 columns.")
  var elder = false

  func run() async throws {
    let directory: StateDirectory
    var outbox: Outbox
    do {
      directory = try StateDirectory(
        path: try statePath, lockFile: "hallway-pad.lock", program: "hallway-pad")
      outbox = try Outbox(path: directory.path("ratings.json"))
    } catch {
      throw complain("\(error)", EXIT_FAILURE)
    }
    let terminal = try FrontProgram.terminal(
      of: "hallway-pad", smallest: PadFront.smallest, options: options)
    let (inputs, continuation) = AsyncStream.makeStream(of: FrontInput<PadEvent>.self)
    let pad = PadFront(
      window: window, instance: String(UInt64.random(in: 0...UInt64.max), radix: 36),
      language: language.value, isElder: elder, kept: outbox.ratings, now: WallTime.now)
    let post = HallPost(
      hall: options.hall, window: window, continuation: continuation)
    var loop = PadLoop(
      state: pad, outbox: outbox, terminal: terminal, post: post, inputs: inputs,
      continuation: continuation)
    do throws(Outbox.Failure) {
      try await loop.run()
    } catch {
      throw complain(error.description, EXIT_FAILURE)
    }
    // Its lock is held until here.
    withExtendedLifetime(directory) {}
  }

  private var statePath: String {
    get throws {
      if let state { return URL(fileURLWithPath: state).path }
      if let given = getenv("STATE_DIRECTORY") { return String(cString: given) }
      // A window's name becomes a directory's: no other place may come of it.
      guard !window.isEmpty, window != "..", window != ".", !window.contains("/") else {
        throw Complaint("give the state directory of window \"\(window)\" with --state")
      }
      return NSHomeDirectory() + "/.local/state/hallway-pad/" + window
    }
  }

  private func complain(_ message: String, _ code: Int32) -> ExitCode {
    FrontProgram.complain(message, of: "hallway-pad", code)
  }
}
