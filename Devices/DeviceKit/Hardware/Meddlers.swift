/// A program that is known to take or write to devices that are not its own (traps 14 to 16 of
/// device-daemons.md section 5).
public struct Meddler: Sendable, Equatable, CustomStringConvertible {
  /// The name of its process, as /proc has it.
  public let process: String
  /// What it does to devices.
  public let does: String
  /// What a technician does about it.
  public let mend: String
  /// Its harm lasts until it is stopped.
  public let isHarmful: Bool

  public var description: String { "\(process) runs and \(does)" }

  static let known = [
    Meddler(
      process: "brltty", does: "takes CH340 and CP210x lines",
      mend: "apt-get remove brltty", isHarmful: true),
    Meddler(
      process: "ModemManager", does: "greets lines that look like modems",
      mend: "install systemd/60-hallway.rules, which keeps it away, or: systemctl disable --now "
        + "ModemManager", isHarmful: false),
    Meddler(
      process: "fwupd",
      does: "probes new devices for a moment; opening is tried again until it is done",
      mend: "nothing, as a rule", isHarmful: false),
  ]

  /// Those that run now.
  public static func running(proc: String = "/proc") -> [Meddler] {
    let names = Set(
      SystemFile.names(in: proc).filter { $0.allSatisfy(\.isNumber) }.compactMap {
        SystemFile.line(of: "\(proc)/\($0)/comm")
      })
    return known.filter { names.contains($0.process) }
  }
}
