// The words between a driver and the spooler, one line each way, so that they cross a ByteLink and
// are recorded and replayed like any device's bytes. A document follows the line that says how long
// it is.
//
//     printer
//     printer state=idle accepting=yes reasons=media-low-warning message=
//     create title=Test%20page format=application/pdf copies=1 sides=one
//     created job=7
//     send job=7 format=application/pdf bytes=20480
//     sent

public import DeviceKit

/// A line from the driver.
public enum SpoolerQuestion: Sendable, Equatable {
  /// Bytes of a line and its document; A4 pages as pictures have some megabytes.
  public static let limit = 64 << 20

  /// Get-Printer-Attributes.
  case printer
  /// Create-Job.
  case create(PrintJob)
  /// Send-Document, the last of the job.
  case send(job: Int, format: PrintJob.Format, bytes: Int)
  /// Get-Job-Attributes.
  case job(Int)
  /// Cancel-Job, answered by how the job stands then.
  case cancel(job: Int)
  /// Resume-Printer, for a queue that stopped by itself.
  case resume

  public var line: SpoolerLine {
    switch self {
    case .printer: SpoolerLine("printer")
    case .create(let job):
      SpoolerLine(
        "create",
        [
          ("title", job.title), ("format", job.format.rawValue), ("copies", "\(job.copies)"),
          ("sides", job.isTwoSided.map { $0 ? "two" : "one" } ?? ""),
        ])
    case .send(let job, let format, let bytes):
      SpoolerLine(
        "send", [("job", "\(job)"), ("format", format.rawValue), ("bytes", "\(bytes)")])
    case .job(let job): SpoolerLine("job", [("job", "\(job)")])
    case .cancel(let job): SpoolerLine("cancel", [("job", "\(job)")])
    case .resume: SpoolerLine("resume")
    }
  }

  public init?(_ line: SpoolerLine) {
    switch line.word {
    case "printer": self = .printer
    case "create":
      guard let title = line["title"], let format = line["format"].flatMap(PrintJob.Format.init),
        let copies = line.number("copies"), let sides = line["sides"],
        let isTwoSided = ["": Bool?.none, "one": false, "two": true][sides]
      else { return nil }
      self = .create(
        PrintJob(title: title, format: format, copies: copies, isTwoSided: isTwoSided))
    case "send":
      guard let job = line.number("job"), let bytes = line.number("bytes"),
        let format = line["format"].flatMap(PrintJob.Format.init)
      else { return nil }
      self = .send(job: job, format: format, bytes: bytes)
    case "job":
      guard let job = line.number("job") else { return nil }
      self = .job(job)
    case "cancel":
      guard let job = line.number("job") else { return nil }
      self = .cancel(job: job)
    case "resume": self = .resume
    default: return nil
    }
  }
}

/// Keeps documents, which are a citizen's, out of recordings.
public struct DocumentRedactor: Redactor {
  public init() {}
  public mutating func read(_ bytes: [UInt8]) -> [UInt8] { bytes }
  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? {
    guard let question = SpoolerLine(bytes).flatMap({ SpoolerQuestion($0) }) else { return nil }
    if case .send = question { return nil }
    return bytes
  }
  public mutating func finish() -> [UInt8] { [] }
}

/// A line from the spooler; a fault of the spooler is the link's fault and no line.
public enum SpoolerAnswer: Sendable, Equatable {
  case printer(PrinterReport)
  case created(job: Int)
  case sent
  case job(JobReport)
  case resumed

  public var line: SpoolerLine {
    switch self {
    case .printer(let report):
      SpoolerLine(
        "printer",
        [
          ("state", report.state.rawValue), ("accepting", report.isAccepting ? "yes" : "no"),
          ("reasons", report.reasons.joined(separator: ",")), ("message", report.message),
        ])
    case .created(let job): SpoolerLine("created", [("job", "\(job)")])
    case .sent: SpoolerLine("sent")
    case .job(let report):
      SpoolerLine(
        "job",
        [
          ("state", report.state.rawValue),
          ("begun", report.hasBegun.map { $0 ? "yes" : "no" } ?? ""),
          ("reasons", report.reasons.joined(separator: ",")),
        ])
    case .resumed: SpoolerLine("resumed")
    }
  }

  public init?(_ line: SpoolerLine) {
    switch line.word {
    case "printer":
      guard let state = line["state"].flatMap(PrinterReport.State.init),
        let accepting = line["accepting"].flatMap(Self.yesNo)
      else { return nil }
      self = .printer(
        PrinterReport(
          state: state, isAccepting: accepting, reasons: line.list("reasons"),
          message: line["message"] ?? ""))
    case "created":
      guard let job = line.number("job") else { return nil }
      self = .created(job: job)
    case "sent": self = .sent
    case "job":
      guard let state = line["state"].flatMap(JobReport.State.init) else { return nil }
      self = .job(
        JobReport(
          state: state, hasBegun: line["begun"].flatMap(Self.yesNo), reasons: line.list("reasons")))
    case "resumed": self = .resumed
    default: return nil
    }
  }

  private static func yesNo(_ text: String) -> Bool? { ["yes": true, "no": false][text] }
}
