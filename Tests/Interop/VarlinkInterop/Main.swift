import Glibc
import Logging
import Varlink

/// The Swift side of the interop tests.
///
///     VarlinkInterop serve PATH      the certification service on a socket it binds
///     VarlinkInterop activated       the same on the sockets it was started with
///     VarlinkInterop certify PATH    the certification client
///     VarlinkInterop peer PATH       the client for `async_peer.py server`
@main
struct Main {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.dropFirst().first) {
    case ("serve", let path?):
      try await server().run(unixSocket: path) { say("ready") }
    case ("activated", nil):
      try await server().run(inherited: InheritedSocket.all())
    case ("certify", let path?):
      try await CertificationClient.run(path)
      say("Certification passed")
    case ("peer", let path?):
      try await PeerClient.run(path)
      say("passed")
    default:
      print("usage: VarlinkInterop serve PATH | activated | certify PATH | peer PATH")
      exit(64)  // EX_USAGE
    }
  }

  /// Unbuffered, because a test waits for the line.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  private static func server() throws -> VarlinkServer {
    VarlinkServer(
      service: try CertificationServer.service(),
      logger: Logger(label: "interop", factory: { StreamLogHandler.standardError(label: $0) }),
      checksReplies: true)
  }
}
