import CCUPS
import DeviceKit
import Glibc

/// What Hallway asks of CUPS, carried out by libcups on the calling thread.
struct Spooler {
  let destination: CUPSDestination
  /// Whether waits end now: the hall stops or whoever asked gave up.
  let isInterrupted: @Sendable () -> Bool

  func printer(by deadline: Deadline) throws(DeviceFault) -> PrinterReport {
    let request = try IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, to: destination)
    request.ask(for: [
      "printer-state", "printer-state-reasons", "printer-state-message",
      "printer-is-accepting-jobs",
    ])
    let answer = try exchange(request, by: deadline)
    let states: [Int: PrinterReport.State] = [3: .idle, 4: .processing, 5: .stopped]
    guard let state = answer.integer("printer-state").flatMap({ states[$0] }) else {
      throw DeviceFault(.protocolError, "an answer without printer-state")
    }
    return PrinterReport(
      state: state, isAccepting: answer.boolean("printer-is-accepting-jobs") ?? true,
      reasons: answer.keywords("printer-state-reasons"),
      message: answer.text("printer-state-message") ?? "")
  }

  func create(_ job: PrintJob, by deadline: Deadline) throws(DeviceFault) -> Int {
    let request = try IPPMessage(IPP_OP_CREATE_JOB, to: destination)
    request.add("job-name", job.title, as: IPP_TAG_NAME)
    if job.copies != 1 { request.add("copies", job.copies, in: IPP_TAG_JOB) }
    if let isTwoSided = job.isTwoSided {
      request.add(
        "sides", isTwoSided ? "two-sided-long-edge" : "one-sided", as: IPP_TAG_KEYWORD,
        in: IPP_TAG_JOB)
    }
    let answer = try exchange(request, by: deadline)
    guard let id = answer.integer("job-id"), id > 0 else {
      throw DeviceFault(.protocolError, "a job without a number")
    }
    return id
  }

  func send(
    _ document: [UInt8], _ format: PrintJob.Format, to job: Int, by deadline: Deadline
  ) throws(DeviceFault) {
    let request = try IPPMessage(IPP_OP_SEND_DOCUMENT, to: destination)
    request.add("job-id", job)
    request.add("document-format", format.rawValue, as: IPP_TAG_MIMETYPE)
    request.add("last-document", true)
    _ = try exchange(request, document: document, by: deadline)
  }

  func job(_ id: Int, by deadline: Deadline) throws(DeviceFault) -> JobReport {
    let request = try IPPMessage(IPP_OP_GET_JOB_ATTRIBUTES, to: destination)
    request.add("job-id", id)
    request.ask(for: ["job-state", "job-state-reasons", "time-at-processing"])
    let answer = try exchange(request, by: deadline)
    let states: [Int: JobReport.State] = [
      3: .pending, 4: .held, 5: .processing, 6: .stopped, 7: .canceled, 8: .aborted, 9: .completed,
    ]
    guard let state = answer.integer("job-state").flatMap({ states[$0] }) else {
      throw DeviceFault(.protocolError, "an answer without job-state")
    }
    return JobReport(
      state: state, hasBegun: answer.hasValue("time-at-processing"),
      reasons: answer.keywords("job-state-reasons"))
  }

  func cancel(_ job: Int, by deadline: Deadline) throws(DeviceFault) {
    let request = try IPPMessage(IPP_OP_CANCEL_JOB, to: destination)
    request.add("job-id", job)
    _ = try exchange(request, by: deadline)
  }

  /// Starts a stopped queue again; cupsd asks for an administrator, whom it knows by the socket.
  func resume(by deadline: Deadline) throws(DeviceFault) {
    let request = try IPPMessage(IPP_OP_RESUME_PRINTER, to: destination)
    // scheduler/auth.c: a peer of its socket that names itself is believed by SO_PEERCRED.
    let user = destination.isOnThisMachine ? "PeerCred \(String(cString: cupsUser()))" : nil
    _ = try exchange(request, by: deadline, credentials: user)
  }

  private func exchange(
    _ request: borrowing IPPMessage, document: [UInt8] = [], by deadline: Deadline,
    credentials: String? = nil
  ) throws(DeviceFault) -> IPPMessage {
    // One connection a request: there is none that could have died meanwhile, and nothing to mend.
    let connection = try IPPConnection(
      to: destination, by: deadline, isInterrupted: isInterrupted)
    return try connection.exchange(request, document: document, credentials: credentials)
  }
}
