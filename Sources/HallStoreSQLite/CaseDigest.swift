import Crypto
import GRDB
import Hall

extension SQLiteCaseStore {
  /// SHA-256 over all cases in the order of source and serial: their records, what they are looked up
  /// by, their receipts. Equal for equal cases, whatever came first; rows' numbers are not in it.
  ///
  /// - Returns: hexadecimal.
  public func contentDigest() async throws -> String {
    try await reader.read { [hall] db in
      var hash = SHA256()
      func add(_ bytes: [UInt8]) {
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
      }
      func add(_ text: String) { add(Array(text.utf8)) }
      var heads: [(id: Int64, columns: [String])] = []
      try db.forEachRow(
        """
        SELECT caseHead.id, name, serial, state, ifnull(hex(person), ''), ifnull(hex(agent), ''),
          ifnull(organisation, ''), ifnull(parent, ''), ifnull(dueFrom, ''), ifnull(overAt, '')
        FROM caseHead JOIN caseSource ON caseSource.id = caseHead.source
        WHERE hall = ? ORDER BY name, serial
        """, binding: { $0.add(hall) },
        { row in heads.append((row.integer(0), (1...9).map { row.text($0) })) })
      for head in heads {
        for column in head.columns { add(column) }
        try db.forEachRow(
          "SELECT record, version, at, form FROM caseRecord WHERE head = ? ORDER BY record",
          binding: { $0.add(head.id) },
          { row in
            for column in Int32(0)...2 { add(row.text(column)) }
            add(row.bytes(3))
          })
      }
      try db.forEachRow(
        """
        SELECT receipt, name, serial, ifnull(hex(password), '') FROM caseReceipt
        JOIN caseHead ON caseHead.id = caseReceipt.head
        JOIN caseSource ON caseSource.id = caseHead.source
        WHERE hall = ? ORDER BY receipt, name, serial
        """, binding: { $0.add(hall) },
        { row in for column in Int32(0)...3 { add(row.text(column)) } })
      return Hexadecimal.text(Array(hash.finalize()))
    }
  }
}
