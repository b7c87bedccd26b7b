import Doctor
import Foundation
import HallAPI
import PrivateFiles
import ProgramKit

/// Everything that helps somebody far away, and nothing of a citizen. 支持包
struct SupportBundle {
  let report: DoctorReport
  let devices: [DevicesInterface.Device]
  let now: Int64

  /// Enough for the hours before a fault; a day of a healthy hall has a few hundred lines.
  private static let logLines = "5000"

  /// Writes the archive whole, for its user alone.
  ///
  /// - Throws: ``Complaint`` where it cannot be written.
  func write(to path: String, metrics: String?) async throws {
    var archive = TarArchive()
    func add(_ name: String, _ text: String) {
      archive.add("hallway-bundle/\(name)", Scrubber.clean(text), at: now)
    }
    add("README", Self.readme)
    add("report.txt", report.words + "\n")
    add("report.json", try PrettyJSON.text(report))
    add("devices.json", try PrettyJSON.text(devices))
    add("versions.txt", versions)
    for (name, command) in Self.commands {
      guard let text = await Tool.output(command) else { continue }
      add(name, text)
    }
    if let metrics, let text = await Tool.output(Self.scrape(metrics)) { add("metrics.txt", text) }
    do {
      try PrivateFile.put(archive.file, at: path)
    } catch {
      throw Complaint("no bundle was written: \(error)")
    }
  }

  private static let commands = [
    (
      "service.log",
      ["/usr/bin/journalctl", "--unit", "hallwayd", "--lines", logLines, "--no-pager"]
    ),
    ("service.status", ["/usr/bin/systemctl", "status", "hallwayd", "--no-pager", "--lines", "0"]),
    ("kernel-usb.log", ["/usr/bin/journalctl", "--dmesg", "--grep", "usb", "--no-pager"]),
    ("disk.txt", ["/usr/bin/df", "-h"]),
  ]

  private static func scrape(_ socket: String) -> [String] {
    ["/usr/bin/curl", "--silent", "--unix-socket", socket, "http://hallway/metrics"]
  }

  private var versions: String {
    let files = MachineFiles()
    let system = files.text("/etc/os-release") ?? ""
    return "hallway \(hallwayVersion)\n\(files.line("/proc/version") ?? "")\n\(system)"
  }

  private static let readme = """
    What a Hallway machine looked like, made by `hallway doctor --bundle`.

    In it are the doctor's report, the devices as the hall tells of them, versions, the service's log and
    what the kernel says of USB. The ledger, keys, the hall's file, clerks and recordings are not. Digits
    that could be an identity card or a telephone number were taken out of every text.

    """
}
