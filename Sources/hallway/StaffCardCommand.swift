import ArgumentParser
import Foundation
import Hall
import HallAPI
import ProgramKit
import Varlink

/// Reads a clerk's own card and prints what the file of clerks keeps of it. 登记人员证件
struct StaffCardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff-card",
    abstract: "Reads a clerk's identity card and prints what `hallway clerk card` keeps of it.",
    discussion: """
      Neither number nor name leaves the hall; what is printed is good for this hall alone.

      EXAMPLES
        hallway staff-card | hallway clerk card 07 --proof-from -
        hallway staff-card --reader window-reader > proof
      """)

  @Option(help: "Which reader; the hall's first unless given.") var reader: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let token = try await CardReading.token(from: reader, connection)
    let reply = try await connection.ask(CounterInterface.CardProof.self, .init(card: token))
    try connection.show(reply) { reply.proof }
  }
}

/// A card laid on a reader of the hall, while somebody looks on at a terminal.
enum CardReading {
  /// A clerk has the card at hand.
  private static let seconds = 60

  /// The token that stands for the card; what to do goes to standard error.
  static func token(from reader: String?, _ connection: Connection) async throws -> String {
    let wish = CardsInterface.Read.Parameters(reader: reader, timeoutSeconds: seconds)
    var token: String?
    try await connection.follow(CardsInterface.Read.self, wish) { reply in
      switch reply.reading.state {
      case .waiting: note("lay the card on the reader")
      case .reading: note("reading")
      case .retry: note("not read; lay the card down again")
      case .timeout: break
      case .card: token = reply.reading.token
      }
    }
    guard let token else { throw Complaint("no card came within \(seconds) seconds") }
    return token
  }

  /// Why no card was read; nil for an error of anything else.
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if error.decode(CardsInterface.NoReader.self) != nil {
      return "the hall has no such card reader; `hallway devices` lists them"
    }
    if let busy = error.decode(CardsInterface.ReaderBusy.self) {
      return "\(busy.reader) reads somebody else's card just now; try again"
    }
    if let fault = error.decode(CardsInterface.ReaderFault.self) {
      return "\(fault.reader) does not read (\(fault.fault)); `hallway devices` says more"
    }
    if error.decode(CounterInterface.CardExpired.self) != nil {
      return "the card was read too long ago; lay it down again"
    }
    return nil
  }

  private static func note(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
