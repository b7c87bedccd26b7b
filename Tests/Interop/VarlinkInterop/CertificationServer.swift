import Synchronization
import Varlink

/// Serves the certification: each client must make its calls in order with the right values.
final class CertificationServer: Sendable {
  private struct State {
    var lastID = 0
    var nextMethod: [String: String] = [:]
  }

  private let state = Mutex(State())

  static func service() throws -> VarlinkService {
    var service = VarlinkService(
      vendor: "Hallway", product: "Varlink interop", version: "1", url: "https://varlink.org")
    service.add(try VarlinkInterface(CertificationInterface.text))
    CertificationServer().handle(in: &service)
    return service
  }

  private func handle(in service: inout VarlinkService) {
    typealias C = Certification
    service.handle(C.Start.self) { [self] _, _ in C.Client(client_id: start()) }
    service.handle(C.Test01.self) { [self] p, _ in
      try step(p.client_id, "Test01", then: "Test02", true)
      return .init(bool: true)
    }
    service.handle(C.Test02.self) { [self] p, _ in
      try step(p.client_id, "Test02", then: "Test03", p.bool)
      return .init(int: 1)
    }
    service.handle(C.Test03.self) { [self] p, _ in
      try step(p.client_id, "Test03", then: "Test04", p.int == 1)
      return .init(float: 1)
    }
    service.handle(C.Test04.self) { [self] p, _ in
      try step(p.client_id, "Test04", then: "Test05", p.float == 1)
      return .init(string: "ping")
    }
    service.handle(C.Test05.self) { [self] p, _ in
      try step(p.client_id, "Test05", then: "Test06", p.string == "ping")
      return .expected
    }
    service.handle(C.Test06.self) { [self] p, _ in
      let got = C.Basics(bool: p.bool, int: p.int, float: p.float, string: p.string)
      try step(p.client_id, "Test06", then: "Test07", got == .expected)
      return .init(struct: .expected)
    }
    service.handle(C.Test07.self) { [self] p, _ in
      try step(p.client_id, "Test07", then: "Test08", p.struct == .expected)
      return .init(map: ["foo": "Foo", "bar": "Bar"])
    }
    service.handle(C.Test08.self) { [self] p, _ in
      try step(p.client_id, "Test08", then: "Test09", p.map == ["foo": "Foo", "bar": "Bar"])
      return .init(set: ["one", "two", "three"])
    }
    service.handle(C.Test09.self) { [self] p, _ in
      try step(p.client_id, "Test09", then: "Test10", p.set == ["one", "two", "three"])
      return .init(mytype: .expected)
    }
    service.handleMore(C.Test10.self) { [self] p, context, replies in
      try step(
        p.client_id, "Test10", then: "Test11", p.mytype == .expected && context.wantsMore)
      for text in C.replies.dropLast() { try await replies.send(.init(string: text)) }
      try await replies.finish(.init(string: "Reply number 10"))
    }
    service.handle(C.Test11.self) { [self] p, context in
      try step(
        p.client_id, "Test11", then: "End", p.last_more_replies == C.replies && context.isOneway)
      return NoParameters()
    }
    service.handle(C.End.self) { [self] p, _ in
      try step(p.client_id, "End", then: "", true)
      return .init(all_ok: true)
    }
  }

  private func start() -> String {
    state.withLock { state in
      state.lastID += 1
      let id = "client-\(state.lastID)"
      state.nextMethod[id] = "Test01"
      return id
    }
  }

  private func step(_ client: String, _ method: String, then next: String, _ fits: Bool) throws {
    let expected = try state.withLock { state in
      guard let expected = state.nextMethod[client] else {
        throw Certification.ClientIdError()
      }
      state.nextMethod[client] = fits && expected == method && !next.isEmpty ? next : nil
      return expected
    }
    guard expected == method, fits else {
      throw Certification.CertificationError(
        wants: ["method": .string(expected)], got: ["method": .string(method)])
    }
  }
}
