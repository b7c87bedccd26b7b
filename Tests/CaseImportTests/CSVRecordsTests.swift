import CSVRecords
import TestSupport
import Testing

/// CSV, in pieces too.
@Suite struct CSVRecordsTests {
  @Test func `cells may be quoted and hold commas, quotes and lines`() {
    let records = Array(CSVRecords("\u{FEFF}a, \"b,\"\"c\"\"\" ,\"d\r\ne\"\r\n\r\nf,g,"))
    #expect(records.map(\.cells) == [["a", "b,\"c\"", "d\r\ne"], [""], ["f", "g", ""]])
    #expect(records.map(\.line) == [1, 3, 4])
    #expect(records.allSatisfy { !$0.isBroken && !$0.isForeign })
  }

  @Test func `a quote that is never closed costs its own line and no other`() {
    let records = Array(CSVRecords("a,\"b\nc,d\ne\"f,g\nh,i"))
    #expect(records.map(\.isBroken) == [true, false, true, false])
    #expect(records.map(\.line) == [1, 2, 3, 4])
    #expect(records[1].cells == ["c", "d"])
  }

  @Test func `bytes that are no UTF-8 are told`() {
    let records = Array(CSVRecords([0x61, 0x2C, 0xD5, 0xC5, 0x0A, 0x62]))
    #expect(records.map(\.isForeign) == [true, false])
  }

  @Test(arguments: 0..<200)
  func `however a file is cut, its records are the same`(seed: UInt64) {
    var dice = Dice(state: seed)
    let alphabet = Array("ab,,\"\"\n\r \u{E9}".utf8)
    let bytes = (0..<Int.random(in: 0...120, using: &dice)).map { _ in
      alphabet.randomElement(using: &dice) ?? 0
    }
    let whole = CSVRecords(bytes, line: 2).map { Seen($0, 0) }
    var found: [Seen] = []
    var (offset, line, have) = (0, 2, 0)
    while true {
      have = min(bytes.count, have + Int.random(in: 0...9, using: &dice))
      let isWhole = have == bytes.count
      var records = CSVRecords(Array(bytes[offset..<have]), line: line, isWhole: isWhole)
      while let record = records.next() { found.append(Seen(record, offset)) }
      offset += records.end
      line = records.line
      if isWhole { break }
    }
    #expect(found == whole)
    #expect(offset == bytes.count)
  }

  private struct Seen: Equatable {
    let cells: [String]
    let line: Int
    let start: Int
    let flags: [Bool]

    init(_ record: CSVRecords.Record, _ offset: Int) {
      cells = record.cells
      line = record.line
      start = record.range.lowerBound + offset
      flags = [record.isBroken, record.isForeign]
    }
  }
}
