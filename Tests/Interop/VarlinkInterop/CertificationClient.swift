import Varlink

/// Runs the certification against a server, feeding each reply into the next call.
enum CertificationClient {
  struct Failed: Error { let what: String }

  static func run(_ path: String) async throws {
    typealias C = Certification
    let client = try await VarlinkClient.connect(unixSocket: path)
    let id = try await client.call(C.Start.self, NoParameters()).client_id
    let one = try await client.call(C.Test01.self, .init(client_id: id))
    let two = try await client.call(C.Test02.self, .init(client_id: id, bool: one.bool))
    let three = try await client.call(C.Test03.self, .init(client_id: id, int: two.int))
    let four = try await client.call(C.Test04.self, .init(client_id: id, float: three.float))
    let five = try await client.call(C.Test05.self, .init(client_id: id, string: four.string))
    let six = try await client.call(
      C.Test06.self,
      .init(
        client_id: id, bool: five.bool, int: five.int, float: five.float, string: five.string))
    let seven = try await client.call(C.Test07.self, .init(client_id: id, struct: six.struct))
    let eight = try await client.call(C.Test08.self, .init(client_id: id, map: seven.map))
    let nine = try await client.call(C.Test09.self, .init(client_id: id, set: eight.set))
    guard nine.mytype == .expected else { throw Failed(what: "mytype") }
    var texts: [String] = []
    for try await reply in client.more(
      C.Test10.self, .init(client_id: id, mytype: nine.mytype))
    {
      texts.append(reply.string)
    }
    guard texts == C.replies else { throw Failed(what: "the stream was \(texts)") }
    try await client.oneway(C.Test11.self, .init(client_id: id, last_more_replies: texts))
    guard try await client.call(C.End.self, .init(client_id: id)).all_ok else {
      throw Failed(what: "End")
    }
    await client.close()
  }
}
