import Glibc
import Testing
import Varlink

/// Against two independent implementations, both ways: `varlink` 31.0.0 and `asyncvarlink` 0.3.3
/// from PyPI. `scripts/make-venv.sh` makes their environment; HALLWAY_VENV names another.
extension OverSockets {
  @Suite(.enabled(if: Interop.isWanted, "run scripts/make-venv.sh first"))
  struct InteropTests {
    private static func serving(_ body: (String, String) throws -> Void) throws {
      let path = freshSocketPath()
      var server = try ChildProcess([Interop.swift, "serve", path])
      try server.waits(for: "ready")
      try body(path, try #require(Interop.python))
    }

    @Test func `python-varlink certifies our server`() throws {
      try Self.serving { path, python in
        var client = try ChildProcess([
          python, "-m", "varlink.tests.test_certification", "--client", "--varlink=unix:\(path)",
        ])
        let (output, status) = try client.ended()
        #expect(status == 0, "\(output)")
        #expect(output.contains("Certification passed"))
      }
    }

    @Test func `our client certifies python-varlink's server`() throws {
      let path = freshSocketPath()
      defer { unlink(path) }
      let server = try ChildProcess([
        try #require(Interop.python), "-m", "varlink.tests.test_certification",
        "--varlink=unix:\(path)",
      ])
      try Interop.waitForListener(path)
      var client = try ChildProcess([Interop.swift, "certify", path])
      let (output, status) = try client.ended()
      #expect(status == 0, "\(output)")
      #expect(output.contains("Certification passed"))
      withExtendedLifetime(server) {}
    }

    @Test func `our client certifies our server`() throws {
      try Self.serving { path, _ in
        var client = try ChildProcess([Interop.swift, "certify", path])
        let (output, status) = try client.ended()
        #expect(status == 0, "\(output)")
      }
    }

    @Test func `python-varlink's command line reads our introspection`() throws {
      try Self.serving { path, python in
        var info = try ChildProcess([python, "-m", "varlink.cli", "info", "unix:\(path)"])
        let (shown, _) = try info.ended()
        #expect(shown.contains("Product: Varlink interop"))
        #expect(shown.contains("   org.varlink.certification\n   org.varlink.service\n"))
        var help = try ChildProcess([
          python, "-m", "varlink.cli", "help", "unix:\(path)/org.varlink.certification",
        ])
        #expect(
          try help.ended().output.contains("method Test10(client_id: string, mytype: MyType)"))
      }
    }

    @Test func `asyncvarlink's client understands our server`() throws {
      try Self.serving { path, python in
        var client = try ChildProcess([python, Interop.script("async_peer.py"), "client", path])
        let (output, status) = try client.ended()
        #expect(status == 0, "\(output)")
        #expect(output.contains("passed"))
      }
    }

    @Test func `our client understands asyncvarlink's server`() throws {
      let path = freshSocketPath()
      defer { unlink(path) }
      var server = try ChildProcess([
        try #require(Interop.python), Interop.script("async_peer.py"), "server", path,
      ])
      try server.waits(for: "ready")
      var client = try ChildProcess([Interop.swift, "peer", path])
      let (output, status) = try client.ended()
      #expect(status == 0, "\(output)")
    }

    @Test(arguments: ["listening", "connected"])
    func `a child started with a socket as descriptor 3 serves it`(_ kind: String) async throws {
      let path = freshSocketPath()
      defer { unlink(path) }
      var child = try ChildProcess([
        try #require(Interop.python), Interop.script("activate.py"), kind, path, Interop.swift,
        "activated",
      ])
      try child.waits(for: "ready")
      let client = try await VarlinkClient.connect(unixSocket: path)
      let info = try await client.call(ServiceInterface.GetInfo.self, NoParameters())
      #expect(info.interfaces == ["org.varlink.certification", "org.varlink.service"])
      await client.close()
      if kind == "connected" { #expect(try child.ended().status == 0) }
    }
  }
}

private enum Interop {
  /// The `VarlinkInterop` program beside the test bundle.
  static let swift: String = {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return -1 }
      return readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), raw.count)
    }
    let own = String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
    return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/VarlinkInterop"
  }()

  /// `make test` names the environment, and then its absence is a failure and no skip.
  static let isWanted = python != nil || getenv("HALLWAY_VENV") != nil

  static let python: String? = {
    let venv =
      getenv("HALLWAY_VENV").map { String(cString: $0) } ?? root + "/.build-venv"
    return access(venv + "/bin/python", X_OK) == 0 ? venv + "/bin/python" : nil
  }()

  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  static func script(_ name: String) -> String { root + "/Tests/Interop/" + name }

  /// Connects until somebody answers, for a server that does not say when it is ready.
  static func waitForListener(_ path: String) throws {
    for _ in 0..<12_000 {
      if (try? RawPeer(path)) != nil { return }
      usleep(10_000)
    }
    throw DeadlinePassed()
  }
}
