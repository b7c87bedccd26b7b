import CUPSSpooling
import DeviceKit

/// A queue of CUPS as a line to a ticket printer: what is written at once is one raw job.
///
/// The spooler's "completed" says that the bytes were handed over, never that paper came out
/// (protocols.md F.2), and nothing comes back: only profiles without a way back fit.
final class RawQueueLink: ByteLink {
  private let destination: CUPSDestination
  private let waker: Waker
  private(set) var bytesWritten = 0

  /// Opens once the spooler knows the queue.
  static let opener: LinkOpener = { request, waker throws(DeviceFault) in
    guard case .cups(let text) = request.address, let destination = CUPSDestination(text) else {
      throw DeviceFault(.protocolError, "\(request.address) names no queue and no printer")
    }
    let link = RawQueueLink(destination, waker: waker)
    try link.findQueue()
    return link
  }

  private init(_ destination: CUPSDestination, waker: Waker) {
    self.destination = destination
    self.waker = waker
  }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    let report: JobReport
    do throws(RawJobFault) {
      report = try printRaw(
        bytes, title: "ticket", to: destination, by: deadline, waker: waker)
    } catch {
      if error.mayHavePrinted { bytesWritten += bytes.count }
      throw error.fault
    }
    if report.state == .completed || report.hasBegun != false { bytesWritten += bytes.count }
    guard report.state == .completed else {
      throw DeviceFault(.hardwareError, "the queue ended the job as \(report.state.rawValue)")
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    throw DeviceFault(.silent, "a queue has no way back")
  }

  /// Waits, and looks then whether the queue is still there.
  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try waker.idle(until: deadline)
    if Deadline.now >= deadline { try findQueue() }
    return false
  }

  func discardInput() throws(DeviceFault) {}

  private func findQueue() throws(DeviceFault) {
    _ = try PrintSpooler(CUPSLink(destination, waker: waker)).printer()
  }
}
