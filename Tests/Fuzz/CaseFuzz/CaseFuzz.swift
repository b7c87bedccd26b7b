import CaseAdapters
import Hall

/// libFuzzer's entry: whatever a file of cases holds, it is records or reasons, the same however the
/// file is cut. The first byte chooses the form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first else { return 0 }
  CaseProperties.check(Array(bytes.dropFirst()), choice)
  return 0
}

enum CaseProperties {
  static func check(_ bytes: [UInt8], _ choice: UInt8) {
    let dialect = CaseFormat.Dialect.allCases[Int(choice & 1)]
    let layout = CaseFormat.Layout.allCases[Int(choice >> 1 & 1)]
    let table = ExchangeTable.allCases[Int(choice >> 2) % ExchangeTable.allCases.count]
    var codes = ExchangeCodes()
    codes.preChecks = ["1": .preChecked, "2": .preCheckReturned]
    codes.steps = ["1": .passed, "2": .returned]
    codes.collections = ["0": .collected, "1": .posted]
    let source = CaseSource(id: "gd", dialect: dialect, codes: codes)
    do throws(CaseRecordFault) {
      var rest = bytes
      var head: [String]?
      if layout == .csv {
        let begun = try CaseReader.head(of: bytes, isWhole: true)
        head = begun.columns
        rest = Array(bytes[begun.end...])
      }
      let reader = try CaseReader(
        CaseFormat(dialect, layout), source: source, table: table, head: head)
      checkRecords(rest, reader)
    } catch {
      _ = "\(error)"
    }
  }

  private static func checkRecords(_ bytes: [UInt8], _ reader: CaseReader) {
    let whole = reader.read(bytes, line: 2, isWhole: true)
    precondition(whole.taken == bytes.count, "some bytes are left over")
    var end = 0
    var line = 1
    for record in whole.records {
      precondition(record.range.lowerBound >= end && record.line > line, "records overlap")
      precondition(record.range.upperBound <= bytes.count, "a record beyond the end")
      (end, line) = (record.range.upperBound, record.line)
      check(record, bytes, reader)
    }
    checkTorn(bytes, reader, whole)
  }

  /// By itself, as the quarantine keeps it, a record is what it was in its file.
  private static func check(_ record: CaseReader.Record, _ bytes: [UInt8], _ reader: CaseReader) {
    let again: Result<CaseMessage, CaseRecordFault>
    do throws(CaseRecordFault) {
      again = .success(try reader.message(ofRecord: Array(bytes[record.range])))
    } catch {
      again = .failure(error)
    }
    precondition(again == record.result, "a record alone reads otherwise")
    guard case .success(let message) = record.result else { return }
    precondition(message.source == "gd", "a record speaks for somebody else")
    if let notice = try? message.notice(sealing: Keys()) {
      _ = notice.fault(at: Moment(milliseconds: 0))
      let form = CaseForm.bytes(notice.event, notice.facts)
      precondition(CaseForm.read(form) != nil, "a form that was written cannot be read")
    }
  }

  /// A byte more at a time gives the same records.
  private static func checkTorn(
    _ bytes: [UInt8], _ reader: CaseReader, _ whole: CaseReader.Piece
  ) {
    var found: [(Int, Range<Int>)] = []
    var offset = 0
    var line = 2
    var have = 0
    while offset < bytes.count || have < bytes.count {
      let piece = reader.read(
        Array(bytes[offset..<have]), line: line, isWhole: have == bytes.count)
      for record in piece.records {
        found.append(
          (record.line, record.range.lowerBound + offset..<record.range.upperBound + offset))
      }
      offset += piece.taken
      line = piece.line
      if have == bytes.count { break }
      have = min(bytes.count, have + 1 + have / 7)
    }
    precondition(
      found.elementsEqual(whole.records) { $0.0 == $1.line && $0.1 == $1.range },
      "a torn file has other records")
  }

  private struct Keys: PersonSealing {
    func key(of number: IDNumber) -> PersonKey { PersonKey([UInt8](repeating: 1, count: 32)) }
    func password(_ password: String, receipt: String) -> [UInt8] {
      [UInt8](repeating: 2, count: 32)
    }
  }
}
