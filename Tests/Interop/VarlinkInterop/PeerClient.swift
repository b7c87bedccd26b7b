import Varlink

/// Drives the service of `async_peer.py server`, which asyncvarlink implements.
enum PeerClient {
  enum Add: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var left: Int
      var right: Int
    }
    struct Reply: Codable, Sendable { var sum: Int }
    static let name = "org.example.peer.Add"
  }
  enum Count: VarlinkMethod {
    struct Parameters: Codable, Sendable { var upTo: Int }
    struct Reply: Codable, Sendable { var number: Int }
    static let name = "org.example.peer.Count"
  }
  enum Refuse: VarlinkMethod {
    typealias Parameters = NoParameters
    typealias Reply = NoParameters
    static let name = "org.example.peer.Refuse"
  }
  struct NoSuchThing: VarlinkErrorReply, Equatable {
    var thing: String
    static let name = "org.example.peer.NoSuchThing"
  }
  struct Failed: Error { let what: String }

  static func run(_ path: String) async throws {
    let client = try await VarlinkClient.connect(unixSocket: path)
    let info = try await client.call(ServiceInterface.GetInfo.self, NoParameters())
    try check(info.interfaces == ["org.example.peer", "org.varlink.service"], "GetInfo")
    for name in info.interfaces {
      let text = try await client.call(
        ServiceInterface.GetInterfaceDescription.self, .init(interface: name))
      try check(try VarlinkInterface(text.description).name == name, "the text of \(name)")
    }
    try check(try await client.call(Add.self, .init(left: 20, right: 22)).sum == 42, "Add")
    var numbers: [Int] = []
    for try await reply in client.more(Count.self, .init(upTo: 5)) { numbers.append(reply.number) }
    try check(numbers == [1, 2, 3, 4, 5], "the stream was \(numbers)")
    try await client.oneway(Add.self, .init(left: 1, right: 1))
    do {
      _ = try await client.call(Refuse.self, NoParameters())
      throw Failed(what: "Refuse was answered")
    } catch let error as VarlinkRemoteError {
      try check(error.decode(NoSuchThing.self) == NoSuchThing(thing: "door"), "\(error)")
    }
    do {
      _ = try await client.call(Count.self, .init(upTo: 5))
      throw Failed(what: "Count without more was answered")
    } catch let error as VarlinkRemoteError {
      try check(error.standard == .expectedMore, "\(error)")
    }
    await client.close()
  }

  private static func check(_ isSo: Bool, _ what: String) throws {
    guard isSo else { throw Failed(what: what) }
  }
}
