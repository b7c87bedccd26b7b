import CUPSSpooling
public import DeviceKit
import Logging

/// An A4 printer that prints PDF, through a queue of CUPS or IPP Everywhere directly. A4 打印机
public actor CUPSPrinter: DocumentPrinter, SupervisedDevice {
  /// Paper that ran out shows within this and one question.
  static let statusInterval: Duration = .seconds(5)
  /// While a job prints; citizen and clerk both look at the screen.
  static let progressInterval: Duration = .milliseconds(500)
  /// How long a document may wait behind others; nobody stands at a counter longer.
  static let queueDeadline: Duration = .seconds(60)
  /// A queue that stops again at once is not started again without end.
  static let resumeInterval: Duration = .seconds(10)

  public static let descriptor = DriverDescriptor(
    name: "cups",
    kind: .documentPrinter,
    title: "A4 printers through CUPS or IPP Everywhere",
    schemes: [.cups],
    abilities: [
      "PDF", "copies", "two sides", "paper, cover and supply states", "cancelling",
      "resuming a queue that stopped by itself",
    ],
    options: [
      DriverOption(
        "job-seconds", .integer(10...1800, usual: 120),
        "How long one document may take before it is cancelled"),
      DriverOption(
        "warnings", .choice(["stop", "print"], usual: "stop"),
        "Whether a printer that warns of an empty tray is out of paper (stop), or one with several "
          + "trays that prints on (print)"),
    ],
    parts: DeviceParts(paper: .unknown, cover: .unknown),
    timeouts: [
      .init("question", PrintSpooler.questionDeadline, "a printer asleep answers after 3 s"),
      .init("document", PrintSpooler.documentDeadline, "30 MB over a printer's 10 Mbit/s"),
      .init("cancel", PrintSpooler.cancelDeadline, "nobody waits for a cancelled job"),
      .init("job", .seconds(120), "20 pages at 10 a minute; option job-seconds"),
      .init("queue", queueDeadline, "nobody waits longer for a document to begin"),
      .init("status", statusInterval, "paper out shows within 9 s"),
      .init("progress", progressInterval, "questions while a job prints"),
      .init("resume", resumeInterval, "a queue that stops again at once"),
    ],
    objection: { request in
      guard case .cups(let text) = request.address, CUPSDestination(text) == nil else { return nil }
      return DriverObjection(
        "address",
        "\(request.address): expected a queue's name or ipp:// with a numeric address")
    })

  public static let driver = Driver(
    descriptor, redactor: { _ in DocumentRedactor() },
    make: { request, bench throws(DeviceFault) in try CUPSPrinter(request, bench: bench) })

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private nonisolated let jobDeadline: Duration
  private let believesWarnings: Bool
  private var lastAsked = Deadline.now
  /// The queue stopped while it worked on a job of ours, so that nobody stopped it on purpose.
  private var stoppedByItself = false
  private var lastResumed: Deadline?
  private var unknownReasons: [String] = []

  /// - Throws: ``DeviceFault`` where the address names no queue or printer, or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    jobDeadline = .seconds(request.integer("job-seconds", of: Self.descriptor))
    believesWarnings = request.choice("warnings", of: Self.descriptor) == "stop"
    supervision = try Supervision(
      Self.descriptor, request, bench, ownLink: CUPSLink.opener)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    _ = try look(PrintSpooler(link))
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let check = lastAsked.advanced(by: Self.statusInterval)
    _ = try link.waitForInput(until: check)
    guard Deadline.now >= check else { return }
    let spooler = PrintSpooler(link)
    try resumeIfItStopped(try look(spooler).report, spooler)
  }

  /// Asks how the printer is and shows it.
  private func look(
    _ spooler: PrintSpooler
  ) throws(DeviceFault) -> (report: PrinterReport, condition: PrinterCondition) {
    let report = try spooler.printer()
    lastAsked = .now
    let condition = PrinterCondition(report, believesWarnings: believesWarnings)
    supervision.board.show(
      condition.fault.map { .faulted($0) } ?? .ready, parts: condition.parts)
    if condition.unknown != unknownReasons {
      unknownReasons = condition.unknown
      let reasons = unknownReasons.joined(separator: ", ")
      supervision.logger.notice(
        "documentPrinter \(id): it says \(reasons.isEmpty ? "no more" : reasons)")
    }
    return (report, condition)
  }
}

// MARK: - Printing

extension CUPSPrinter {
  public nonisolated func print(_ document: PrintableDocument) async -> PrintOutcome {
    do {
      return try await command("print", within: Self.queueDeadline + jobDeadline) { printer, link in
        printer.perform(document, on: link)
      }
    } catch {
      // Its turn never came, or nothing was there to print on.
      return .failed(error)
    }
  }

  private func perform(_ document: PrintableDocument, on link: any ByteLink) -> PrintOutcome {
    let spooler = PrintSpooler(link)
    let number: Int
    do {
      if let fault = try look(spooler).condition.fault { return .failed(fault) }
      number = try spooler.create(
        PrintJob(
          title: document.title, format: .pdf, copies: document.copies,
          isTwoSided: document.isTwoSided))
    } catch {
      forsake(error)
      return .failed(error)
    }
    do {
      try spooler.send(document.pdf, as: .pdf, to: number)
      return try follow(number, until: .after(jobDeadline), spooler)
    } catch {
      let outcome = giveUp(number, after: error, spooler)
      forsake(error)
      return outcome
    }
  }

  /// Watches the job to its end; at the deadline it is cancelled (trap 7).
  private func follow(
    _ number: Int, until deadline: Deadline, _ spooler: PrintSpooler
  ) throws(DeviceFault) -> PrintOutcome {
    while true {
      let job = try spooler.job(number)
      if job.state.isFinal { return conclude(job, spooler) }
      let (report, condition) = try look(spooler)
      if report.state == .stopped, job.hasBegun == true, report.message != Self.pausedByHand {
        stoppedByItself = true
      }
      try resumeIfItStopped(report, spooler)
      guard Deadline.now < deadline else {
        let late = "not printed within \(jobDeadline)"
        let fault =
          condition.fault.map { DeviceFault($0.code, "\(late): \($0.message)") }
          ?? DeviceFault(.silent, late)
        return giveUp(number, after: fault, spooler)
      }
      try supervision.thread.waker.pause(until: min(deadline, .after(Self.progressInterval)))
    }
  }

  /// What the end of a job says of the paper: only `completed` by a printer without a fault is
  /// printed (trap 9), and only what was never begun is surely not.
  private func conclude(_ job: JobReport, _ spooler: PrintSpooler) -> PrintOutcome {
    let reasons = job.reasons.isEmpty ? "" : ": \(job.reasons.joined(separator: ", "))"
    guard job.state == .completed else {
      let fault = DeviceFault(
        job.state == .canceled ? .cancelled : .hardwareError,
        "the job was \(job.state.rawValue)\(reasons)")
      return job.hasBegun == false ? .failed(fault) : .unknown(fault)
    }
    guard !job.reasons.contains("job-completed-with-errors") else {
      return .unknown(DeviceFault(.hardwareError, "the job was completed\(reasons)"))
    }
    do {
      return try look(spooler).condition.fault.map { .unknown($0) } ?? .printed
    } catch {
      forsake(error)
      return .unknown(error)
    }
  }

  private func giveUp(
    _ number: Int, after fault: DeviceFault, _ spooler: PrintSpooler
  ) -> PrintOutcome {
    // Where the spooler is gone too, nobody can say what became of the job.
    guard let job = try? spooler.cancel(number) else { return .unknown(fault) }
    // It ended while it was being cancelled.
    if job.state == .completed { return conclude(job, spooler) }
    return job.state.isFinal && job.hasBegun == false ? .failed(fault) : .unknown(fault)
  }

  /// Closes the link after a fault of the line; supervision opens it again.
  private func forsake(_ fault: DeviceFault) {
    if fault.code != .cancelled { lose(fault) }
  }
}

// MARK: - Queues that stop by themselves

extension CUPSPrinter {
  /// printer-state-message after cupsdisable(8); a queue that stopped by itself tells why instead
  /// (scheduler/ipp.c, measured with 2.4.2).
  static let pausedByHand = "Paused"

  /// Starts a queue again that stopped while it worked on a job of ours: with the error policy
  /// stop-printer CUPS leaves it stopped after paper or power have returned (trap 8).
  private func resumeIfItStopped(
    _ report: PrinterReport, _ spooler: PrintSpooler
  ) throws(DeviceFault) {
    guard report.state == .stopped else {
      stoppedByItself = false
      return
    }
    guard stoppedByItself else { return }
    if let lastResumed, lastResumed.duration(to: .now) < Self.resumeInterval { return }
    lastResumed = .now
    do {
      try spooler.resume()
      supervision.logger.notice("documentPrinter \(id): resumed its queue")
    } catch  where error.code == .permissionDenied || error.code == .protocolError {
      // Not an administrator of CUPS, or a printer that resumes by itself: its reason stays shown.
      stoppedByItself = false
      supervision.logger.warning("documentPrinter \(id): its queue cannot be resumed, \(error)")
    }
  }
}
