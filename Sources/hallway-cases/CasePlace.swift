import ArgumentParser
import CaseImport
import Crypto
import Foundation
import Hall
import HallConfig
import HallStoreSQLite
import PersonKeys
import ProgramKit

/// Where a hall's cases lie. These commands need no service, but its user: they hold the hall's key.
struct CasePlace: ParsableArguments {
  @Option(help: "The hall's file; of it hall.id and caseSources are read.")
  var config = "/etc/hallway/hallway.yaml"

  @Option(help: "The service's state directory.")
  var state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"] ?? "/var/lib/hallway"

  static func now() -> Moment {
    Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  func intake() throws -> CaseIntake {
    do throws(ConfigurationErrors) {
      return try CaseIntake.load(path: config)
    } catch {
      throw Complaint(error.description)
    }
  }

  var directory: String {
    state.hasPrefix("/") ? state : FileManager.default.currentDirectoryPath + "/" + state
  }

  var quarantine: Quarantine { Quarantine(directory: "\(directory)/quarantine") }

  /// The ledger with the right to write to it, one import at a time.
  func open(_ intake: CaseIntake, batch: Int = CaseImporter.usualBatch) throws -> OpenLedger {
    try StateDirectory.refuseOthers(than: directory)
    let lock = try StateDirectory(
      path: directory, lockFile: "import.lock", program: "import of cases")
    let key = try HallKey.people.load(from: lock, makes: false)
    return OpenLedger(
      lock: lock,
      importer: CaseImporter(
        store: try store(intake), people: PersonKeys(key: SymmetricKey(data: key)),
        quarantine: quarantine, now: Self.now, batch: batch))
  }

  func store(_ intake: CaseIntake) throws -> SQLiteCaseStore {
    do throws(SQLiteHallStoreError) {
      return try SQLiteCaseStore(path: "\(directory)/\(HallFiles.cases)", hall: intake.hall)
    } catch {
      throw Complaint("\(error)")
    }
  }
}

/// An import's ledger; the lock is held as long as the value lives.
struct OpenLedger {
  let lock: StateDirectory
  let importer: CaseImporter
}

extension CaseIntake {
  /// What the hall agreed with a source.
  ///
  /// - Throws: where it knows none of the name.
  func source(_ id: String?) throws -> CaseSource {
    guard let id else { return CaseSource(id: nil) }
    guard let source = sources.first(where: { $0.source.id == id })?.source else {
      let known = sources.compactMap(\.source.id).joined(separator: ", ")
      throw Complaint(
        "caseSources has no source called \(id)" + (known.isEmpty ? "" : "; it has \(known)"))
    }
    return source
  }
}

extension CaseSource {
  /// How a file of the source is written, by its name where nobody says it.
  func format(of file: String, said: CaseFormat?) throws(CaseFileError) -> CaseFormat {
    if let said { return said }
    guard let layout = CaseFormat.layout(ofFile: file) else {
      throw CaseFileError("\(file) ends neither in .csv nor in .jsonl; say --format")
    }
    return CaseFormat(dialect, layout)
  }
}
