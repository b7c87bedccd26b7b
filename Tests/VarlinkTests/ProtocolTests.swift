import Testing
import Varlink

/// The wire as raw bytes: device-daemons.md section 3, items 1 to 7.
extension OverSockets {
  @Suite struct ProtocolTests {

    @Test func `a call split into single bytes is one call`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        for byte in Array(OverSockets.add.utf8) + [0] { try peer.send([byte]) }
        #expect(try peer.receive() == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `calls joined in one write are answered in their order`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let calls = (0..<50).map {
          #"{"method":"org.example.counter.Add","parameters":{"left":\#($0),"right":0}}"# + "\0"
        }
        try peer.send(calls.joined())
        for sum in 0..<50 { #expect(try peer.receive() == #"{"parameters":{"sum":\#(sum)}}"#) }
      }
    }

    @Test func `introspection answers with sorted interfaces and the real text`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let info = try peer.call(#"{"method":"org.varlink.service.GetInfo"}"#)
        #expect(info.contains(#""interfaces":["org.example.counter","org.varlink.service"]"#))
        let client = try await VarlinkClient.connect(unixSocket: path)
        let reply = try await client.call(
          ServiceInterface.GetInterfaceDescription.self, .init(interface: "org.example.counter"))
        #expect(reply.description == Counter.text)
        let own = try await client.call(
          ServiceInterface.GetInterfaceDescription.self, .init(interface: "org.varlink.service"))
        #expect(try VarlinkInterface(own.description).name == "org.varlink.service")
      }
    }

    static let refusals: [(call: String, error: String)] = [
      (
        #"{"method":"org.example.nowhere.Go"}"#,
        #"InterfaceNotFound","parameters":{"interface":"org.example.nowhere"}"#
      ),
      (
        #"{"method":"org.example.counter.Go"}"#,
        #"MethodNotFound","parameters":{"method":"org.example.counter.Go"}"#
      ),
      (#"{"method":"nonsense"}"#, #"MethodNotFound","parameters":{"method":"nonsense"}"#),
      (
        #"{"method":"org.example.counter.Unhandled"}"#,
        #"MethodNotImplemented","parameters":{"method":"org.example.counter.Unhandled"}"#
      ),
      (
        #"{"method":"org.example.counter.Add","parameters":{"left":1}}"#,
        #"InvalidParameter","parameters":{"parameter":"right"}"#
      ),
      (
        #"{"method":"org.example.counter.Add","parameters":{"left":1,"right":"2"}}"#,
        #"InvalidParameter","parameters":{"parameter":"right"}"#
      ),
      (
        #"{"method":"org.example.counter.Add","parameters":{"left":1,"right":2.5}}"#,
        #"InvalidParameter","parameters":{"parameter":"right"}"#
      ),
      (
        #"{"method":"org.example.counter.Add","parameters":{"left":1,"right":2,"up":3}}"#,
        #"InvalidParameter","parameters":{"parameter":"up"}"#
      ),
      (
        #"{"method":"org.example.counter.Describe","parameters":{"entry":{"number":true}}}"#,
        #"InvalidParameter","parameters":{"parameter":"entry.number"}"#
      ),
      (
        #"{"method":"org.example.counter.Count","parameters":{"upTo":3}}"#,
        #"ExpectedMore","parameters":{}"#
      ),
      (
        #"{"method":"org.example.counter.Fail","parameters":{"kind":"denied"}}"#,
        #"PermissionDenied","parameters":{}"#
      ),
      (
        #"{"method":"org.example.counter.Add","parameters":{"left":1,"right":2},"upgrade":true}"#,
        #"MethodNotImplemented","parameters":{"method":"org.example.counter.Add"}"#
      ),
      (
        #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"a.b"}}"#,
        #"InterfaceNotFound","parameters":{"interface":"a.b"}"#
      ),
    ]

    @Test(arguments: refusals.indices)
    func `a refused call is answered with the standard error and the connection lives`(_ index: Int)
      async throws
    {
      let refusal = Self.refusals[index]
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        #expect(
          try peer.call(refusal.call) == #"{"error":"org.varlink.service."# + refusal.error + "}")
        #expect(try peer.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test(arguments: [
      "not json", "{", "[]", "42", #""text""#, "{}", "\u{FEFF}{}",
      #"{"method":7}"#, #"{"method":"a.b.C","parameters":[]}"#,
      #"{"method":"a.b.C","more":1}"#, #"{"method":"a.b.C","more":true,"oneway":true}"#,
      #"{"method":"a.b.C","upgrade":true,"more":true}"#, #"{"method":"a.b.C","surprise":1}"#,
      #"{"method":"a.b.C","method":"a.b.D"}"#, #"{"method":"a.b.C"} {}"#,
    ])
    func `a broken message closes the connection without an answer`(_ message: String) async throws
    {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(message + "\0")
        #expect(try peer.isClosedByServer())
        var other = try RawPeer(path)
        #expect(try other.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `an empty message closes the connection`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send("\0")
        #expect(try peer.isClosedByServer())
      }
    }

    @Test func `flags set to false, null parameters and vendor keys are accepted`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let reply = try peer.call(
          #"{"method":"org.varlink.service.GetInfo","parameters":null,"more":false,"oneway":false,"#
            + #""upgrade":false,"org.example.trace":{"id":1},"com.example.Trace":2}"#)
        #expect(reply.hasPrefix(#"{"parameters":{"vendor":"Example""#))
      }
    }

    @Test(arguments: [
      #"{"method":"org.example.nowhere.Go","oneway":true}"#,
      #"{"method":"org.example.counter.Add","oneway":true}"#,
      #"{"method":"org.example.counter.Fail","parameters":{"kind":"own"},"oneway":true}"#,
      #"{"method":"org.example.counter.Fail","parameters":{"kind":"unexpected"},"oneway":true}"#,
      #"{"method":"org.example.counter.Count","parameters":{"upTo":3},"oneway":true}"#,
      #"{"method":"org.example.counter.CountOrFirst","parameters":{"upTo":3},"oneway":true}"#,
      #"{"method":"org.varlink.service.GetInfo","oneway":true}"#,
    ])
    func `a oneway call is never answered, not even with an error`(_ call: String) async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(call + "\0")
        // Had the first been answered, this would read that answer.
        #expect(try peer.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `a oneway call is carried out although its caller closes at once`() async throws {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        do {
          let peer = try RawPeer(path)
          for text in ["one", "two", "three"] {
            try peer.send(
              #"{"method":"org.example.counter.Note","parameters":{"text":"\#(text)"},"oneway":true}"#
                + "\0")
          }
        }
        await witness.saw("three")
        #expect(witness.notes == ["one", "two", "three"])
      }
    }

    @Test func `oneway calls that wait are carried out too, long after their caller has gone`()
      async throws
    {
      let witness = Witness()
      try await withServer(try Counter.service(witness)) { path in
        let texts = (0..<50).map(String.init)
        do {
          let peer = try RawPeer(path)
          for text in texts {
            try peer.send(
              #"{"method":"org.example.counter.NoteLater","parameters":{"text":"\#(text)"},"#
                + #""oneway":true}"# + "\0")
          }
        }
        await witness.saw("49")
        #expect(witness.notes == texts)
      }
    }

    @Test func `a stream marks every reply but the last`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(
          #"{"method":"org.example.counter.Count","parameters":{"upTo":3},"more":true}"# + "\0"
            + OverSockets.add + "\0")
        #expect(try peer.receive() == #"{"parameters":{"number":1},"continues":true}"#)
        #expect(try peer.receive() == #"{"parameters":{"number":2},"continues":true}"#)
        #expect(try peer.receive() == #"{"parameters":{"number":3}}"#)
        #expect(try peer.receive() == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `a streaming method that allows it gives its first reply to a plain call`()
      async throws
    {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let call = #"{"method":"org.example.counter.CountOrFirst","parameters":{"upTo":3}}"#
        #expect(try peer.call(call) == #"{"parameters":{"number":1}}"#)
        #expect(try peer.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `more on a plain method is answered once`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let call = OverSockets.add.dropLast() + #","more":true}"#
        #expect(try peer.call(String(call)) == #"{"parameters":{"sum":3}}"#)
        #expect(try peer.call(OverSockets.add) == #"{"parameters":{"sum":3}}"#)
      }
    }

    @Test func `an interface's own error travels with its parameters`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        let call = #"{"method":"org.example.counter.Fail","parameters":{"kind":"own"}}"#
        #expect(
          try peer.call(call)
            == #"{"error":"org.example.counter.NoSuchThing","parameters":{"thing":"门"}}"#)
      }
    }

    @Test func `an error that cannot travel closes the connection instead of lying`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(
          #"{"method":"org.example.counter.Fail","parameters":{"kind":"unexpected"}}"# + "\0")
        #expect(try peer.isClosedByServer())
      }
    }

    @Test func `an error that cannot travel is translated when the service knows how`() async throws
    {
      var service = try Counter.service()
      service.translateErrors { _, context in Counter.NoSuchThing(thing: context.method) }
      try await withServer(service) { path in
        var peer = try RawPeer(path)
        let reply = try peer.call(
          #"{"method":"org.example.counter.Fail","parameters":{"kind":"unexpected"}}"#)
        #expect(reply.contains(#"{"thing":"org.example.counter.Fail"}"#))
      }
    }

    @Test func `a strict server does not send what its interface does not declare`() async throws {
      try await withServer(try Counter.service()) { path in
        var peer = try RawPeer(path)
        try peer.send(#"{"method":"org.example.counter.Drift"}"# + "\0")
        #expect(try peer.isClosedByServer())
      }
      try await withServer(try Counter.service(), checksReplies: false) { path in
        var peer = try RawPeer(path)
        #expect(
          try peer.call(#"{"method":"org.example.counter.Drift"}"#)
            == #"{"parameters":{"number":1}}"#
        )
      }
    }

    @Test func `authorization is asked with the peer before every call`() async throws {
      var service = try Counter.service()
      service.authorize { context in
        guard context.method != Counter.Add.name, context.peer != nil else {
          throw StandardError.permissionDenied
        }
      }
      try await withServer(service) { path in
        var peer = try RawPeer(path)
        #expect(
          try peer.call(OverSockets.add)
            == #"{"error":"org.varlink.service.PermissionDenied","parameters":{}}"#)
        #expect(
          try peer.call(#"{"method":"org.example.counter.Notes"}"#)
            == #"{"parameters":{"texts":[]}}"#
        )
      }
    }
  }
}
