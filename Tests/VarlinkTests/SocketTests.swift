import Glibc
import NIOCore
import NIOPosix
import Testing
import Varlink

/// Binding, permissions, credentials and sockets handed over by a service manager.
extension OverSockets {
  @Suite struct SocketTests {
    @Test func `the kernel tells each call who the peer is`() async throws {
      try await withServer(try Counter.service()) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let peer = try await client.call(Counter.Peer.self, NoParameters())
        #expect(peer.pid == Int(getpid()))
        #expect(peer.uid == Int(getuid()))
      }
    }

    @Test func `the socket file has the mode asked for and is gone after the stop`() async throws {
      let path = try await withServer(try Counter.service()) { path in
        #expect(Self.mode(path) == 0o660)
        return path
      }
      #expect(access(path, F_OK) != 0)
    }

    @Test func `a stale socket file is replaced`() async throws {
      let path = freshSocketPath()
      try Self.leaveStaleSocket(path)
      #expect(access(path, F_OK) == 0)
      let server = VarlinkServer(service: try Counter.service(), logger: quietLogger)
      try await withDeadline {
        let (ready, readiness) = AsyncStream.makeStream(of: Void.self)
        let running = Task { try await server.run(unixSocket: path) { readiness.yield() } }
        for await _ in ready { break }
        var peer = try RawPeer(path)
        #expect(try peer.call(OverSockets.add).contains("3"))
        running.cancel()
        try await running.value
      }
    }

    @Test func `a path with a live server is refused and left alone`() async throws {
      try await withServer(try Counter.service()) { path in
        let second = VarlinkServer(service: try Counter.service(), logger: quietLogger)
        let error = await #expect(throws: SocketError.self) {
          try await second.run(unixSocket: path)
        }
        #expect(error?.code == .alreadyServed)
        var peer = try RawPeer(path)
        #expect(try peer.call(OverSockets.add).contains("3"))
      }
    }

    @Test func `a path that is an ordinary file is refused and left alone`() async throws {
      let path = freshSocketPath()
      Glibc.close(open(path, O_CREAT | O_WRONLY, 0o600))
      defer { unlink(path) }
      let server = VarlinkServer(service: try Counter.service(), logger: quietLogger)
      let error = await #expect(throws: SocketError.self) { try await server.run(unixSocket: path) }
      #expect(error?.code == .notASocket)
      #expect(access(path, F_OK) == 0)
    }

    @Test func `a path beyond sockaddr_un is refused`() async throws {
      let server = VarlinkServer(service: try Counter.service(), logger: quietLogger)
      let path = "/tmp/" + String(repeating: "x", count: 120)
      let error = await #expect(throws: SocketError.self) { try await server.run(unixSocket: path) }
      #expect(error?.code == .pathTooLong)
    }

    @Test func `handlers without a declared method stop the server from starting`() async throws {
      var service = VarlinkService(vendor: "", product: "", version: "", url: "")
      service.handle(Counter.Add.self) { _, _ in .init(sum: 0) }
      let server = VarlinkServer(service: service, logger: quietLogger)
      let error = await #expect(throws: UndeclaredMethods.self) {
        try await server.run(unixSocket: freshSocketPath())
      }
      #expect(error?.names == [Counter.Add.name])
    }

    @Test func `sockets meant for another process are not taken`() {
      let environment = ["LISTEN_PID": "1", "LISTEN_FDS": "1"]
      #expect(InheritedSocket.all(environment: environment, processID: 2).isEmpty)
      #expect(InheritedSocket.all(environment: [:]).isEmpty)
      for count in ["0", "-1", "65", "x", "99999999999"] {
        let environment = ["LISTEN_PID": "2", "LISTEN_FDS": count]
        #expect(InheritedSocket.all(environment: environment, processID: 2).isEmpty)
      }
    }

    @Test func `a connected descriptor is served until its peer leaves`() async throws {
      var pair: [Int32] = [0, 0]
      #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
      let socket = try #require(InheritedSocket(descriptor: pair[0], name: "varlink"))
      #expect(socket.kind == .connected)
      let server = VarlinkServer(service: try Counter.service(), logger: quietLogger)
      let other = pair[1]
      try await withDeadline {
        let running = Task { try await server.run(inherited: [socket]) }
        let client = try await VarlinkClient.adopt(descriptor: other)
        #expect(try await client.call(Counter.Add.self, .init(left: 20, right: 22)).sum == 42)
        await client.close()
        try await running.value
      }
    }

    private static func mode(_ path: String) -> UInt32 {
      var status = stat()
      return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// What a killed server leaves: a bound file that nobody listens on.
    private static func leaveStaleSocket(_ path: String) throws {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      try #require(result == 0)
      Glibc.close(descriptor)
    }
  }
}
