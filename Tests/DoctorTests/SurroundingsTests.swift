import Doctor
import Testing

@Suite struct `The doctor and the machine` {
  private let machine: FakeMachine
  private let now: Int64 = 1_795_000_000

  init() throws {
    machine = try FakeMachine()
    try machine.link("/etc/localtime", to: "/usr/share/zoneinfo/Asia/Shanghai")
  }

  private func clock(now: Int64, isKept: Bool? = true) -> [String] {
    ClockCheck(machine.files, state: "/state", now: now, isSynchronised: isKept).examine().findings
      .map(\.word)
  }

  @Test func `a clock that is kept and right is no finding`() throws {
    try machine.put("/state/hall.sqlite-wal")
    machine.write("/state/hall.sqlite-wal", at: Int(now) + 30)
    #expect(clock(now: now).isEmpty)
  }

  @Test func `a clock that was put back is seen by what the hall wrote`() throws {
    try machine.put("/state/hall.sqlite-wal")
    machine.write("/state/hall.sqlite-wal", at: Int(now) + 7200)
    #expect(clock(now: now) == ["clock.backwards"])
  }

  @Test func `a clock of before this program, one that nobody keeps, another zone`() throws {
    #expect(clock(now: 1_000_000) == ["clock.wrong"])
    #expect(clock(now: now, isKept: false) == ["clock.unsynchronised"])
    #expect(clock(now: now, isKept: nil).isEmpty)
    try machine.link("/etc/localtime", to: "/usr/share/zoneinfo/Europe/Berlin")
    #expect(clock(now: now) == ["clock.zone"])
  }

  private func disk(_ change: (inout DiskCheck.Room) -> Void) -> [String] {
    var room = DiskCheck.Room(
      free: 20 << 30, total: 64 << 30, freeFiles: 1 << 20, files: 1 << 21, isReadOnly: false)
    change(&room)
    return DiskCheck(path: "/state", room: room).examine().findings.map(\.word)
  }

  @Test func `a disk that is full, gets full, has no inodes, is read-only`() {
    #expect(disk { _ in }.isEmpty)
    #expect(disk { $0.free = 1 << 20 } == ["disk.full"])
    #expect(disk { $0.free = 100 << 20 } == ["disk.low"])
    #expect(disk { $0.freeFiles = 3 } == ["disk.files"])
    #expect(disk { $0.isReadOnly = true } == ["disk.readonly"])
    // Some file systems make inodes as they go and say 0.
    #expect(
      disk {
        $0.freeFiles = 0
        $0.files = 0
      }.isEmpty)
  }

  private func state() -> [String] {
    StateCheck(
      machine.files, state: "/state", keys: ["hall.key", "seal.key"], keyBytes: 32, now: now
    ).examine().findings.map(\.word)
  }

  @Test func `keys that are open, broken or old`() throws {
    #expect(state() == ["state.missing"])
    let key = String(repeating: "k", count: 32)
    try machine.put("/state/hall.key", key, mode: 0o600)
    machine.write("/state/hall.key", at: Int(now))
    #expect(state() == ["state.open"], "the folder has mode 0755")
    try machine.close("/state")
    #expect(state().isEmpty)
    try machine.put("/state/hall.key", key, mode: 0o640)
    machine.write("/state/hall.key", at: Int(now))
    #expect(state() == ["state.open"])
    try machine.put("/state/hall.key", "short", mode: 0o600)
    machine.write("/state/hall.key", at: Int(now) - 4 * 365 * 86_400)
    #expect(state() == ["key.broken", "key.old"])
  }

  @Test func `a terminal that is unknown or small`() throws {
    try machine.put("/usr/lib/locale/C.utf8/LC_CTYPE")
    try machine.put("/lib/terminfo/l/linux")
    func words(_ name: String, _ columns: Int, _ rows: Int) -> [String] {
      SurroundingsCheck(machine.files, terminal: (name, columns, rows)).examine().findings.map(
        \.word
      )
      .filter { $0.hasPrefix("terminal") }
    }
    #expect(words("linux", 80, 24).isEmpty)
    #expect(words("linux", 79, 24) == ["terminal.small"])
    #expect(words("vt999", 80, 24) == ["terminal.unknown"])
    #expect(words("", 80, 24) == ["terminal.unknown"])
  }

  @Test func `fonts of this machine can draw tickets and names`() {
    let findings = SurroundingsCheck(MachineFiles(), terminal: nil).examine().findings
    #expect(findings.filter { $0.word.hasPrefix("fonts") }.isEmpty)
  }

  @Test func `the exit code says how bad it is, and words name fault before warning`() {
    let warning = Finding("disk.low", .warning, about: "/", "little", why: "soon", mend: ["du"])
    let fault = Finding(
      "disk.full", about: "/", "full", why: "now", evidence: ["0 MB"], mend: ["rm"])
    #expect(DoctorReport([Examination("disk")]).exitCode == 0)
    #expect(DoctorReport([Examination("disk", [warning])]).exitCode == 1)
    let report = DoctorReport([
      Examination("disk", [warning, fault]), Examination("x", unseen: "dark"),
    ])
    #expect(report.exitCode == 2)
    #expect(
      report.words == """
        FAULT   disk.full  /: full
                now
                seen: 0 MB
                mend: rm
        warning disk.low  /: little
                soon
                mend: du

        not seen: x: dark
        """)
  }
}
