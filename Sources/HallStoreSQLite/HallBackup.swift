public import Crypto
import Foundation
import Glibc
public import Hall
import PrivateFiles

/// The databases of a hall's state directory.
public enum HallFiles {
  public static let ledger = "hall.sqlite"
  public static let cases = "cases.sqlite"
}

/// Copies a hall's state into a folder, also while the hall is open, and puts it back into a hall that
/// is closed. 备份与恢复
///
/// In the folder are the ledger, the cases, the public keys of seals and a ``BackupManifest``. Its name
/// is there only once all of it is verified and on the disk. The hall's keys are not in it: what is
/// copied away shall not be enough to find a person.
public enum HallBackup {
  private static let ledger = HallFiles.ledger
  private static let cases = HallFiles.cases

  /// How far a command has come, with the file's name and a share of 0...1.
  public enum Progress: Sendable, Equatable {
    case copied(String, Double)
    case verified(String, Double)
  }

  /// What a backup is found to be.
  public struct Verdict: Sendable, Equatable {
    public let manifest: BackupManifest
    /// It is of an older Hallway, whose tables this one brings up to date when it starts: what is in
    /// the files is proved by their hashes alone.
    public internal(set) var isOlder = false
  }

  /// What a restore did.
  public struct Restored: Sendable, Equatable {
    public let verdict: Verdict
    /// Where the files are kept that were there before.
    public let kept: [String]
    /// The hall's key is the backup's; nil where one of both is not known.
    public let hasKey: Bool?
  }

  // MARK: Writing

  /// Copies the state directory `state` to the new folder `place`.
  ///
  /// The ledger is copied before the cases, so that each case it speaks of is among them.
  ///
  /// - Parameters:
  ///   - state: the directory of a hall.
  ///   - place: the folder to be made.
  ///   - program: the version of Hallway.
  ///   - hallKey: the hall's, where it can be read, so that another one is told at the restore.
  ///   - now: when the backup begins.
  ///   - progress: told how far it is.
  /// - Returns: what the backup says of itself.
  /// - Throws: why there is no backup; nothing of one is left.
  public static func write(
    _ state: String, to place: String, program: String, hallKey: SymmetricKey?, at now: Moment,
    progress: (Progress) -> Void = { _ in }
  ) throws(BackupFailure) -> BackupManifest {
    let draft = place + ".partial"
    var path = state
    do {
      guard access(place, F_OK) != 0 else { throw BackupFailure.exists(path: place) }
      // What a backup that was killed has left.
      if access(draft, F_OK) == 0 { try FileManager.default.removeItem(atPath: draft) }
      try DatabaseCopy.system(draft) { mkdir(draft, 0o700) }
      path = "\(state)/\(ledger)"
      try DatabaseCopy.pages(of: path, to: "\(draft)/\(ledger)") { progress(.copied(ledger, $0)) }
      let ledgerReport = try LedgerAudit.verify(path: "\(draft)/\(ledger)") {
        progress(.verified(ledger, $0))
      }
      var names = [ledger]
      path = "\(state)/\(cases)"
      var caseReport: CaseAudit.Report?
      if access(path, F_OK) == 0 {
        try DatabaseCopy.pages(of: path, to: "\(draft)/\(cases)") { progress(.copied(cases, $0)) }
        caseReport = try CaseAudit.verify(path: "\(draft)/\(cases)") {
          progress(.verified(cases, $0))
        }
        names.append(cases)
      }
      path = "\(state)/\(RatingAnchors.keyFile)"
      if access(path, F_OK) == 0 {
        _ = try DatabaseCopy.bytes(of: path, to: "\(draft)/\(RatingAnchors.keyFile)")
        names.append(RatingAnchors.keyFile)
      }
      let manifest = BackupManifest(
        format: BackupManifest.format, program: program, at: WallClock(now).iso8601,
        keyCheck: hallKey.map(BackupManifest.check(of:)),
        files: try names.map { name in
          let (count, hash) = try DatabaseCopy.bytes(of: "\(draft)/\(name)")
          return BackupManifest.File(name: name, bytes: count, sha256: hash)
        }, ledger: ledgerReport, cases: caseReport)
      try manifest.write(into: draft)
      try DatabaseCopy.sync(draft)
      try DatabaseCopy.system(place) { rename(draft, place) }
      try DatabaseCopy.sync(folder(of: place))
      return manifest
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw BackupFailure(error, at: path)
    }
  }

  // MARK: Verifying

  /// Verifies a backup and changes nothing: each file is the one that was put into it, and whole.
  public static func check(
    _ place: String, progress: (Progress) -> Void = { _ in }
  ) throws(BackupFailure) -> Verdict {
    var path = place
    do {
      var verdict = Verdict(manifest: try BackupManifest.read(from: place))
      let names = Set(verdict.manifest.files.map(\.name))
      guard names.contains(ledger), names.isSubset(of: [ledger, cases, RatingAnchors.keyFile])
      else { throw BackupFailure.notABackup(path: place) }
      for file in verdict.manifest.files {
        path = "\(place)/\(file.name)"
        try compare(
          try DatabaseCopy.bytes(of: path) { progress(.copied(file.name, $0)) }, file, path)
      }
      path = "\(place)/\(ledger)"
      do {
        _ = try LedgerAudit.verify(path: path) { progress(.verified(ledger, $0)) }
        if names.contains(cases) {
          path = "\(place)/\(cases)"
          _ = try CaseAudit.verify(path: path) { progress(.verified(cases, $0)) }
        }
      } catch SQLiteHallStoreError.olderSchema {
        verdict.isOlder = true
      }
      return verdict
    } catch {
      throw BackupFailure(error, at: path)
    }
  }

  private static func compare(
    _ found: (count: Int, sha256: String), _ file: BackupManifest.File, _ path: String
  ) throws {
    guard found.count == file.bytes, found.sha256 == file.sha256 else {
      throw BackupFailure.changed(path: path)
    }
  }

  // MARK: Restoring

  /// Puts the backup `place` into the state directory `state`, on which no service and no import runs.
  ///
  /// All of it is verified and copied beside the old files first; what was there is kept. A machine
  /// that stops between two files has some of each: the same command again puts all in place.
  ///
  /// - Throws: why; before the first file was put in place nothing has changed.
  public static func restore(
    _ place: String, to state: String, hallKey: SymmetricKey?, at now: Moment,
    progress: (Progress) -> Void = { _ in }
  ) throws(BackupFailure) -> Restored {
    let verdict = try check(place, progress: progress)
    let hasKey = try compareKey(hallKey, verdict.manifest, state)
    var path = place
    do {
      let databases = verdict.manifest.files.filter { $0.name != RatingAnchors.keyFile }
      defer { for file in databases { unlink(draft(file, state)) } }
      for file in databases {
        path = "\(place)/\(file.name)"
        let copied = try DatabaseCopy.bytes(of: path, to: draft(file, state)) {
          progress(.copied(file.name, $0))
        }
        try compare(copied, file, path)
      }
      var kept: [String] = []
      for file in databases {
        path = "\(state)/\(file.name)"
        if let old = try DatabaseCopy.keep(path, now) { kept.append(old) }
        if file.name == ledger { try setHeadAside(state, now) }
        try DatabaseCopy.system(path) { rename(draft(file, state), path) }
      }
      path = state
      try addSealKeys(from: place, verdict.manifest, to: state)
      try DatabaseCopy.sync(state)
      return Restored(verdict: verdict, kept: kept, hasKey: hasKey)
    } catch {
      throw BackupFailure(error, at: path)
    }
  }

  private static func draft(_ file: BackupManifest.File, _ state: String) -> String {
    "\(state)/\(file.name).restored"
  }

  private static func compareKey(
    _ hallKey: SymmetricKey?, _ manifest: BackupManifest, _ state: String
  ) throws(BackupFailure) -> Bool? {
    guard let hallKey, let expected = manifest.keyCheck else { return nil }
    guard BackupManifest.check(of: hallKey) == expected else {
      throw BackupFailure.otherKey(path: "\(state)/hall.key")
    }
    return true
  }

  /// The end that was noted is the old ledger's; it would call the restored one cut off.
  private static func setHeadAside(_ state: String, _ now: Moment) throws {
    let head = "\(state)/\(RatingHead.file)"
    guard access(head, F_OK) == 0 else { return }
    try DatabaseCopy.system(head) { rename(head, DatabaseCopy.aside(head, now)) }
  }

  /// `seal.pub` only grows: a key that the hall has sealed with since stays known.
  private static func addSealKeys(
    from place: String, _ manifest: BackupManifest, to state: String
  ) throws {
    guard manifest.files.contains(where: { $0.name == RatingAnchors.keyFile }) else { return }
    func keys(_ folder: String) -> [String] {
      let text = FileManager.default.contents(atPath: "\(folder)/\(RatingAnchors.keyFile)")
      return text.map { String(decoding: $0, as: UTF8.self) }?
        .split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }
    let here = keys(state)
    let more = keys(place).filter { !here.contains($0) }
    guard !more.isEmpty else { return }
    let text = (more + here).joined(separator: "\n") + "\n"
    try PrivateFile.put(Array(text.utf8), at: "\(state)/\(RatingAnchors.keyFile)")
  }

  private static func folder(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path
  }
}
