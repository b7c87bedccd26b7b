import Glibc
import Varlink

/// Measures the server with a blocking raw client; build it with `-c release`.
///
///     VarlinkBench                 the table: bare echo, our server, PyPI varlink's server
///     VarlinkBench echo|serve PATH one server, as the table starts it
///
/// The Python row needs `scripts/make-venv.sh` (HALLWAY_VENV or .build-venv).
@main
struct Main {
  /// About one call as a kiosk makes it.
  static let message = #"{"method":"org.example.bench.Ping","parameters":{"ping":"住房公积金 A012"}}"#

  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "echo" where arguments.count == 2: try echo(arguments[1])
    case "serve" where arguments.count == 2: try await PingService.serve(arguments[1])
    case nil: try table()
    default:
      print("usage: VarlinkBench [echo PATH | serve PATH]")
      exit(64)  // EX_USAGE
    }
  }

  /// One thread per connection, as bare as a server can be.
  private static func echo(_ path: String) throws {
    let listener = try BlockingSocket.listen(path)
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { throw BlockingSocket.Failed(what: "accept") }
      var thread = pthread_t()
      let boxed = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
      boxed.initialize(to: descriptor)
      pthread_create(
        &thread, nil,
        { argument in
          guard let boxed = argument?.assumingMemoryBound(to: Int32.self) else { return nil }
          var socket = BlockingSocket(adopting: boxed.pointee)
          boxed.deallocate()
          socket.echo()
          return nil
        }, boxed)
      pthread_detach(thread)
    }
  }

  private static func table() throws {
    let own = try FileSystemPath.ownExecutable()
    let echo = try Server([own, "echo"]).measure(message, calls: 20_000)
    let ours = try Server([own, "serve"]).measure(message, calls: 20_000)
    print("                    median       p99   calls/s  16 callers  pipelined")
    print("                        us        us              calls/s    calls/s")
    print("bare Unix echo   \(echo)")
    print("our server       \(ours)   \(ratio(ours.median, echo.median)) x echo (goal <= 3)")
    guard let python = FileSystemPath.python() else {
      return print("PyPI varlink     not measured: no venv (scripts/make-venv.sh)")
    }
    let script = FileSystemPath.besideSources("bench_server.py")
    let theirs = try Server([python, script]).measure(message, calls: 2_000)
    print("PyPI varlink     \(theirs)")
    print("our calls per second are \(ratio(ours.rate, theirs.rate)) x PyPI's one after the other,")
    print(
      "  \(ratio(ours.sharedRate, theirs.sharedRate)) x with 16 callers, \(ratio(ours.pipelinedRate, theirs.pipelinedRate)) x pipelined (goal >= 10)"
    )
  }

  private static func ratio(_ first: Double, _ second: Double) -> String {
    "\((first / second * 100).rounded() / 100)"
  }
}
