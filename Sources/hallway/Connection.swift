import ArgumentParser
import Foundation
import HallAPI
import ProgramKit
import Varlink

/// The options every command that asks the hall has.
struct Connection: ParsableArguments {
  @Option(help: "The hall's socket; HALLWAY_SOCKET names another default.")
  var socket = ProcessInfo.processInfo.environment["HALLWAY_SOCKET"] ?? "/run/hallway/org.hallway"

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  /// Makes one call and says in a sentence why it failed.
  func ask<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws -> M.Reply {
    try await withClient(calling: M.name) { client in
      try await client.call(M.self, parameters, deadline: VarlinkClient.usualDeadline)
    }
  }

  /// Follows a stream until the hall ends it or the person interrupts.
  func follow<M: VarlinkMethod>(
    _ method: M.Type, _ parameters: M.Parameters, _ show: (M.Reply) throws -> Void
  ) async throws {
    try await withClient(calling: M.name) { client in
      for try await reply in client.more(M.self, parameters) {
        try show(reply)
        fflush(nil)
      }
    }
  }

  private func withClient<T>(
    calling method: String, _ body: (VarlinkClient) async throws -> T
  ) async throws -> T {
    do {
      let client = try await VarlinkClient.connect(
        unixSocket: socket, deadline: VarlinkClient.usualConnectDeadline)
      let result: T
      do {
        result = try await body(client)
      } catch {
        await client.close()
        throw error
      }
      await client.close()
      return result
    } catch let error as VarlinkRemoteError
      where error.decode(CounterInterface.ClerkNeeded.self) != nil
    {
      throw ClerkNeeded()
    } catch let error as VarlinkRemoteError
      where error.decode(DevicesInterface.DeviceInUse.self) != nil
    {
      throw DeviceTaken()
    } catch let error as VarlinkRemoteError {
      throw Complaint(sentence(error, of: method))
    } catch let error as VarlinkClientError {
      throw Complaint(sentence(error))
    }
  }

  private func sentence(_ error: VarlinkClientError) -> String {
    switch error {
    case .notConnected where access(socket, W_OK) != 0 && errno == EACCES:
      "this user may not open \(socket); its group may"
    case .notConnected:
      "no hall answers at \(socket); is hallwayd running, and is this its --socket?"
    case .connectionClosed: "the hall at \(socket) has ended"
    case .deadlineExceeded: "the hall at \(socket) gives no answer"
    case .protocolError(let why), .unexpectedReply(let why):
      "what answers at \(socket) is no hall of this version (\(why))"
    }
  }

  private func sentence(_ error: VarlinkRemoteError, of method: String) -> String {
    if let missing = error.decode(CounterInterface.NoSuchWindow.self) {
      return "there is no window \(missing.window); `hallway describe` lists them"
    }
    if let idle = error.decode(CounterInterface.NothingToFinish.self) {
      return "window \(idle.window) serves nobody; call a number first"
    }
    if let card = CardReading.sentence(error) { return card }
    if let queue = QueueSentences.sentence(error) { return queue }
    if let ratings = RatingSentences.sentence(error) { return ratings }
    if let guides = GuideSentences.sentence(error) { return guides }
    if let cases = CaseSentences.sentence(error) { return cases }
    if let letters = LetterSentences.sentence(error) { return letters }
    if let help = HelpCallsCommand.sentence(error) { return help }
    if error.decode(DevicesInterface.SelfTestUnderWay.self) != nil {
      return "a self-test is under way already"
    }
    if let missing = error.decode(DevicesInterface.NoSuchDevice.self) {
      return "there is no device \(missing.device); `hallway devices` lists them"
    }
    if let down = error.decode(HallInterface.Unavailable.self) {
      return "the hall cannot keep its ledger (\(down.reason)); see its log"
    }
    switch error.standard {
    case .permissionDenied: return "this user may not do that here; see `access` in hallway.yaml(5)"
    case .invalidParameter(let name): return ParameterSentences.sentence(name, of: method)
    default: return "the hall refused: \(error)"
    }
  }

  /// A window that nobody came to work at by this user.
  struct ClerkNeeded: Error, CustomStringConvertible {
    let description =
      "nobody came to work there by this user; run: hallway window WINDOW open --clerk NUMBER"
  }

  func show(_ value: some Encodable, else table: () -> String) throws {
    guard json else { return print(table()) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
