import HallService
import Logging
import Synchronization

/// A gateway at the border of HallService: a test says what it answers.
actor ScriptedSender: NoticeSender {
  enum Step: Sendable {
    case answer(NoticeOutcome)
    /// No answer until the service lets it go.
    case hang
  }

  private var script: [Step]
  private var perNumber: [String: Step] = [:]
  private(set) var asked: [OutgoingNotice] = []
  private let calls = AsyncStream.makeStream(of: OutgoingNotice.self)

  /// Answers by `script`, and with `sent` once that is used up.
  init(_ script: Step...) { self.script = script }

  func will(_ step: Step, for number: String) { perNumber[number] = step }

  func send(_ notice: OutgoingNotice) async -> NoticeOutcome {
    asked.append(notice)
    let step =
      perNumber[notice.number]
      ?? (script.isEmpty ? .answer(.sent) : script.removeFirst())
    calls.continuation.yield(notice)
    switch step {
    case .answer(let outcome): return outcome
    case .hang:
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
      return .tryAgain(why: "let go")
    }
  }

  /// Waits until it is asked to send something of the ticket's.
  func untilAsked(_ number: String) async {
    for await notice in calls.stream where notice.number == number { return }
  }

  var texts: [String] { asked.map(\.text) }
}

/// Everything that is logged, to be searched for what must not be there.
final class LogBook: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger {
    Logger(label: "test") { [self] _ in Handler(book: self) }
  }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let metadata = event.metadata ?? [:]
      book.lines.withLock { $0.append("\(event.level) \(event.message) \(metadata)") }
    }
  }
}
