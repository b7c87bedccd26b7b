import Logging
import Varlink

/// One method with one string each way: what is left is the protocol's own cost.
enum PingService {
  static let interface = """
    interface org.example.bench

    method Ping(ping: string) -> (pong: string)

    """

  enum Ping: VarlinkMethod {
    struct Parameters: Codable, Sendable { var ping: String }
    struct Reply: Codable, Sendable { var pong: String }
    static let name = "org.example.bench.Ping"
  }

  static func serve(_ path: String) async throws {
    var service = VarlinkService(vendor: "Hallway", product: "bench", version: "1", url: "")
    service.add(try VarlinkInterface(interface))
    service.handle(Ping.self) { parameters, _ in .init(pong: parameters.ping) }
    try await VarlinkServer(
      service: service, logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() })
    ).run(unixSocket: path)
  }
}
