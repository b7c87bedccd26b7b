import ArgumentParser
import Foundation
import Hall
import HallStore
import HallStoreSQLite
import ProgramKit

/// 备份
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies the ledger and the cases into a new folder, also while the hall is open.",
    discussion: """
      FOLDER is there only once the copies are verified and on the disk; one that is there is never
      written over. It holds what the ledger holds of citizens, masked, so it is made for its user alone.
      The hall's keys, hall.key and seal.key, are not in it: keep a copy of them apart, or no person of
      the backup is found again.

      EXAMPLES
        runuser -u hallway -- hallway backup /var/backups/hallway/2026-11-23
        hallway backup demo-backup --state /tmp/demo
      """)

  @Argument(help: "The folder to make.") var folder: String
  @Option(
    help: "The hall's key, so that a restore can tell it from another; as for audit verify.")
  var key: String?
  @OptionGroup var place: LedgerPlace

  func run() throws {
    let line = ProgressLine()
    defer { line.clear() }
    let key = try place.hallKey(key)
    let manifest: BackupManifest
    do {
      manifest = try HallBackup.write(
        place.state, to: trimmed(folder), program: hallwayVersion, hallKey: key, at: .present,
        progress: line.show)
    } catch {
      throw Complaint("no backup was made: \(error)")
    }
    line.clear()
    try place.show(manifest) {
      "\(folder) is \(manifest.words)"
        + (key == nil ? "\nhall.key was not to be read: a restore cannot tell another one" : "")
    }
  }
}

/// 恢复
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a backup in the place of a closed hall's state.",
    discussion: """
      The hall's service and imports of cases must not run, and whoever owns the state directory runs
      this. The backup is verified first, and nothing is changed where it is not whole or the hall's key
      is another than the backup's. What was there is kept beside it.

      EXAMPLES
        systemctl stop hallwayd hallway-cases
        runuser -u hallway -- hallway restore /var/backups/hallway/2026-11-23
        systemctl start hallwayd hallway-cases
        hallway audit verify
      """)

  @Argument(help: "A folder that hallway backup made.") var folder: String
  @Flag(help: "Verify the backup and change nothing; the hall may be open.") var check = false
  @Option(help: "The hall's key; as for audit verify.") var key: String?
  @OptionGroup var place: LedgerPlace

  private struct Restored: Encodable {
    let state: String
    let files: [String]
    let kept: [String]
    /// nil where it is not known.
    let hasKey: Bool?
    let backup: BackupManifest
  }

  func run() throws {
    let line = ProgressLine()
    defer { line.clear() }
    if check { return try verify(line) }
    try StateDirectory.refuseOthers(than: place.state)
    let state = absolute(place.state)
    let service = try StateDirectory(path: state, lockFile: "lock", program: "hallwayd")
    let imports = try StateDirectory(
      path: state, lockFile: "import.lock", program: "import of cases")
    let key = try place.hallKey(key)
    let restored: HallBackup.Restored
    do {
      restored = try HallBackup.restore(
        trimmed(folder), to: state, hallKey: key, at: .present, progress: line.show)
    } catch {
      throw Complaint("nothing was restored: \(error)")
    }
    line.clear()
    withExtendedLifetime((service, imports)) {}
    let manifest = restored.verdict.manifest
    let files = manifest.files.map(\.name)
    try place.show(
      Restored(
        state: state, files: files, kept: restored.kept, hasKey: restored.hasKey,
        backup: manifest)
    ) {
      let advice =
        switch (key, restored.hasKey) {
        case (nil, _):
          "hall.key is not here: put it back, unless it is a credential, before the hall makes a new one"
        case (_, true?): "hall.key is the backup's"
        default: "whether hall.key is the backup's is not known, which was made without it"
        }
      var lines = ["\(folder) is \(restored.verdict.words)"]
      lines.append("put in place in \(state): \(files.joined(separator: ", "))")
      lines += restored.kept.map { "kept what was there: \($0)" }
      lines += [advice, "next: start hallwayd, then hallway audit verify"]
      return lines.joined(separator: "\n")
    }
  }

  private func verify(_ line: ProgressLine) throws {
    let verdict: HallBackup.Verdict
    do {
      verdict = try HallBackup.check(trimmed(folder), progress: line.show)
    } catch {
      throw Complaint("this is no backup to restore: \(error)")
    }
    line.clear()
    try place.show(verdict.manifest) { "\(folder) is \(verdict.words)" }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

/// Without the slashes that a shell's completion leaves at a folder's end.
private func trimmed(_ folder: String) -> String {
  var name = folder[...]
  while name.count > 1, name.hasSuffix("/") { name.removeLast() }
  return String(name)
}

extension Moment {
  fileprivate static var present: Moment {
    Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }
}

extension BackupManifest {
  fileprivate var words: String {
    "the hall of \(at), \(ledger.words)" + (cases.map { "\n\($0.words)" } ?? "")
  }
}

extension HallBackup.Verdict {
  fileprivate var words: String {
    manifest.words + (isOlder ? "\nof an older Hallway; hallwayd brings it up to date" : "")
  }
}

extension ProgressLine {
  fileprivate func show(_ progress: HallBackup.Progress) {
    switch progress {
    case .copied(let file, let share): show("reading \(file)", share)
    case .verified(let file, let share): show("verifying \(file)", share)
    }
  }
}
