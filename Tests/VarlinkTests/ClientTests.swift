import Testing
import Varlink

extension OverSockets {
  @Suite struct ClientTests {
    @Test func `many tasks share one connection and each gets its own answer`() async throws {
      try await withServer(try Counter.service()) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
          for number in 0..<200 {
            group.addTask {
              try await client.call(Counter.Add.self, .init(left: number, right: 1)).sum != number
                + 1
            }
          }
          return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0)
      }
    }

    @Test func `a stream yields every reply and ends`() async throws {
      try await withServer(try Counter.service()) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        var numbers: [Int] = []
        for try await reply in client.more(Counter.Count.self, .init(upTo: 100)) {
          numbers.append(reply.number)
        }
        #expect(numbers == Array(1...100))
        #expect(try await client.call(Counter.Add.self, .init(left: 1, right: 1)).sum == 2)
      }
    }

    @Test func `dropping a stream closes the connection and the server stops sending`() async throws
    {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        for try await _ in client.more(Counter.Flood.self, .init(bytes: 100)) { break }
        await witness.saw("flood ended")
      }
    }

    @Test func `a reader that falls behind holds the server back`() async throws {
      let witness = Witness()
      var limits = ServerLimits()
      limits.unreadReplyBytes = 64 << 10
      try await withServer(try Counter.service(witness), limits: limits) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let stream = client.more(Counter.Flood.self, .init(bytes: 100_000))
        var iterator = stream.makeAsyncIterator()
        _ = try await iterator.next()
        var before = -1
        // The server has stopped when its count stays the same for a while.
        try await eventually {
          defer { before = witness.notes.count }
          return witness.notes.count == before
        }
        #expect(witness.notes.count < 100)
        _ = try await iterator.next()
      }
    }

    @Test func `remote errors decode as the interface's own types`() async throws {
      try await withServer(try Counter.service()) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let own = await #expect(throws: VarlinkRemoteError.self) {
          try await client.call(Counter.Fail.self, .init(kind: "own"))
        }
        #expect(own?.decode(Counter.NoSuchThing.self) == Counter.NoSuchThing(thing: "门"))
        #expect(own?.standard == nil)
        let denied = await #expect(throws: VarlinkRemoteError.self) {
          try await client.call(Counter.Fail.self, .init(kind: "denied"))
        }
        #expect(denied?.standard == .permissionDenied)
      }
    }

    @Test func `a call that misses its deadline closes the connection and cancels the handler`()
      async throws
    {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        await #expect(throws: VarlinkClientError.deadlineExceeded) {
          try await client.call(Counter.Wait.self, NoParameters(), deadline: .milliseconds(100))
        }
        await witness.saw("wait cancelled")
        await #expect(throws: VarlinkClientError.connectionClosed) {
          try await client.call(Counter.Add.self, .init(left: 1, right: 1))
        }
      }
    }

    @Test func `a cancelled task cancels its call at the server`() async throws {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let calling = Task { try await client.call(Counter.Wait.self, NoParameters()) }
        await witness.saw("waiting")
        calling.cancel()
        await #expect(throws: CancellationError.self) { try await calling.value }
        await witness.saw("wait cancelled")
      }
    }

    @Test func `oneway calls arrive in order before the next call`() async throws {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        for text in ["a", "b", "c"] {
          try await client.oneway(Counter.Note.self, .init(text: text))
        }
        #expect(try await client.call(Counter.Notes.self, NoParameters()).texts == ["a", "b", "c"])
      }
    }

    @Test func `nobody on the path is an error at once`() async throws {
      let error = await #expect(throws: VarlinkClientError.self) {
        try await VarlinkClient.connect(unixSocket: freshSocketPath())
      }
      guard case .notConnected = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }

    @Test func `a server that goes away ends the calls under way`() async throws {
      let witness = Witness()
      var limits = ServerLimits()
      limits.drainDeadline = .milliseconds(100)
      let calling = try await withServer(try Counter.service(witness), limits: limits) { path in
        let client = try await VarlinkClient.connect(unixSocket: path)
        let calling = Task { try await client.call(Counter.Wait.self, NoParameters()) }
        await witness.saw("waiting")
        return calling
      }
      await #expect(throws: VarlinkClientError.connectionClosed) { try await calling.value }
    }
  }
}
