/// Time: numbers, deadlines and seals go by it.
public struct ClockCheck: Sendable {
  let files: MachineFiles
  let state: String
  /// Seconds since 1970.
  let now: Int64
  /// The clock is kept by somebody; nil where the kernel was not asked.
  let isSynchronised: Bool?

  public init(_ files: MachineFiles, state: String, now: Int64, isSynchronised: Bool?) {
    self.files = files
    self.state = state
    self.now = now
    self.isSynchronised = isSynchronised
  }

  /// 2026-01-01T00:00:00+08:00: this program is younger.
  private static let earliest: Int64 = 1_767_196_800
  /// A file that was written in the future by more than this was written by another clock.
  private static let patience: Int64 = 60
  /// Halls of this country.
  private static let zone = "Asia/Shanghai"

  public func examine() -> Examination {
    Examination(
      "clock", [early, backwards, drifting, zone].compactMap(\.self),
      unseen: isSynchronised == nil ? "whether the clock is kept by NTP" : nil)
  }

  private var early: Finding? {
    guard now < Self.earliest else { return nil }
    return Finding(
      "clock.wrong", about: "clock", "the clock says a time before this program was written",
      why: "Opening hours, deadlines and the day's numbers go by it.",
      evidence: ["\(now) seconds since 1970"], mend: ["timedatectl set-ntp true"])
  }

  /// The hall wrote at a time that is still to come.
  private var backwards: Finding? {
    let written = ["hall.sqlite-wal", "hall.sqlite", "ratings.head", "cases.sqlite"].compactMap {
      name in files.standing("\(state)/\(name)").map { (name, $0.modified) }
    }.max { $0.1 < $1.1 }
    guard let (name, at) = written, at > now + Self.patience else { return nil }
    return Finding(
      "clock.backwards", about: "clock", "the clock is behind what the hall has written",
      why:
        "Waits and deadlines are reckoned by a clock that was put back; the hall says so in its log.",
      evidence: ["\(state)/\(name) was written \((at - now) / 60) minutes from now"],
      mend: ["timedatectl set-ntp true", "timedatectl   # look at the time it says"])
  }

  private var drifting: Finding? {
    guard isSynchronised == false else { return nil }
    return Finding(
      "clock.unsynchronised", .warning, about: "clock", "nobody keeps the clock",
      why: "It drifts by seconds a day, and a cell that is empty puts it back by years.",
      evidence: ["adjtimex says unsynchronised"],
      mend: ["apt-get install systemd-timesyncd && timedatectl set-ntp true"])
  }

  private var zone: Finding? {
    let zone = files.link("/etc/localtime").map { $0.replacing("/usr/share/zoneinfo/", with: "") }
    guard zone?.hasSuffix(Self.zone) != true, zone?.hasSuffix("PRC") != true else { return nil }
    return Finding(
      "clock.zone", .warning, about: "time zone", "the machine is not in \(Self.zone)",
      why: "The hall keeps China's time by itself, but logs and timers go by the machine's.",
      evidence: ["/etc/localtime is \(zone ?? "not a link")"],
      mend: ["timedatectl set-timezone \(Self.zone)"])
  }
}
