import CaseAdapters
public import Hall
import HallStore

extension CaseImporter {
  /// Tries the records of a sheet again, as after a code was added to the hall's list; what is taken
  /// leaves the quarantine.
  ///
  /// - Parameters:
  ///   - name: a sheet, as ``Quarantine/names()`` has it.
  ///   - source: what the hall says of the source now.
  /// - Returns: what came of it.
  /// - Throws: as ``run(_:name:format:source:table:again:progress:)``.
  public func retry(_ name: String, source: CaseSource) async throws -> ImportSummary {
    var sheet = try quarantine.read(name)
    let head = sheet.head
    let reader: CaseReader
    do throws(CaseRecordFault) {
      reader = try CaseReader(
        CaseFormat(head.dialect, head.layout), source: source,
        table: head.table.flatMap { ExchangeTable(named: $0) }, head: head.columns)
    } catch {
      throw CaseFileError("\(name): \(error)")
    }
    var summary = ImportSummary()
    var kept: [Quarantine.Entry] = []
    var tried: [(entry: Quarantine.Entry, notice: CaseNotice)] = []
    func keep(_ entry: Quarantine.Entry, _ fault: CaseRecordFault) {
      summary.putAside(fault)
      kept.append(Quarantine.Entry(line: entry.line, fault: fault, record: Array(entry.record)))
    }
    for entry in sheet.entries {
      do throws(CaseRecordFault) {
        let message = try reader.message(ofRecord: Array(entry.record))
        tried.append((entry, try message.sealed(by: people, at: now()).get()))
      } catch {
        keep(entry, error)
      }
    }
    summary.records = sheet.entries.count
    let outcomes = try await store.apply(tried.map(\.notice), mark: nil, at: now())
    for (attempt, outcome) in zip(tried, outcomes) {
      switch outcome {
      case .applied: summary.applied += 1
      case .superseded: summary.superseded += 1
      case .repeated: summary.repeated += 1
      case .rejected(let why): keep(attempt.entry, CaseRecordFault(why))
      }
    }
    sheet.entries = kept.sorted { $0.line < $1.line }
    try quarantine.replace(sheet)
    return summary
  }
}
