import DeviceKit
import Foundation
import HallService
import Logging
import ProgramKit
import ServiceLifecycle
import Varlink

/// Devices, pads, printing and forgetting, until the group stops.
struct BackgroundService: Service {
  let desk: FrontDesk

  func run() async {
    await cancelWhenGracefulShutdown { [desk] in await desk.run() }
  }
}

/// Lets no device wait out its pause when something was plugged in: it may be the one.
struct HotplugService: Service {
  let desk: FrontDesk
  let logger: Logger

  func run() async {
    await cancelWhenGracefulShutdown { [desk, logger] in
      for await _ in HotplugWatch.changes(logger: logger) { desk.hardwareChanged() }
    }
    // Without hotplug the hall goes on: devices are looked for by turns.
    try? await gracefulShutdown()
  }
}

/// The socket, from the service manager where it hands one over.
struct SocketService: Service {
  let server: VarlinkServer
  let path: String
  let logger: Logger

  func run() async throws {
    let inherited = InheritedSocket.all()
    let ready: @Sendable () async -> Void = { [logger, path] in
      ServiceManager.notify("READY=1")
      logger.notice("serving", metadata: ["socket": "\(inherited.isEmpty ? path : "inherited")"])
    }
    try await cancelWhenGracefulShutdown { [server, path] in
      if inherited.isEmpty {
        try await server.run(unixSocket: path, mode: 0o660, onReady: ready)
      } else {
        try await server.run(inherited: inherited, onReady: ready)
      }
    }
    ServiceManager.notify("STOPPING=1")
  }
}

extension ServerLimits {
  /// What a hall needs, far below what the protocol allows: no call here has a kilobyte, and a
  /// message of megabytes keeps everybody else on its event loop waiting while it is parsed.
  static var hall: ServerLimits {
    var limits = ServerLimits()
    limits.messageBytes = 64 << 10
    return limits
  }
}

/// Ends the group when standard input does: a parent that is gone cannot ask any more.
struct EndOfInputService: Service {
  func run() async {
    await cancelWhenGracefulShutdown { await EndOfInput.wait() }
  }
}

/// systemd's notification protocol, sd_notify(3), without its library.
enum ServiceManager {
  static func notify(_ state: String) {
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"], !path.isEmpty else {
      return
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A leading @ names an abstract socket, whose first byte is NUL.
    var name = Array(path.utf8)
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let message = Array(state.utf8)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, message, message.count, 0, $0, length)
      }
    }
  }
}
