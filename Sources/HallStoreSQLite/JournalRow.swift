import Crypto
import Hall

/// A line of the journal as its row holds it, whether or not this program could have written it:
/// what is hashed is what stands there.
struct JournalRow: Equatable {
  var hall: String
  /// 1, 2, 3 ... within the hall.
  var sequence: Int64
  var day: String
  /// Milliseconds since 1970.
  var at: Int64
  var kind: String
  var ticket: Int64?
  var number: String?
  var window: String?
  var from: String?
  var to: String?
  var who: String
  var place: String
  var why: String?
}

extension JournalRow {
  init(_ line: JournalLine, hall: String, sequence: Int64) {
    self.init(
      hall: hall, sequence: sequence, day: line.day.description, at: line.at.milliseconds,
      kind: line.kind.rawValue, ticket: line.ticket, number: line.number, window: line.window,
      from: line.from?.rawValue, to: line.to?.rawValue, who: line.author.who,
      place: line.author.place, why: line.why)
  }

  /// nil where the row holds words that no Hallway writes.
  var line: JournalLine? {
    guard let kind = JournalLine.Kind(rawValue: kind), let day = LocalDay(day) else { return nil }
    let (from, to) = (from.map(TicketState.init), to.map(TicketState.init))
    if case .some(.none) = from { return nil }
    if case .some(.none) = to { return nil }
    return JournalLine(
      kind: kind, at: Moment(milliseconds: at), author: Author(who: who, place: place), day: day,
      ticket: ticket, number: number, window: window, from: from ?? nil, to: to ?? nil, why: why)
  }

  /// The bytes that are hashed, the same in every version of Hallway and easy to make in any
  /// language, so that a journal can be verified without it.
  ///
  ///     1 byte    1, the version of this form
  ///     13 fields hall, sequence, day, at, kind, ticket, number, window, from, to, who, place,
  ///               why, in this order, each
  ///                 4 bytes  its length, big-endian; FF FF FF FF where the column is NULL
  ///                 n bytes  text as UTF-8, an integer as 8 bytes, big-endian
  ///
  /// Lengths stand before the bytes, so no two rows share a form.
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = [1]
    bytes.reserveCapacity(256)
    func put(_ text: String?) {
      guard let text else { return bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }
      let length = UInt32(truncatingIfNeeded: text.utf8.count)
      withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: text.utf8)
    }
    func put(_ integer: Int64?) {
      guard let integer else { return put(nil as String?) }
      bytes.append(contentsOf: [0, 0, 0, 8])
      withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }
    put(hall)
    put(sequence)
    put(day)
    put(at)
    put(kind)
    put(ticket)
    put(number)
    put(window)
    put(from)
    put(to)
    put(who)
    put(place)
    put(why)
    return bytes
  }

  /// SHA-256 over the hash before and this row.
  func hash(after previous: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(data: previous)
    digest.update(data: canonicalBytes)
    return Array(digest.finalize())
  }
}

/// The end of a hall's journal, to which the next line is chained.
struct JournalTail: Equatable, Sendable {
  var sequence: Int64
  var hash: [UInt8]

  /// Before the first line.
  static let none = JournalTail(sequence: 0, hash: [UInt8](repeating: 0, count: 32))
}
