import Crypto

/// A row of a chain: each holds the hash over the one before and itself, so that no row can be changed
/// or taken out of the middle unseen.
protocol ChainedRow {
  /// 1, 2, 3 ... within the hall.
  var sequence: Int64 { get }
  /// What is hashed: what stands in the row, whether or not this program could have written it.
  var canonicalBytes: [UInt8] { get }
}

extension ChainedRow {
  /// SHA-256 over the hash before and this row.
  func hash(after previous: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(data: previous)
    digest.update(data: canonicalBytes)
    return Array(digest.finalize())
  }
}

/// The end of a chain, to which the next row is chained.
struct ChainTail: Equatable, Sendable {
  var sequence: Int64
  var hash: [UInt8]

  /// Before the first row.
  static let none = ChainTail(sequence: 0, hash: [UInt8](repeating: 0, count: 32))
}

/// Where a chain is broken.
enum ChainBreak: Equatable {
  /// A row is not what was chained.
  case changed(Int64)
  /// Rows between two that stand there are gone.
  case missing(after: Int64, before: Int64)
}

/// Follows a hall's chain row by row.
struct ChainCheck {
  let hall: String
  private(set) var tail: ChainTail

  init(hall: String, after tail: ChainTail = .none) {
    self.hall = hall
    self.tail = tail
  }

  /// What is wrong with the next row, if anything is.
  mutating func fault(_ row: some ChainedRow, _ hash: [UInt8]) -> ChainBreak? {
    guard row.sequence == tail.sequence + 1 else {
      return .missing(after: tail.sequence, before: row.sequence)
    }
    guard row.hash(after: tail.hash) == hash else { return .changed(row.sequence) }
    tail = ChainTail(sequence: row.sequence, hash: hash)
    return nil
  }
}
