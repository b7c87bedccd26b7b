import Hall

/// A line of the journal as its row holds it, whether or not this program could have written it:
/// what is hashed is what stands there.
struct JournalRow: ChainedRow, Equatable {
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

  /// The bytes that are hashed: a ``CanonicalForm`` of version 1 with hall, sequence, day, at, kind,
  /// ticket, number, window, from, to, who, place, why, in this order.
  var canonicalBytes: [UInt8] {
    var form = CanonicalForm(version: 1)
    form.put(hall)
    form.put(sequence)
    form.put(day)
    form.put(at)
    form.put(kind)
    form.put(ticket)
    form.put(number)
    form.put(window)
    form.put(from)
    form.put(to)
    form.put(who)
    form.put(place)
    form.put(why)
    return form.bytes
  }
}
