public import DeviceKit

/// Prints bytes that the printer itself understands, such as ESC/POS, through a queue or printer of
/// `destination`, and waits until the spooler is rid of them.
///
/// A ticket printer behind CUPS has no way back: `completed` says that the bytes were handed over,
/// never that paper came out (protocols.md F.2).
///
/// - Parameters:
///   - bytes: for the printer, as they are.
///   - title: what the spooler shows; never citizen data.
///   - destination: where the job goes.
///   - deadline: for the whole job; it is cancelled then.
///   - waker: of the calling device's thread, which is blocked meanwhile.
/// - Returns: how the job ended, `completed` or not.
/// - Throws: ``DeviceFault`` with ``RawJobFault/mayHavePrinted`` telling whether bytes went out.
public func printRaw(
  _ bytes: [UInt8], title: String, to destination: CUPSDestination, by deadline: Deadline,
  waker: Waker
) throws(RawJobFault) -> JobReport {
  let spooler = PrintSpooler(CUPSLink(destination, waker: waker))
  let job: Int
  do {
    job = try spooler.create(PrintJob(title: title, format: .raw))
  } catch {
    throw RawJobFault(fault: error, mayHavePrinted: false)
  }
  do throws(DeviceFault) {
    try spooler.send(bytes, as: .raw, to: job)
    while true {
      let report = try spooler.job(job)
      if report.state.isFinal { return report }
      guard Deadline.now < deadline else {
        throw DeviceFault(.silent, "the job was not handed over in time")
      }
      try waker.pause(until: min(deadline, .after(.milliseconds(200))))
    }
  } catch {
    let report = try? spooler.cancel(job)
    if let report, report.state == .completed { return report }
    throw RawJobFault(fault: error, mayHavePrinted: report?.hasBegun != false)
  }
}

/// Why a raw job was given up.
public struct RawJobFault: Error, Sendable, Equatable {
  public let fault: DeviceFault
  /// False only where the spooler says that it never began the job.
  public let mayHavePrinted: Bool
}
