import Foundation
import GRDB
import Glibc
import Hall
public import HallStore

/// What is known of the ratings from outside the ledger's file: without it, whoever can write the
/// file can write it anew from the first row to the last.
///
/// Two files lie beside the ledger: `seal.pub`, the public keys the hall has sealed with, and
/// `ratings.head`, the chain's end after the last commit. Against root of the machine, who can write
/// those too, only what left it helps: a printed seal.
public struct RatingAnchors: Sendable, Equatable {
  /// Where a chain ended.
  public struct Head: Sendable, Equatable {
    let hall: String
    let rows: Int64
    /// Hexadecimal.
    let hash: String

    init(hall: String, rows: Int64, hash: String) {
      self.hall = hall
      self.rows = rows
      self.hash = hash
    }

    init?(_ text: String) {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count == 3, let rows = Int64(words[1]) else { return nil }
      self.init(hall: words[0], rows: rows, hash: words[2])
    }
  }

  /// Hexadecimal; empty where they are not known.
  public let keys: Set<String>
  public let head: Head?
  public var printed: [PrintedSeal] = []

  public static let none = RatingAnchors(keys: [], head: nil)

  init(keys: Set<String>, head: Head?) {
    self.keys = keys
    self.head = head
  }

  /// What lies beside a ledger.
  public init(beside ledger: String) {
    let folder = URL(filePath: ledger).deletingLastPathComponent().path
    func text(_ name: String) -> String? {
      FileManager.default.contents(atPath: "\(folder)/\(name)")
        .map { String(decoding: $0.prefix(65_536), as: UTF8.self) }
    }
    keys = Set(
      (text(Self.keyFile) ?? "").split(whereSeparator: \.isWhitespace).map { $0.lowercased() })
    head = text(RatingHead.file).flatMap(Head.init)
  }

  /// The public keys that a hall has sealed with, a line each, hexadecimal.
  public static let keyFile = "seal.pub"
}

/// Keeps the chain's end in a file beside the ledger, so that rows cut off the end are missed.
///
/// It is written after each commit and not synced: after a power cut it may lag behind the ledger,
/// which proves nothing, but is never ahead of it.
struct RatingHead: Sendable {
  static let file = "ratings.head"

  let path: String
  let hall: String

  init(beside ledger: String, hall: String) {
    path = URL(filePath: ledger).deletingLastPathComponent().path + "/" + Self.file
    self.hall = hall
  }

  /// Called within a transaction; what it returns writes the file once that is committed.
  func note(_ db: Database) throws -> @Sendable () -> Void {
    let tail = try RatingTable.end(of: hall, db).tail
    return { write("\(hall) \(tail.sequence) \(hexadecimal(tail.hash))\n") }
  }

  /// Where the ledger ends before what the file says, that is written into the chain and the file
  /// kept aside, before anything is added that would cover it.
  func compare(_ db: Database) throws {
    guard let data = FileManager.default.contents(atPath: path),
      let known = RatingAnchors.Head(String(decoding: data.prefix(1024), as: UTF8.self)),
      known.hall == hall
    else { return }
    let hash = try db.firstRow(
      "SELECT hash FROM ratingRow WHERE hall = ? AND sequence = ?",
      binding: {
        $0.add(hall)
        $0.add(known.rows)
      }, { hexadecimal($0.bytes(0)) })
    guard known.rows > 0, hash != known.hash else { return }
    let aside = "\(path).lost-\(known.rows)"
    guard access(aside, F_OK) != 0 else { return }
    rename(path, aside)
    var end = try RatingTable.end(of: hall, db)
    let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    var warning = RatingEntry(
      .warning, at: max(now, Moment(milliseconds: end.at ?? 0)), by: .service)
    warning.word = RatingEntry.Warning.rowsMissing.rawValue
    warning.why = "knew row \(known.rows) \(known.hash)"
    try RatingTable.append(warning, hall: hall, to: &end, db)
  }

  /// Failing to is no reason to refuse a rating that is durable: the ledger is what counts.
  private func write(_ text: String) {
    let draft = path + ".new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
    if written == bytes.count { rename(draft, path) }
  }
}
