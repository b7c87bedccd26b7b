import Glibc

/// Room for the ledger, and whether it may be written.
public struct DiskCheck: Sendable {
  /// What statvfs(3) says of a file system.
  public struct Room: Sendable, Equatable {
    public var free: UInt64
    public var total: UInt64
    public var freeFiles: UInt64
    public var files: UInt64
    public var isReadOnly: Bool

    public init(free: UInt64, total: UInt64, freeFiles: UInt64, files: UInt64, isReadOnly: Bool) {
      self.free = free
      self.total = total
      self.freeFiles = freeFiles
      self.files = files
      self.isReadOnly = isReadOnly
    }

    /// Of the file system that a path is on; nil where there is none.
    public init?(_ path: String) {
      var answer = statvfs()
      guard statvfs(path, &answer) == 0 else { return nil }
      let unit = UInt64(answer.f_frsize)
      self.init(
        free: UInt64(answer.f_bavail) * unit, total: UInt64(answer.f_blocks) * unit,
        freeFiles: UInt64(answer.f_favail), files: UInt64(answer.f_files),
        isReadOnly: answer.f_flag & UInt(ST_RDONLY) != 0)
    }
  }

  let path: String
  let room: Room?

  public init(path: String, room: Room?) {
    self.path = path
    self.room = room
  }

  /// A day of a large hall (2,000 numbers, each with a dozen rows) and its write-ahead log come to
  /// some 20 MB (measured: 700 bytes a row); below this the next days are not safe.
  private static let least: UInt64 = 64 << 20
  /// Time to make room before it is urgent.
  private static let little: UInt64 = 512 << 20

  public func examine() -> Examination {
    guard let room else { return Examination("disk", unseen: "\(path) is not there") }
    var findings: [Finding] = []
    let mend = ["du -xsh /var/log /var/cache /var/lib | sort -h", "journalctl --vacuum-size=200M"]
    let seen = ["\(room.free >> 20) MB of \(room.total >> 20) MB are free at \(path)"]
    if room.free < Self.least {
      findings.append(
        Finding(
          "disk.full", about: path, "there is no room for the ledger",
          why: "Numbers, ratings and cases are refused rather than lost.", evidence: seen,
          mend: mend))
    } else if room.free < Self.little {
      findings.append(
        Finding(
          "disk.low", .warning, about: path, "room for the ledger gets short",
          why: "Where it is used up the hall refuses numbers.", evidence: seen, mend: mend))
    }
    if room.files > 0, room.freeFiles < 1000 {
      findings.append(
        Finding(
          "disk.files", about: path, "no more files can be made",
          why: "The ledger's log and backups are files.",
          evidence: ["\(room.freeFiles) of \(room.files) inodes are free"], mend: mend))
    }
    if room.isReadOnly {
      findings.append(
        Finding(
          "disk.readonly", about: path, "the file system is read-only",
          why: "Nothing can be kept. The kernel does this to a disk that fails.",
          evidence: ["statvfs says ST_RDONLY"],
          mend: ["dmesg | grep -i 'i/o error'   # then: a new disk, and hallway restore"]))
    }
    return Examination("disk", findings)
  }
}
