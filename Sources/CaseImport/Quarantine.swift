public import FoundationEssentials
import Glibc
public import Hall
import PrivateFiles

/// Records that could not be taken, kept for a technician: one file for each file they came from,
/// mode 0600 in a directory of mode 0700. 隔离区
///
/// They hold whole names and ID numbers, as their source wrote them, so nothing of them is logged and
/// each is gone after ``keptDays``.
public struct Quarantine: Sendable {
  /// Long enough for a platform to answer what its codes mean, no longer (PIPL art. 19).
  public static let keptDays = 30
  /// A file of another form is refused once, not kept a million times.
  public static let mostRecords = 10_000

  /// What is needed to read the records again.
  public struct Head: Codable, Equatable, Sendable {
    public var file: String
    public var digest: String
    public var source: String?
    public var dialect: CaseFormat.Dialect
    public var layout: CaseFormat.Layout
    public var table: String?
    public var columns: [String]?
  }

  /// A record and why it is here.
  public struct Entry: Codable, Equatable, Sendable {
    public var line: Int
    public var reason: String
    public var field: String?
    /// The record's bytes, Base64.
    public var record: Data
  }

  /// A file of the quarantine.
  public struct Sheet: Equatable, Sendable {
    public let name: String
    public var head: Head
    public var entries: [Entry]
  }

  let directory: String

  /// - Parameter directory: absolute; made where it is missing.
  public init(directory: String) { self.directory = directory }

  static func name(_ head: Head) -> String {
    "\(head.source ?? "any")-\(head.dialect.rawValue)-\(head.digest.prefix(16)).jsonl"
  }

  // MARK: Writing

  /// Begins or goes on with the sheet of a file; what a run that was killed wrote from `line` on is
  /// forgotten, since it is written again.
  func open(_ head: Head, from line: Int) throws(CaseFileError) -> SheetWriter {
    let name = Self.name(head)
    var kept: [Entry] = []
    if line > 1, let sheet = try? read(name) { kept = sheet.entries.filter { $0.line < line } }
    return SheetWriter(path: "\(directory)/\(name)", head: head, entries: kept)
  }

  /// Puts a sheet back with fewer entries; one without any is removed.
  func replace(_ sheet: Sheet) throws(CaseFileError) {
    var writer = SheetWriter(
      path: "\(directory)/\(sheet.name)", head: sheet.head, entries: sheet.entries)
    try writer.write()
  }

  // MARK: Reading

  /// The names of the sheets, the oldest file first.
  public func names() throws(CaseFileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasSuffix(".jsonl") }.sorted()
    } catch {
      guard access(directory, F_OK) == 0 else { return [] }
      throw CaseFileError("\(directory) cannot be read")
    }
  }

  public func read(_ name: String) throws(CaseFileError) -> Sheet {
    guard !name.contains("/"),
      let data = FileManager.default.contents(atPath: "\(directory)/\(name)")
    else { throw CaseFileError("no sheet of the quarantine is called \(name)") }
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let decoder = JSONDecoder()
    guard let first = lines.first, let head = try? decoder.decode(Head.self, from: first) else {
      throw CaseFileError("\(name) is no sheet of the quarantine")
    }
    // A line that was being written when the power failed is read again from the file itself.
    let entries = lines.dropFirst().compactMap { try? decoder.decode(Entry.self, from: $0) }
    return Sheet(name: name, head: head, entries: entries)
  }

  /// Removes sheets that nobody looked after for ``keptDays``.
  ///
  /// - Returns: how many.
  public func forget(now seconds: Int64) -> Int {
    var forgotten = 0
    for name in (try? names()) ?? [] {
      let path = "\(directory)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0,
        Int64(status.st_mtim.tv_sec) < seconds - Int64(Self.keptDays) * 86_400
      else { continue }
      if unlink(path) == 0 { forgotten += 1 }
    }
    return forgotten
  }
}

/// One sheet that grows while its file is read.
struct SheetWriter {
  let path: String
  let head: Quarantine.Head
  private(set) var entries: [Quarantine.Entry]
  private var isWritten = false

  init(path: String, head: Quarantine.Head, entries: [Quarantine.Entry]) {
    self.path = path
    self.head = head
    self.entries = entries
  }

  /// Adds entries and has them on the disk before anything says that their records are dealt with.
  mutating func add(_ more: [Quarantine.Entry]) throws(CaseFileError) {
    let room = Quarantine.mostRecords - entries.count
    guard !more.isEmpty, room > 0 else { return }
    let added = Array(more.prefix(room))
    entries += added
    guard isWritten else { return try write() }
    try append(added.flatMap(Self.line))
  }

  /// Writes the whole sheet; none where it has no entries.
  mutating func write() throws(CaseFileError) {
    guard !entries.isEmpty else {
      unlink(path)
      return
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    mkdir(folder, 0o700)
    do {
      try PrivateFile.put(Self.line(head) + entries.flatMap(Self.line), at: path)
    } catch {
      throw CaseFileError(error.description)
    }
    isWritten = true
  }

  private static func line(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ((try? encoder.encode(value)).map { Array($0) } ?? []) + [UInt8(ascii: "\n")]
  }

  private func append(_ bytes: [UInt8]) throws(CaseFileError) {
    let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_APPEND)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure() }
      written += count
    }
    guard fsync(file) == 0 else { throw failure() }
  }

  private func failure() -> CaseFileError {
    CaseFileError("\(path) cannot be written: \(String(cString: strerror(errno)))")
  }
}
