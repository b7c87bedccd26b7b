public import DeviceKit

/// What a driver asks of CUPS, over any link: the live one, a recorded or a replayed one.
///
/// Like its link it is confined to its device's thread; every call blocks that thread until the
/// answer or its deadline.
public struct PrintSpooler {
  /// cupsd answers in milliseconds; a printer asleep takes two or three seconds to.
  public static let questionDeadline: Duration = .seconds(4)
  /// 30 MB over a printer's 10 Mbit/s, or a printer that takes the pages as it prints them.
  public static let documentDeadline: Duration = .seconds(60)
  /// Nobody waits for a cancelled job any more, and a hall that stops least of all.
  public static let cancelDeadline: Duration = .seconds(2)

  private let link: any ByteLink

  public init(_ link: any ByteLink) { self.link = link }

  public func printer() throws(DeviceFault) -> PrinterReport {
    guard case .printer(let report) = try ask(.printer) else { throw .misplaced }
    return report
  }

  /// The number of the new job.
  public func create(_ job: PrintJob) throws(DeviceFault) -> Int {
    guard case .created(let number) = try ask(.create(job)) else { throw .misplaced }
    return number
  }

  public func send(
    _ document: [UInt8], as format: PrintJob.Format, to job: Int
  ) throws(DeviceFault) {
    let question = SpoolerQuestion.send(job: job, format: format, bytes: document.count)
    guard try ask(question, document, within: Self.documentDeadline) == .sent else {
      throw .misplaced
    }
  }

  public func job(_ job: Int) throws(DeviceFault) -> JobReport {
    guard case .job(let report) = try ask(.job(job)) else { throw .misplaced }
    return report
  }

  /// Cancels the job, also after whoever asked for it gave up, and tells how it ended.
  public func cancel(_ job: Int) throws(DeviceFault) -> JobReport {
    guard case .job(let report) = try ask(.cancel(job: job), within: Self.cancelDeadline) else {
      throw .misplaced
    }
    return report
  }

  public func resume() throws(DeviceFault) {
    guard try ask(.resume) == .resumed else { throw .misplaced }
  }

  private func ask(
    _ question: SpoolerQuestion, _ document: [UInt8] = [],
    within time: Duration = questionDeadline
  ) throws(DeviceFault) -> SpoolerAnswer {
    let deadline = Deadline.after(time)
    try link.discardInput()
    try link.write(question.line.bytes + document, deadline: deadline)
    var line: [UInt8] = []
    while line.last != 0x0A {
      line += try link.read(upTo: SpoolerLine.limit, deadline: deadline)
      guard line.count <= SpoolerLine.limit else { throw .misplaced }
    }
    guard let answer = SpoolerLine(line).flatMap({ SpoolerAnswer($0) }) else { throw .misplaced }
    return answer
  }
}

extension DeviceFault {
  fileprivate static let misplaced = DeviceFault(
    .protocolError, "the spooler's answer does not fit the question")
}
