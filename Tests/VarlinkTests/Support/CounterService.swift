import Logging
import Synchronization
import Varlink

/// A small interface with one method for every way a call can go.
enum Counter {
  static let text = """
    # Counts things.
    interface org.example.counter

    type Entry (number: int, label: ?string)

    # Adds two numbers.
    method Add(left: int, right: int) -> (sum: int)
    # Replies 1 to upTo, each continuing but the last.
    method Count(upTo: int) -> (number: int)
    method CountOrFirst(upTo: int) -> (number: int)
    method Describe(entry: Entry) -> (text: string)
    method Fail(kind: string) -> ()
    method Flood(bytes: int) -> (filler: string)
    method Note(text: string) -> ()
    # Notes it after a moment.
    method NoteLater(text: string) -> ()
    method Notes() -> (texts: []string)
    method Peer() -> (uid: int, pid: int)
    method Unhandled() -> ()
    # Never answers by itself.
    method Wait() -> ()
    method Drift() -> (text: string)

    error NoSuchThing (thing: string)

    """

  struct NoSuchThing: VarlinkErrorReply, Equatable {
    var thing: String
    static let name = "org.example.counter.NoSuchThing"
  }
  struct Unexpected: Error {}

  enum Add: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var left: Int
      var right: Int
    }
    struct Reply: Codable, Sendable { var sum: Int }
    static let name = "org.example.counter.Add"
  }
  struct UpTo: Codable, Sendable { var upTo: Int }
  struct Number: Codable, Sendable { var number: Int }
  enum Count: VarlinkMethod {
    typealias Parameters = UpTo
    typealias Reply = Number
    static let name = "org.example.counter.Count"
  }
  enum CountOrFirst: VarlinkMethod {
    typealias Parameters = UpTo
    typealias Reply = Number
    static let name = "org.example.counter.CountOrFirst"
  }
  enum Describe: VarlinkMethod {
    struct Entry: Codable, Sendable {
      var number: Int
      var label: String?
    }
    struct Parameters: Codable, Sendable { var entry: Entry }
    struct Reply: Codable, Sendable { var text: String }
    static let name = "org.example.counter.Describe"
  }
  enum Fail: VarlinkMethod {
    struct Parameters: Codable, Sendable { var kind: String }
    typealias Reply = NoParameters
    static let name = "org.example.counter.Fail"
  }
  enum Flood: VarlinkMethod {
    struct Parameters: Codable, Sendable { var bytes: Int }
    struct Reply: Codable, Sendable { var filler: String }
    static let name = "org.example.counter.Flood"
  }
  struct Text: Codable, Sendable { var text: String }
  enum Note: VarlinkMethod {
    typealias Parameters = Text
    typealias Reply = NoParameters
    static let name = "org.example.counter.Note"
  }
  enum NoteLater: VarlinkMethod {
    typealias Parameters = Text
    typealias Reply = NoParameters
    static let name = "org.example.counter.NoteLater"
  }
  enum Notes: VarlinkMethod {
    typealias Parameters = NoParameters
    struct Reply: Codable, Sendable { var texts: [String] }
    static let name = "org.example.counter.Notes"
  }
  enum Peer: VarlinkMethod {
    typealias Parameters = NoParameters
    struct Reply: Codable, Sendable {
      var uid: Int
      var pid: Int
    }
    static let name = "org.example.counter.Peer"
  }
  enum Wait: VarlinkMethod {
    typealias Parameters = NoParameters
    typealias Reply = NoParameters
    static let name = "org.example.counter.Wait"
  }
  enum Drift: VarlinkMethod {
    typealias Parameters = NoParameters
    struct Reply: Codable, Sendable { var number: Int }
    static let name = "org.example.counter.Drift"
  }
}

/// What the handlers of a test's service saw, for the test to wait on.
final class Witness: Sendable {
  private struct State {
    var notes: [String] = []
    var waiters: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []
  }
  private let state = Mutex(State())

  var notes: [String] { state.withLock { $0.notes } }

  func note(_ text: String) {
    let woken = state.withLock { state in
      state.notes.append(text)
      let woken = state.waiters.filter { $0.text == text }
      state.waiters.removeAll { $0.text == text }
      return woken
    }
    for waiter in woken { waiter.continuation.resume() }
  }

  /// Returns when the text has been noted.
  func saw(_ text: String) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.notes.contains(text) { return true }
        state.waiters.append((text, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}

extension Counter {
  static func service(_ witness: Witness = Witness()) throws -> VarlinkService {
    var service = VarlinkService(
      vendor: "Example", product: "Counter", version: "1", url: "https://example.org")
    service.add(try VarlinkInterface(text))
    service.handle(Add.self) { p, _ in
      // An actor hop in the middle: replies must keep their order all the same.
      await Task.yield()
      return .init(sum: p.left + p.right)
    }
    service.handleMore(Count.self, count)
    service.handleMore(CountOrFirst.self, allowsSingle: true, count)
    service.handle(Describe.self) { p, _ in
      .init(text: "\(p.entry.number) \(p.entry.label ?? "-")")
    }
    service.handle(Fail.self) { p, _ in
      if p.kind == "own" { throw NoSuchThing(thing: "门") }
      if p.kind == "denied" { throw StandardError.permissionDenied }
      throw Unexpected()
    }
    service.handleMore(Flood.self) { p, _, replies in
      let filler = String(repeating: "x", count: p.bytes)
      do {
        while true {
          try await replies.send(.init(filler: filler))
          witness.note("sent")
        }
      } catch {
        witness.note("flood ended")
        throw error
      }
    }
    service.handle(Note.self) { p, context in
      witness.note(p.text)
      return NoParameters()
    }
    service.handle(NoteLater.self) { p, _ in
      try await Task.sleep(for: .milliseconds(2))
      witness.note(p.text)
      return NoParameters()
    }
    service.handle(Notes.self) { _, _ in .init(texts: witness.notes) }
    service.handle(Peer.self) { _, context in
      .init(uid: Int(context.peer?.uid ?? 0), pid: Int(context.peer?.pid ?? 0))
    }
    service.handle(Wait.self) { _, _ in
      witness.note("waiting")
      do {
        try await Task.sleep(for: .seconds(60))
      } catch {
        witness.note("wait cancelled")
        throw error
      }
      return NoParameters()
    }
    service.handle(Drift.self) { _, _ in .init(number: 1) }
    return service
  }

  private static let count:
    @Sendable (UpTo, CallContext, VarlinkReplies<Number>) async throws -> Void = { p, _, replies in
      for number in 1..<max(p.upTo, 1) { try await replies.send(Number(number: number)) }
      try await replies.finish(Number(number: p.upTo))
    }
}
