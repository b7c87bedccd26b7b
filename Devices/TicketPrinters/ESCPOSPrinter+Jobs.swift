public import DeviceKit
public import Hall
import Synchronization

/// How a slip becomes a ticket, or an honest account of why not.
extension ESCPOSPrinter {
  public nonisolated func print(_ slip: Slip, job: PrintJobID) async -> PrintOutcome {
    // Told even while the printer is away: it may be away because of this very job.
    if let known = outcome(of: job) { return known }
    let turnBy = Deadline.after(Self.queueDeadline)
    do {
      return try await command("print", within: Self.queueDeadline + Self.longestJob) {
        printer, link throws(DeviceFault) in
        guard Deadline.now < turnBy else {
          throw DeviceFault(.overloaded, "its turn did not come in time")
        }
        return try printer.perform(slip, job: job, on: link)
      }
    } catch {
      // The same job, handed in twice at once, may have lost the link at its first turn.
      return outcome(of: job) ?? .failed(error)
    }
  }

  private nonisolated func outcome(of job: PrintJobID) -> PrintOutcome? {
    printedJobs.withLock { $0.outcome(of: job) }
  }

  /// - Throws: ``DeviceFault`` where surely nothing came out.
  private func perform(
    _ slip: Slip, job: PrintJobID, on link: any ByteLink
  ) throws(DeviceFault) -> PrintOutcome {
    // Handed in twice at once, it is found printed at its second turn.
    if let known = outcome(of: job) { return known }
    let content = try encoder.encode(slip)
    do throws(DeviceFault) {
      try makeReady(link)
    } catch {
      lose(error)
      throw error
    }
    showCondition()
    if let fault = condition.fault { throw fault }
    let outcome = send(content, mark: ESCPOS.JobMark(of: job), on: link)
    printedJobs.withLock { $0.remember(outcome, of: job) }
    return outcome
  }

  /// Asks before a byte of the job is sent, and makes room for what will tell of its end.
  private func makeReady(_ link: any ByteLink) throws(DeviceFault) {
    try askEverything(link)
    guard condition.fault == nil else { return }
    if hasRemains, profile.asksInTurn {
      // The job given up may still owe an answer: it comes before this one's, and what follows
      // within the time of an answer was a late one too.
      _ = try askBuffered(on: link)
      try hear(link, until: .after(Self.answerDeadline))
    }
    if condition.ticketInOutlet == true { try clearOutlet(link) }
  }

  /// A ticket nobody took makes room for the next one.
  private func clearOutlet(_ link: any ByteLink) throws(DeviceFault) {
    let deadline = Deadline.after(Self.outletDeadline)
    switch profile.presenter {
    case .custom: try link.write(ESCPOS.Presenter.customEject, deadline: deadline)
    case .epic880: try link.write(ESCPOS.Presenter.epicDeliver, deadline: deadline)
    case nil: return
    }
    while condition.ticketInOutlet == true {
      guard Deadline.now < deadline else {
        throw DeviceFault(.hardwareError, "an old ticket does not leave the outlet")
      }
      try hear(link, until: min(.after(Self.progressInterval), deadline))
      try askEverything(link)
    }
  }

  private func send(
    _ content: [UInt8], mark: ESCPOS.JobMark, on link: any ByteLink
  ) -> PrintOutcome {
    heard.mark = nil
    let before = link.bytesWritten
    // Cut off first, so that nobody is handed somebody else's number with their own.
    let remains = hasRemains ? ESCPOS.initialise + encoder.cut : []
    let job = remains + marked(content, with: mark)
    let lineTime = lineTime(of: job)
    let deadline = Deadline.after(lineTime + jobDeadline)
    heard.buffered = nil
    do throws(DeviceFault) {
      try write(job, on: link, deadline: deadline)
      if profile.completion == .none {
        hasRemains = false
        return .unknown(DeviceFault(.silent, "sent whole; this printer tells of no end"))
      }
      try awaitEnd(of: mark, on: link, sentBy: .after(lineTime), deadline: deadline)
      hasRemains = false
      showCondition()
      return .printed
    } catch {
      let sent = link.bytesWritten - before
      if sent > 0 {
        hasRemains = true
        giveUp(on: link)
      }
      lose(error)
      return sent > 0 ? .unknown(error) : .failed(error)
    }
  }

  /// The job with what makes the printer tell of its end (C.9).
  private func marked(_ content: [UInt8], with mark: ESCPOS.JobMark) -> [UInt8] {
    switch profile.completion {
    case .jobMark: content + mark.request
    case .starJob: mark.starBegin + content + ESCPOS.JobMark.starEnd
    case .bufferedStatus, .ticketAtOutlet: content + ESCPOS.bufferedStatus
    case .none: content
    }
  }

  private func hasEnded(_ mark: ESCPOS.JobMark) -> Bool {
    switch profile.completion {
    case .jobMark, .starJob: heard.mark == mark.bytes
    case .bufferedStatus: heard.buffered != nil
    case .ticketAtOutlet: heard.buffered != nil && condition.ticketInOutlet == true
    case .none: false
    }
  }

  /// Writes what the printer takes, and hears meanwhile why it takes no more.
  private func write(
    _ bytes: [UInt8], on link: any ByteLink, deadline: Deadline
  ) throws(DeviceFault) {
    let before = link.bytesWritten
    while true {
      // What was transferred counts, never what a deadline suggests (trap 11).
      let rest = Array(bytes.dropFirst(link.bytesWritten - before))
      if rest.isEmpty { return }
      try throwIfGivenUp()
      do throws(DeviceFault) {
        // Who says nothing has nothing to be heard in between, and a spooler takes jobs whole.
        let slice = profile.status == .none ? deadline : .after(Self.progressInterval)
        try link.write(rest, deadline: min(deadline, slice))
      } catch  where error.code == .silent && Deadline.now < deadline {
        // A full buffer: normal while paper moves, final when it is out.
        try hear(link, until: .now)
        try throwIfJobEnded()
      }
    }
  }

  private func awaitEnd(
    of mark: ESCPOS.JobMark, on link: any ByteLink, sentBy: Deadline, deadline: Deadline
  ) throws(DeviceFault) {
    // A question queues behind the job in the kernel: asked too early it is answered too late.
    var question = sentBy.advanced(by: Self.progressInterval)
    while Deadline.now < deadline {
      try hear(link, until: min(question, deadline))
      if hasEnded(mark) { return }
      try throwIfJobEnded()
      try throwIfGivenUp()
      guard Deadline.now >= question else { continue }
      if profile.status != .paperByte {
        do throws(DeviceFault) {
          try askEverything(link)
        } catch  where error.code == .silent {
          // Busy printing; only the job's own deadline decides.
        }
      }
      if hasEnded(mark) { return }
      try throwIfJobEnded()
      question = .after(Self.progressInterval)
    }
    throw DeviceFault(.silent, "did not confirm the job within \(jobDeadline)")
  }

  /// How long the kernel needs to send `bytes` at the line's speed: ten bits a byte, 8N1.
  private func lineTime(of bytes: [UInt8]) -> Duration {
    guard case .serial(_, let baud?) = supervision.address else { return .zero }
    return .seconds(bytes.count * 10) / baud
  }

  private func throwIfJobEnded() throws(DeviceFault) {
    if condition.endsJob, let fault = condition.fault { throw fault }
  }

  /// Whoever asked gave up, or the hall is ending: waits return at once from now on.
  private func throwIfGivenUp() throws(DeviceFault) {
    if supervision.isInterrupted { throw DeviceFault(.cancelled, "given up while it printed") }
  }

  /// Asks the printer to forget the rest of a job that now counts as unknown; closing the link
  /// afterwards drops what this machine has not sent yet.
  private func giveUp(on link: any ByteLink) {
    guard profile.status == .automatic || profile.status == .realTime else { return }
    // The outcome is unknown already and the printer may be gone: a fault here adds nothing.
    try? link.write(ESCPOS.recoverAndClear, deadline: .after(Self.clearDeadline))
    // An answer proves that the command arrived: closing would drop it together with the rest.
    if (try? ask(.printer, on: link)) != nil { return }
    // A USB port can be told to forget beside the stuck stream (C.11); other links say nil.
    _ = try? link.ask(.printerReset, deadline: .after(Self.clearDeadline))
  }
}
