public import ArgumentParser
import Glibc
public import TextUI

/// What every front's program does before and beside its own work.
public enum FrontProgram {
  /// Runs a front's command and ends the process with it.
  ///
  /// The program's own main is not `async`: the drain of an async main opens every signal in the main
  /// thread (dispatch_main is a sigsuspend with an empty mask), and ncurses' handlers would end us.
  public static func run(_ command: @escaping @Sendable () async -> Void) -> Never {
    // Threads of Dispatch and NIO are born with signals blocked; this is the only other one.
    Signals.block()
    Task.detached {
      await command()
      exit(EXIT_SUCCESS)
    }
    while true { pause() }
  }

  /// The terminal, or the reason on standard error and the exit code that stands for it.
  public static func terminal(
    of program: String, smallest: Size, options: FrontOptions
  ) throws -> Terminal {
    do throws(StartFailure) {
      return try Terminal.open(
        smallest: smallest, theme: options.theme.value, isLocked: options.locked)
    } catch {
      throw complain(error.message, of: program, error.exitCode)
    }
  }

  /// Says on standard error why a front ends, and gives its exit code.
  public static func complain(_ message: String, of program: String, _ code: Int32) -> ExitCode {
    let line = "\(program): \(message)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    return ExitCode(code)
  }
}

/// Where the hall is, and how bright the room: options of every front.
public struct FrontOptions: ParsableArguments {
  @ArgumentParser.Option(help: "The socket of the hall's service.")
  public var socket = "/run/hallway/org.hallway"

  @ArgumentParser.Option(help: "Colours: day, or dark for a hall where a white screen dazzles.")
  public var theme = FrontTheme.day

  @Flag(help: "Nobody at the keyboard ends it; for fronts that stand in a hall.")
  public var locked = false

  public init() {}

  public var hall: HallClient { HallClient(socket: socket) }
}
