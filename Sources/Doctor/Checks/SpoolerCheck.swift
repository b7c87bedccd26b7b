import CUPSSpooling
import DeviceKit

/// Every queue of CUPS that the hall prints to, asked as the driver asks it.
public struct SpoolerCheck: Sendable {
  /// Queues as addresses name them, with the device's name.
  let queues: [(device: String, destination: String)]

  public init(_ queues: [(device: String, destination: String)]) { self.queues = queues }

  /// Blocks the thread until every queue has answered, or its deadline.
  public func examine() -> Examination {
    Examination("cups", queues.compactMap(finding))
  }

  private func finding(_ device: String, _ text: String) -> Finding? {
    guard let destination = CUPSDestination(text) else { return nil }
    do throws(DeviceFault) {
      let waker = try Waker()
      let report = try PrintSpooler(CUPSLink(destination, waker: waker)).printer()
      return Self.finding(device: device, queue: text, report)
    } catch {
      return Finding(
        "cups.unreachable", about: device, "nobody answers for the queue \(text)",
        why: "Letters cannot be printed.", evidence: ["\(error)"],
        mend: ["systemctl status cups", "lpstat -p \(text)   # does the queue exist?"])
    }
  }

  static func finding(device: String, queue: String, _ report: PrinterReport) -> Finding? {
    guard report.state == .stopped || !report.isAccepting else { return nil }
    return Finding(
      "cups.stopped", about: device,
      report.isAccepting ? "the queue \(queue) is stopped" : "the queue \(queue) takes no jobs",
      why: "CUPS stops a queue when its printer fails once, and by itself never starts it again.",
      evidence: report.reasons + [report.message].filter { !$0.isEmpty },
      mend: [report.isAccepting ? "cupsenable \(queue)" : "cupsaccept \(queue)"])
  }
}
