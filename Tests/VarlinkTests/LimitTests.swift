import Glibc
import Logging
import Synchronization
import Testing

@testable import Varlink

/// What one peer may cost: every case ends with another peer being served all the same.
extension OverSockets {
  @Suite struct LimitTests {
    private static func isServed(_ path: String) throws -> Bool {
      var peer = try RawPeer(path)
      return try peer.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#
    }

    @Test func `a message at the limit is read and one byte more closes`() async throws {
      var limits = ServerLimits()
      limits.messageBytes = 1000
      try await withServer(try Counter.service(), limits: limits) { path in
        let envelope = #"{"method":"org.example.counter.Note","parameters":{"text":""}}"#
        func note(_ bytes: Int) -> String {
          let filler = String(repeating: "x", count: bytes - envelope.utf8.count)
          return #"{"method":"org.example.counter.Note","parameters":{"text":"\#(filler)"}}"#
        }
        var peer = try RawPeer(path)
        #expect(try peer.call(note(1000)) == #"{"parameters":{}}"#)
        try peer.send(note(1001) + "\0")
        #expect(try peer.isClosedByServer())
        #expect(try Self.isServed(path))
      }
    }

    @Test func `a message without end is cut off at 16 MiB`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let mebibyte = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        for _ in 0..<16 { try peer.send(mebibyte) }
        // The server may close while we write: then the write is what fails.
        do { try peer.send(mebibyte) } catch {}
        #expect(try peer.isClosedByServer())
        #expect(try Self.isServed(path))
      }
    }

    @Test func `a peer writes neither its text nor many lines into the log`() async throws {
      let log = LogLines()
      let logger = Logger(label: "test", factory: { _ in log })
      try await withServer(try Counter.service(), logger: logger) { path in
        for _ in 0..<20 {
          for hostile in [#"{"\u001b[2JEVIL":1}"#, #"{"\nEVIL":1,"\nEVIL":1}"#] {
            var peer = try RawPeer(path)
            try peer.send(hostile + "\0")
            #expect(try peer.isClosedByServer())
          }
        }
      }
      let lines = log.lines
      #expect(lines.contains { $0.contains("peer broke the protocol") })
      #expect(!lines.contains { $0.contains("EVIL") })
      #expect(lines.count == Complaints.mostPerMinute + 1)
    }

    @Test func `a user beyond its connections is refused and served again when one closes`()
      async throws
    {
      var limits = ServerLimits()
      limits.connectionsPerUser = 3
      try await withServer(try Counter.service(), limits: limits) { path in
        var first = try RawPeer(path)
        #expect(try first.call(OverSockets.add).contains("3"))
        do {
          var second = try RawPeer(path)
          var third = try RawPeer(path)
          #expect(try second.call(OverSockets.add).contains("3"))
          #expect(try third.call(OverSockets.add).contains("3"))
          for _ in 0..<20 {
            var flood = try RawPeer(path)
            #expect(try flood.isClosedByServer())
          }
          #expect(try first.call(OverSockets.add).contains("3"))
        }
        try await eventually { (try? Self.isServed(path)) == true }
      }
    }

    @Test func `all users together have a limit`() async throws {
      var limits = ServerLimits()
      limits.connections = 1
      try await withServer(try Counter.service(), limits: limits) { path in
        var first = try RawPeer(path)
        #expect(try first.call(OverSockets.add).contains("3"))
        var second = try RawPeer(path)
        #expect(try second.isClosedByServer())
      }
    }

    @Test func `half a message is given up at its deadline, however it trickles`() async throws {
      var limits = ServerLimits()
      limits.messageDeadline = .milliseconds(200)
      try await withServer(try Counter.service(), limits: limits) { path in
        var peer = try RawPeer(path)
        try peer.send(#"{"method":"#)
        #expect(try peer.isClosedByServer())
        #expect(try Self.isServed(path))
      }
    }

    @Test func `a silent connection is closed at the idle deadline, a waiting call is not`()
      async throws
    {
      var limits = ServerLimits()
      // Within it the waiting call has to come, also on a machine that is slow to run this.
      limits.idleDeadline = .seconds(2)
      let witness = Witness()
      try await withServer(try Counter.service(witness), limits: limits) { path in
        let waiting = try RawPeer(path)
        try waiting.send(#"{"method":"org.example.counter.Wait"}"# + "\0")
        await witness.saw("waiting")
        var silent = try RawPeer(path)
        #expect(try silent.isClosedByServer())
        #expect(!witness.notes.contains("wait cancelled"))
      }
    }

    @Test func `a peer that does not read is closed and costs nobody else anything`() async throws {
      var limits = ServerLimits()
      limits.unreadReplyBytes = 64 << 10
      limits.writeDeadline = .milliseconds(300)
      let witness = Witness()
      try await withServer(try Counter.service(witness), limits: limits) { path in
        let slow = try RawPeer(path)
        try slow.send(
          #"{"method":"org.example.counter.Flood","parameters":{"bytes":10000},"more":true}"# + "\0"
        )
        await witness.saw("sent")
        #expect(try Self.isServed(path))
        await witness.saw("flood ended")
        // 64 KiB of its own buffer, the kernel's socket buffer (about 200 KiB), and one reply.
        #expect(witness.notes.count < 100)
        #expect(try Self.isServed(path))
      }
    }

    @Test func `a peer that pipelines without reading blocks only itself`() async throws {
      var limits = ServerLimits()
      limits.unreadReplyBytes = 64 << 10
      limits.writeDeadline = .milliseconds(300)
      try await withServer(try Counter.service(), limits: limits) { path in
        var flood = try RawPeer(path)
        let calls = Array(
          String(
            repeating: #"{"method":"org.varlink.service.GetInfo"}"# + "\0", count: 1000
          ).utf8)
        do { for _ in 0..<1000 { try flood.send(calls) } } catch {}
        #expect(try Self.isServed(path))
        // What was sent may be read; then the connection is over.
        #expect(throws: RawPeer.Failed(what: "closed")) { while true { _ = try flood.receive() } }
      }
    }

    @Test func `closing the connection cancels a waiting call`() async throws {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        do {
          let peer = try RawPeer(path)
          try peer.send(#"{"method":"org.example.counter.Wait"}"# + "\0")
          await witness.saw("waiting")
        }
        await witness.saw("wait cancelled")
      }
    }

    @Test func `a half-closed peer still gets its answers`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(OverSockets.add + "\0" + OverSockets.add + "\0")
        peer.shutdownWriting()
        #expect(try peer.receive() == #"{"parameters":{"sum":3}}"#)
        #expect(try peer.receive() == #"{"parameters":{"sum":3}}"#)
        #expect(try peer.isClosedByServer())
      }
    }

    @Test func `a half-closed stream is ended`() async throws {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let peer = try RawPeer(path)
        try peer.send(
          #"{"method":"org.example.counter.Flood","parameters":{"bytes":10},"more":true}"# + "\0")
        await witness.saw("sent")
        peer.shutdownWriting()
        await witness.saw("flood ended")
      }
    }

    @Test func `a stopping server lets a call finish, within its bound`() async throws {
      var limits = ServerLimits()
      limits.drainDeadline = .milliseconds(300)
      let witness = Witness()
      let clock = ContinuousClock()
      let began = Mutex(clock.now)
      try await withServer(try Counter.service(witness), limits: limits) { path in
        let peer = try RawPeer(path)
        try peer.send(#"{"method":"org.example.counter.Wait"}"# + "\0")
        await witness.saw("waiting")
        began.withLock { $0 = clock.now }
        // Keep the peer open past the stop: its descriptor leaks into the drain on purpose.
        peer.leak()
      }
      let took = clock.now - began.withLock { $0 }
      #expect(took >= .milliseconds(290))
      // The call itself would wait for a minute.
      #expect(took < .seconds(30))
      await witness.saw("wait cancelled")
    }
  }
}

/// Asks again until the answer is yes, every ten milliseconds; the server's deadline ends what never
/// is.
func eventually(_ isSo: () -> Bool) async throws {
  while !isSo() { try await Task.sleep(for: .milliseconds(10)) }
}

/// Keeps what is logged from notice upwards.
private struct LogLines: LogHandler {
  private final class Kept: Sendable { let lines = Mutex<[String]>([]) }

  private let kept = Kept()
  var logLevel = Logger.Level.notice
  var metadata = Logger.Metadata()
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  var lines: [String] { kept.lines.withLock { $0 } }

  func log(event: LogEvent) {
    kept.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
  }
}
