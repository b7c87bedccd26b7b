import CSVRecords
public import CaseAdapters
import FoundationEssentials
public import Hall
public import HallStore

/// Brings files of cases into the ledger: in batches, each with the place it reached in the same
/// commit, so that a run that was killed goes on where it was. 办件导入
public struct CaseImporter: Sendable {
  /// Records a commit. A commit costs one sync of the disk, and holds the ledger for a tenth of a
  /// second meanwhile.
  public static let usualBatch = 4000
  /// How long an import keeps the ledger's only place for a writer before it lets others in…
  static let breathEvery = Duration.seconds(2)
  /// …and for how long: SQLite tries again every 100 ms for its place (sqliteDefaultBusyCallback), so
  /// that the hall's own service has its turn within its five seconds.
  static let breath = Duration.milliseconds(120)

  let store: any CaseStore
  let people: any PersonSealing
  let quarantine: Quarantine
  let now: @Sendable () -> Moment
  let batch: Int

  /// - Parameters:
  ///   - store: where cases are kept.
  ///   - people: turns what names a person into what may be kept.
  ///   - quarantine: takes what cannot be taken.
  ///   - now: the hall's time, by which times in the future are refused.
  ///   - batch: records a commit.
  public init(
    store: any CaseStore, people: any PersonSealing, quarantine: Quarantine,
    now: @escaping @Sendable () -> Moment, batch: Int = usualBatch
  ) {
    self.store = store
    self.people = people
    self.quarantine = quarantine
    self.now = now
    self.batch = max(1, batch)
  }

  /// Imports a file; the same file of the same source again changes nothing.
  ///
  /// - Parameters:
  ///   - path: a plain file.
  ///   - name: how the file is called in messages, and what tells its table.
  ///   - format: how it is written.
  ///   - source: who sends it.
  ///   - table: of a file that has rows of one table; its name tells it otherwise.
  ///   - again: from the beginning, though it was imported before.
  ///   - progress: 0 to 1.
  /// - Returns: what came of it.
  /// - Throws: ``CaseFileError`` where the file cannot be read at all, `StoreFailure` where the ledger
  ///   fails; what was committed by then stays.
  public func run(
    _ path: String, name: String, format: CaseFormat, source: CaseSource,
    table: ExchangeTable? = nil, again: Bool = false,
    progress: @Sendable (String, Double) -> Void = { _, _ in }
  ) async throws -> ImportSummary {
    let file = try FileBytes(path: path)
    let digest = try file.digest { progress("reading", $0) }
    let start = try Self.start(of: file, format)
    let reader: CaseReader
    do throws(CaseRecordFault) {
      reader = try CaseReader(
        format, source: source, table: table ?? ExchangeTable(ofFile: name), head: start.columns)
    } catch {
      throw CaseFileError("\(name): \(error)")
    }
    let markName = "\(source.id ?? "any"):\(format):\(digest)"
    var summary = ImportSummary()
    var place = Place(offset: start.offset, line: start.line)
    if !again, let mark = try await store.caseMark(markName), let line = Int(mark.digest) {
      summary.isDone = mark.position >= file.size
      if summary.isDone { return summary }
      if mark.position > place.offset {
        place = Place(offset: mark.position, line: line)
        summary.resumedAt = line
      }
    }
    var sheet = try quarantine.open(
      Quarantine.Head(
        file: name, digest: digest, source: source.id, dialect: format.dialect,
        layout: format.layout, table: reader.table?.rawValue, columns: reader.head),
      from: summary.resumedAt ?? 1)
    var pieces = Pieces(reader: reader, people: people, place: place, most: self.batch)
    var breathedAt = ContinuousClock.now
    var next = try pieces.next(of: file, at: now())
    while let batch = next {
      // What is set aside is on the disk before the place behind it is.
      try sheet.add(batch.aside)
      let mark = CaseMark(
        name: markName, position: place.offset, digest: String(place.line))
      async let outcomes = store.apply(batch.notices.map(\.notice), mark: mark, at: now())
      // The next records are read while these are written.
      next = try pieces.next(of: file, at: now())
      try count(try await outcomes, of: batch, &summary, &sheet)
      place = batch.end
      progress("importing", Double(place.offset) / Double(max(1, file.size)))
      if ContinuousClock.now - breathedAt > Self.breathEvery {
        try await Task.sleep(for: Self.breath)
        breathedAt = .now
      }
    }
    try file.refuseChanges()
    _ = try await store.apply(
      [], mark: CaseMark(name: markName, position: file.size, digest: String(place.line)),
      at: now())
    return summary
  }

  /// The place kept with a batch is its beginning: what the ledger itself rejects of the batch is put
  /// aside after its commit, and must be read again where that is cut off.
  private func count(
    _ outcomes: [CaseOutcome], of batch: Batch, _ summary: inout ImportSummary,
    _ sheet: inout SheetWriter
  ) throws(CaseFileError) {
    summary.records += batch.records
    for fault in batch.faults { summary.putAside(fault) }
    var aside: [Quarantine.Entry] = []
    for (notice, outcome) in zip(batch.notices, outcomes) {
      switch outcome {
      case .applied: summary.applied += 1
      case .superseded: summary.superseded += 1
      case .repeated: summary.repeated += 1
      case .rejected(let why):
        let fault = CaseRecordFault(why)
        summary.putAside(fault)
        aside.append(Quarantine.Entry(line: notice.line, fault: fault, record: notice.bytes()))
      }
    }
    try sheet.add(aside)
  }

  private static func start(
    of file: borrowing FileBytes, _ format: CaseFormat
  ) throws -> (columns: [String]?, offset: Int64, line: Int) {
    var bytes: [UInt8] = []
    _ = try file.read(at: 0, into: &bytes)
    guard format.layout == .csv else {
      return (nil, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
    }
    do throws(CaseRecordFault) {
      let head = try CaseReader.head(of: bytes, isWhole: Int64(bytes.count) == file.size)
      return (head.columns, Int64(head.end), head.line)
    } catch {
      throw CaseFileError("\(file.path): \(error)")
    }
  }
}

/// A place between two records of a file.
struct Place: Sendable {
  var offset: Int64
  var line: Int
}

/// What a commit takes.
struct Batch: Sendable {
  struct Line: Sendable {
    let line: Int
    let notice: CaseNotice
    /// Of the piece the record was read from.
    let range: Range<Int>
    let piece: [UInt8]

    func bytes() -> [UInt8] { Array(piece[range]) }
  }

  var records = 0
  var notices: [Line] = []
  var aside: [Quarantine.Entry] = []
  var faults: [CaseRecordFault] = []
  var end: Place
}

/// The batches of a file, one after the other.
struct Pieces {
  let reader: CaseReader
  let people: any PersonSealing
  var place: Place
  let most: Int
  /// What was read and is not used yet; it begins at ``place``.
  private var bytes: [UInt8] = []
  private var isAtEnd = false

  init(reader: CaseReader, people: any PersonSealing, place: Place, most: Int) {
    self.reader = reader
    self.people = people
    self.place = place
    self.most = most
  }

  /// The next batch; nil at the end.
  mutating func next(of file: borrowing FileBytes, at now: Moment) throws -> Batch? {
    var batch = Batch(end: place)
    while batch.records < most {
      let piece = reader.read(
        bytes, line: place.line, isWhole: isAtEnd, most: most - batch.records)
      for record in piece.records { take(record, now, &batch) }
      batch.records += piece.records.count
      if piece.taken > 0 {
        place.offset += Int64(piece.taken)
        place.line = piece.line
        batch.end = place
        bytes.removeFirst(piece.taken)
      }
      if batch.records >= most { break }
      if isAtEnd {
        if piece.taken == 0 { break }
        continue
      }
      isAtEnd = try file.read(at: place.offset + Int64(bytes.count), into: &bytes) == 0
    }
    return batch.records == 0 ? nil : batch
  }

  private func take(_ record: CaseReader.Record, _ now: Moment, _ batch: inout Batch) {
    let fault: CaseRecordFault
    switch record.result {
    case .failure(let why): fault = why
    case .success(let message):
      switch message.sealed(by: people, at: now) {
      case .success(let notice):
        return batch.notices.append(
          Batch.Line(line: record.line, notice: notice, range: record.range, piece: bytes))
      case .failure(let why): fault = why
      }
    }
    batch.faults.append(fault)
    batch.aside.append(
      Quarantine.Entry(line: record.line, fault: fault, record: Array(bytes[record.range])))
  }
}

extension CaseMessage {
  /// What the ledger may keep of it, or why it may not.
  func sealed(
    by people: any PersonSealing, at now: Moment
  ) -> Result<CaseNotice, CaseRecordFault> {
    do throws(CaseMessageFault) {
      let notice = try notice(sealing: people)
      if let fault = notice.fault(at: now) { return .failure(CaseRecordFault(fault)) }
      return .success(notice)
    } catch {
      return .failure(CaseRecordFault(error))
    }
  }
}

extension Quarantine.Entry {
  init(line: Int, fault: CaseRecordFault, record: [UInt8]) {
    self.init(
      line: line, reason: fault.reason.rawValue, field: fault.field, record: Data(record))
  }
}
