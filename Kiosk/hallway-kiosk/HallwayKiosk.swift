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
  static func main() { FrontProgram.run { await HallwayKiosk.main() } }
}

/// The citizen's text-mode front: numbers, progress, ratings.
struct HallwayKiosk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-kiosk",
    abstract: "The text-mode kiosk of a government service hall. 取号、查进度、评价",
    discussion: """
      Needs a UTF-8 terminal of 80x24 or more with a font that has Chinese characters; one of \
      40x24 or more shows elder mode only. In elder mode screens are read aloud through spd-say or \
      espeak-ng, where one is installed.

      EXAMPLES
        hallway-kiosk
        hallway-kiosk --socket /tmp/hall/hallway.socket --language en
        hallway-kiosk --locked --place "West gate 1" --scanner scanner-1

      With --simulator, F2 (or c) lays the next invented card on the simulated reader and F3 \
      takes it away. Ctrl-C ends the kiosk and restores the terminal; with --locked no key does.

      Exit codes: 0 ended by Ctrl-C or a signal, 2 not a terminal, 3 terminal smaller than \
      40x24, 4 no UTF-8 locale, 5 unknown TERM, 64 wrong arguments.
      """,
    version: hallwayVersion)

  @OptionGroup var options: FrontOptions

  @ArgumentParser.Option(help: "The socket of the device simulators, for demonstrations.")
  var simulator: String?

  @ArgumentParser.Option(help: "What staff call this kiosk, for calls for help.")
  var place = "kiosk"

  @ArgumentParser.Option(
    help: "The scanner built into this kiosk, as the hall's file names it; none unless given.")
  var scanner: String?

  @ArgumentParser.Option(help: "The language the kiosk returns to: zh or en.")
  var language = FrontLanguage.zh

  @Flag(inversion: .prefixedNo, help: "Read screens aloud in elder mode.")
  var voice = true

  @OptionGroup var touch: TouchOptions

  func run() async throws {
    let touches: TouchDesk
    do throws(TouchDesk.Failure) {
      touches = try TouchDesk(touch)
    } catch {
      throw FrontProgram.complain(error.description, of: "hallway-kiosk", EX_USAGE)
    }
    let terminal = try FrontProgram.terminal(
      of: "hallway-kiosk", smallest: KioskState.smallest, options: options)
    let instance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let state = KioskState(
      instance: instance, language: language.value, isDemo: simulator != nil, now: WallTime.now)
    let (inputs, continuation) = AsyncStream.makeStream(of: Input.self)
    let errands = Errands(
      hall: options.hall, simulator: simulator.map(HallClient.init), place: place,
      inputs: continuation)
    var loop = KioskLoop(
      state: state, terminal: terminal, touches: touches, errands: errands, inputs: inputs,
      continuation: continuation,
      voice: voice ? Voice(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "") : nil)
    let hall = options.hall
    let scans = scanner.map { scanner in
      Task {
        await Scans(hall: hall, scanner: scanner, inputs: continuation).run()
      }
    }
    await loop.run()
    scans?.cancel()
  }
}
