import ArgumentParser
import Hall
import HallAPI
import ProgramKit
import Varlink

/// What a clerk does at a window beside calling and finishing.
struct WindowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "window", abstract: "Works a window as its clerk does.",
    discussion: """
      EXAMPLES
        hallway window 3                        how the window stands
        hallway window 3 open --clerk 07        come to work; the PIN is asked for where one is needed
        hallway window 3 open --card            with the own identity card, laid on the reader
        hallway window 3 recall                 call the same number again
        hallway window 3 pass                   nobody came
        hallway window 3 number A012 --why "left a bag"
        hallway window 3 transfer --service passport --note "has the form"
        hallway window 3 pause --reason lunch --back 13:30
        hallway window 3 undo                   take the last step back
      """)

  enum Verb: String, ExpressibleByArgument, CaseIterable {
    case show, open, close, pause, unpause, next, number, recall, serve, hold, resume, pass
    case transfer, finish, undo
  }

  @Argument(help: "The window, such as 3.") var window: String
  @Argument(help: "What to do: \(Verb.allCases.map(\.rawValue).joined(separator: ", ")).")
  var verb = Verb.show
  @Argument(help: "The number, for number and resume.") var number: String?
  @Option(help: "open: who is at work, by their staff number.") var clerk: String?
  @Option(
    name: .customLong("pin-from"),
    help: "open: a file whose first line is the PIN, - for standard input; asked for unless given.")
  var pinFile: String?
  @Flag(name: .customLong("card"), help: "open: with the own identity card, on the reader.")
  var usesCard = false
  @Option(help: "open --card: which reader; the hall's first unless given.") var reader: String?
  @Option(help: "number, hold: why.") var why: String?
  @Option(
    help: "pause: lunch, meeting, system, equipment or other.",
    transform: Hall.Pause.Reason.init(argument:))
  var reason: Hall.Pause.Reason?
  @Option(help: "pause: when service goes on, such as 13:30.") var back: String?
  @Option(help: "transfer: the service to go on with.") var service: String?
  @Option(help: "transfer: the window to go to.") var to: String?
  @Option(help: "transfer: a word for the next clerk.") var note: String?
  @OptionGroup var connection: Connection

  func validate() throws {
    if usesCard || reader != nil, verb != .open { throw ValidationError("a card is for open") }
    if usesCard, pinFile != nil { throw ValidationError("a card needs no PIN") }
    if verb == .number || verb == .resume, number == nil {
      throw ValidationError("say which number, such as A012")
    }
    if verb == .number, why == nil { throw ValidationError("say --why: it goes on record") }
    if verb == .transfer, service == nil, to == nil {
      throw ValidationError("say where to: --service, --to or both")
    }
  }

  func run() async throws {
    let question = CounterInterface.WindowQuestion(window: window)
    switch verb {
    case .show: try await show()
    case .open: try await open()
    case .close: try await change(CounterInterface.Close.self, question)
    case .pause:
      try await change(
        CounterInterface.Pause.self,
        .init(window: window, reason: reason ?? .other, backAt: back))
    case .unpause: try await change(CounterInterface.Unpause.self, question)
    case .undo: try await change(CounterInterface.Undo.self, question)
    case .next:
      let reply = try await connection.ask(CounterInterface.CallNext.self, question)
      try connection.show(reply) {
        reply.ticket.map(line) ?? "nobody waits for window \(window)"
      }
    case .number:
      try await serve(
        CounterInterface.CallNumber.self,
        .init(window: window, number: number ?? "", why: why ?? ""))
    case .recall: try await serve(CounterInterface.Recall.self, question)
    case .serve: try await serve(CounterInterface.Serve.self, question)
    case .hold: try await serve(CounterInterface.Hold.self, .init(window: window, why: why))
    case .resume:
      try await serve(
        CounterInterface.Resume.self, .init(window: window, number: number ?? ""))
    case .pass: try await serve(CounterInterface.Pass.self, question)
    case .transfer:
      try await serve(
        CounterInterface.Transfer.self,
        .init(window: window, service: service, toWindow: to, note: note))
    case .finish: try await serve(CounterInterface.Finish.self, question)
    }
  }

  /// Where the hall wants a PIN and a person sits here, they are asked for it.
  private func open() async throws {
    var wish = CounterInterface.Open.Parameters(window: window, clerk: clerk)
    if usesCard { wish.card = try await CardReading.token(from: reader, connection) }
    if let pinFile { wish.pin = try SecretInput.read(from: pinFile) }
    do {
      try await change(CounterInterface.Open.self, wish)
    } catch is Connection.ClerkNeeded
      where wish.pin == nil && wish.card == nil && clerk != nil && SecretInput.canAsk
    {
      wish.pin = try SecretInput.ask("PIN: ")
      try await change(CounterInterface.Open.self, wish)
    }
  }

  private func show() async throws {
    let reply = try await connection.ask(CounterInterface.Windows.self, NoParameters())
    guard let found = reply.windows.first(where: { $0.window == window }) else {
      throw Complaint("there is no window \(window); `hallway describe` lists them")
    }
    try connection.show(found) { line(found) }
  }

  private func change<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters)
    async throws where M.Reply == CounterInterface.WindowReply
  {
    let reply = try await connection.ask(method, parameters)
    try connection.show(reply) { line(reply.window) }
  }

  private func serve<M: VarlinkMethod>(_ method: M.Type, _ parameters: M.Parameters)
    async throws where M.Reply == CounterInterface.ServedReply
  {
    let reply = try await connection.ask(method, parameters)
    try connection.show(reply) { line(reply.ticket) }
  }

  private func line(_ ticket: CounterInterface.Served) -> String {
    "\(ticket.number) \(ticket.state.rawValue), \(ticket.serviceName.zh)"
      + (ticket.note.map { ", note: \($0)" } ?? "")
      + (ticket.papers.map { "\n  \($0.sentence)" } ?? "")
  }

  private func line(_ window: CounterInterface.Window) -> String {
    let state =
      window.pause.map { QueueSentences.pause($0, backAt: window.backAt) }
      ?? (window.open ? "open" : "closed")
    let clerk = window.clerk.map { ", clerk \($0)" } ?? ""
    return "window \(window.window) \(state)\(clerk), \(window.current ?? "nobody") now, "
      + "\(window.waiting) waiting, \(window.today) finished today"
  }
}

extension Hall.Pause.Reason {
  /// As written after `--reason`.
  init(argument: String) throws {
    guard let reason = Self(rawValue: argument) else {
      throw ValidationError("say lunch, meeting, system, equipment or other")
    }
    self = reason
  }
}
