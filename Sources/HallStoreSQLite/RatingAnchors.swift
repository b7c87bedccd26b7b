import Foundation
import GRDB
import Glibc
import Hall
public import HallStore
import PrivateFiles

/// What is known of the ratings from outside the ledger's file: without it, whoever can write the
/// file can write it anew from the first row to the last.
///
/// Two files lie beside the ledger: `seal.pub`, the public keys the hall has sealed with, and
/// `ratings.head`, the chain's end after the last commit. A hall leaves both wherever it was open: where
/// one is gone, somebody took it. Against root of the machine, who can write those too, only what left
/// it helps: a printed seal.
public struct RatingAnchors: Sendable {
  /// Where a chain ended.
  public struct Head: Sendable, Equatable {
    let hall: String
    let rows: Int64
    /// Hexadecimal.
    let hash: String
    /// The hall's mark, hexadecimal; nil where it was written without the key.
    let mark: String?

    init?(_ text: String) {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard (3...4).contains(words.count), let rows = Int64(words[1]) else { return nil }
      hall = words[0]
      self.rows = rows
      hash = words[2]
      mark = words.count == 4 ? words[3] : nil
    }

    /// Whether the hall wrote it that has the key.
    func isMarked(with key: RatingKey) -> Bool {
      guard let hash = Hexadecimal.bytes(hash[...]) else { return false }
      return mark
        == Hexadecimal.text(key.mark(ofHead: .init(sequence: rows, hash: hash), hall: hall))
    }
  }

  /// Hexadecimal; empty where they are not known.
  public let keys: Set<String>
  public let head: Head?
  /// Both files are to be there.
  public let areExpected: Bool
  public var printed: [PrintedSeal] = []
  /// nil where it is not known who wrote the rows.
  public var key: RatingKey?

  public static let none = RatingAnchors()

  private init() {
    keys = []
    head = nil
    areExpected = false
  }

  /// What lies beside a ledger.
  public init(beside ledger: String) {
    keys = Set(
      (Self.text(Self.keyFile, beside: ledger) ?? "").split(whereSeparator: \.isWhitespace)
        .map { $0.lowercased() })
    head = Self.settledText(RatingHead.file, beside: ledger).flatMap(Head.init)
    areExpected = true
  }

  /// The public keys that a hall has sealed with, a line each, hexadecimal.
  public static let keyFile = "seal.pub"

  static func path(of file: String, beside ledger: String) -> String {
    URL(filePath: ledger).deletingLastPathComponent().path + "/" + file
  }

  /// A line that an open hall goes over meanwhile may be half of each; it is not so twice.
  private static let looks = 10

  private static func settledText(_ file: String, beside ledger: String) -> String? {
    var seen = text(file, beside: ledger)
    for _ in 0..<looks {
      let again = text(file, beside: ledger)
      if again == seen { break }
      seen = again
    }
    return seen
  }

  private static func text(_ file: String, beside ledger: String) -> String? {
    FileManager.default.contents(atPath: path(of: file, beside: ledger))
      .map { String(decoding: $0.prefix(65_536), as: UTF8.self) }
  }
}

/// Keeps the chain's end in a file beside the ledger, so that rows cut off the end are missed.
///
/// It is written after each commit and not synced: after a power cut it may lag behind the ledger,
/// which proves nothing, but is never ahead of it.
struct RatingHead: Sendable {
  static let file = "ratings.head"

  let path: String
  let hall: String
  let key: RatingKey?

  init(beside ledger: String, hall: String, key: RatingKey?) {
    path = RatingAnchors.path(of: Self.file, beside: ledger)
    self.hall = hall
    self.key = key
  }

  /// What the file says of a chain that ends so.
  func line(_ end: ChainTail) -> String {
    let mark = key.map { " " + Hexadecimal.text($0.mark(ofHead: end, hall: hall)) } ?? ""
    return "\(hall) \(end.sequence) \(Hexadecimal.text(end.hash))\(mark)\n"
  }

  /// What it says now; nil where it is gone.
  func read() -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0.prefix(1024), as: UTF8.self)
    }
  }

  /// Failing to is no reason to refuse a rating that is durable: the ledger is what counts.
  ///
  /// A line as long as the one before goes over it, within one sector of the disk: a new name for
  /// each commit would be another change of the folder for the next sync to write.
  ///
  /// - Returns: whether it stands there.
  func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    if overwrite(bytes) { return true }
    // A new name is on the disk before anybody counts on it: a power cut is not to look like theft.
    do { try PrivateFile.put(bytes, at: path) } catch { return false }
    return true
  }

  private func overwrite(_ bytes: [UInt8]) -> Bool {
    let file = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
      status.st_size == bytes.count
    else { return false }
    return bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) } == bytes.count
  }

  /// Keeps aside what knows of rows that are gone.
  func setAside(_ known: RatingAnchors.Head) { rename(path, "\(path).lost-\(known.rows)") }
}
