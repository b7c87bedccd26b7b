public import DeviceKit

/// The host's side of one QP1 device, as a value: bytes and moments in, bytes and news out
/// (protocols.md D.5, rules).
///
/// Two things run through it independently. The host's questions: one at a time, each with three
/// tries of the same sequence number. And the device's events: each acknowledged once somebody has
/// taken it, and only acknowledged again when its copy comes.
public struct QP1Session: Sendable {
  /// What came of a question.
  public enum Answer: Sendable, Equatable {
    case frame(QP1.Frame)
    /// NAK; nil for a reason that D.5 does not know.
    case refused(QP1.Refusal?)
    /// Three tries, no answer.
    case silence
  }

  public enum Step: Sendable, Equatable {
    case wait(until: Deadline)
    case send([UInt8])
    case answered(Answer)
  }

  public enum Incoming: Sendable, Equatable {
    /// Answer it with ``accept(_:at:)`` or ``refuse(_:_:)``.
    case event(QP1.Frame)
    /// The copy of an event that was taken: send this.
    case reply([UInt8])
  }

  private struct Question {
    let frame: QP1.Frame
    var triesLeft: Int
    var due: Deadline
    var answer: Answer?
  }

  /// D.5, rules.
  public static let answerLimit: Duration = .milliseconds(200)
  public static let tries = 3
  /// A device that was switched off may begin its numbers anew; past this time an equal event is a
  /// new one. Three tries end after 600 ms, and a host can be late by as much.
  public static let copyWindow: Duration = .seconds(2)

  public let address: UInt8
  private var scanner = FrameScanner<QP1>()
  private var sequence: UInt8
  private var question: Question?
  private var taken: (event: QP1.Frame, at: Deadline)?
  /// When the device last said anything, or the line was opened.
  public private(set) var lastHeard = Deadline.now

  /// `sequence` is the number before the first question's.
  public init(address: UInt8, sequence: UInt8) {
    self.address = address
    self.sequence = sequence
  }

  /// When ``receive(_:at:)`` should be called although no byte came.
  public var restDue: Deadline? { scanner.restDue }

  /// The number that the next question gets.
  public var nextSequence: UInt8 { sequence &+ 1 }

  /// The next question gets the number after that.
  public mutating func skipSequence() { sequence = nextSequence }

  /// The line was opened anew: what had begun on the old one is over. What was taken stays known,
  /// since a device repeats what it saw no ACK for.
  public mutating func reopen(at now: Deadline) {
    scanner = FrameScanner()
    question = nil
    lastHeard = now
  }

  // MARK: The host's questions

  /// Begins a question; an unfinished one is given up.
  public mutating func ask(
    _ code: QP1.Code, _ data: [UInt8] = [], at now: Deadline
  ) -> (sequence: UInt8, bytes: [UInt8]) {
    sequence = nextSequence
    let frame = QP1.Frame(address: address, sequence: sequence, code: code, data: data)
    question = Question(
      frame: frame, triesLeft: Self.tries - 1, due: now.advanced(by: Self.answerLimit))
    return (sequence, frame.bytes)
  }

  /// What to do about the question now.
  public mutating func step(at now: Deadline) -> Step {
    guard var asked = question else { return .answered(.silence) }
    if let answer = asked.answer {
      question = nil
      return .answered(answer)
    }
    guard asked.due <= now else { return .wait(until: asked.due) }
    guard asked.triesLeft > 0 else {
      question = nil
      return .answered(.silence)
    }
    asked.triesLeft -= 1
    asked.due = now.advanced(by: Self.answerLimit)
    question = asked
    return .send(asked.frame.bytes)
  }

  // MARK: What comes

  public mutating func receive(_ bytes: [UInt8], at now: Deadline) -> [Incoming] {
    if bytes.isEmpty { scanner.settle(at: now) } else { scanner.append(bytes, at: now) }
    var incoming: [Incoming] = []
    while let frame = scanner.next() {
      guard frame.address == address else { continue }
      lastHeard = now
      if frame.code.isEvent {
        incoming.append(event(frame, at: now))
      } else {
        answer(frame, at: now)
      }
    }
    return incoming
  }

  private mutating func event(_ frame: QP1.Frame, at now: Deadline) -> Incoming {
    // "Pending event or ACK" is what answers a POLL.
    if question?.frame.code == .poll { question?.answer = .frame(frame) }
    guard let taken, taken.event == frame, taken.at.duration(to: now) < Self.copyWindow else {
      return .event(frame)
    }
    return .reply(accept(frame, at: now))
  }

  private mutating func answer(_ frame: QP1.Frame, at now: Deadline) {
    guard let asked = question, asked.answer == nil, frame.sequence == asked.frame.sequence else {
      return
    }
    switch frame.code {
    case .acknowledge, .introduction: question?.answer = .frame(frame)
    case .refuse:
      switch frame.refusal {
      // It arrived damaged: the next try need not wait.
      case .crc, .length: question?.due = now
      // The next try comes at its time.
      case .busy: break
      case .command, .state, nil: question?.answer = .refused(frame.refusal)
      }
    // What hosts send: another host's, or the echo of our own line.
    default: break
    }
  }

  // MARK: The device's events

  /// The event is kept where it cannot be lost; answers with its ACK.
  public mutating func accept(_ event: QP1.Frame, at now: Deadline) -> [UInt8] {
    taken = (event, now)
    return QP1.Frame(address: address, sequence: event.sequence, code: .acknowledge).bytes
  }

  /// The event was not taken, so the device has to keep it.
  public func refuse(_ event: QP1.Frame, _ reason: QP1.Refusal) -> [UInt8] {
    QP1.Frame(
      address: address, sequence: event.sequence, code: .refuse, data: [reason.rawValue]
    ).bytes
  }
}
