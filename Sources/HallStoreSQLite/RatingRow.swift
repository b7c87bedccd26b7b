import Crypto
import Hall

/// A row of ratings as the ledger holds it.
struct RatingRow: ChainedRow, Equatable {
  var hall: String
  var sequence: Int64
  var day: String
  /// Milliseconds since 1970, as all times.
  var at: Int64
  var kind: String
  var ticket: Int64?
  var number: String?
  var stage: String?
  var service: String?
  var window: String?
  var level: Int64?
  /// Codes, separated by commas; nil for none.
  var reasons: String?
  /// SHA-256 over a random salt and the text, both of which stand in another table and can go.
  var textDigest: [UInt8]?
  var channel: Int64?
  var edition: String?
  var clientAt: Int64?
  var evaluation: [UInt8]?
  var closesAt: Int64?
  var requestID: String?
  var about: Int64?
  var word: String?
  var why: String?
  var who: String
  var place: String
}

extension RatingRow {
  init(_ entry: RatingEntry, hall: String, sequence: Int64, textDigest: [UInt8]?) {
    self.init(
      hall: hall, sequence: sequence, day: entry.day.description, at: entry.at.milliseconds,
      kind: entry.kind.rawValue, ticket: entry.ticket, number: entry.number,
      stage: entry.stage?.rawValue, service: entry.service, window: entry.window,
      level: entry.level.map { Int64($0.rawValue) },
      reasons: entry.reasons.isEmpty ? nil : entry.reasons.joined(separator: ","),
      textDigest: textDigest, channel: entry.channel.map { Int64($0.rawValue) },
      edition: entry.edition, clientAt: entry.clientAt?.milliseconds,
      evaluation: entry.evaluation, closesAt: entry.closesAt?.milliseconds,
      requestID: entry.requestID, about: entry.about, word: entry.word, why: entry.why,
      who: entry.author.who, place: entry.author.place)
  }

  /// nil where the row holds words that no Hallway writes.
  func entry(text: String?) -> RatingEntry? {
    guard let kind = RatingEntry.Kind(rawValue: kind) else { return nil }
    var entry = RatingEntry(
      kind, at: Moment(milliseconds: at), by: Author(who: who, place: place))
    entry.ticket = ticket
    entry.number = number
    entry.stage = stage.flatMap(RatingStage.init)
    entry.service = service
    entry.window = window
    entry.level = level.flatMap { RatingLevel(rawValue: Int(truncatingIfNeeded: $0)) }
    entry.reasons = reasons?.split(separator: ",").map(String.init) ?? []
    entry.text = text
    entry.channel = channel.flatMap { RatingChannel(rawValue: Int(truncatingIfNeeded: $0)) }
    entry.edition = edition
    entry.clientAt = clientAt.map(Moment.init)
    entry.evaluation = evaluation
    entry.closesAt = closesAt.map(Moment.init)
    entry.requestID = requestID
    entry.about = about
    entry.word = word
    entry.why = why
    return entry
  }

  /// A ``CanonicalForm`` of version 1 with every column but the hash, in the table's order.
  var canonicalBytes: [UInt8] {
    var form = CanonicalForm(version: 1)
    form.put(hall)
    form.put(sequence)
    form.put(day)
    form.put(at)
    form.put(kind)
    form.put(ticket)
    form.put(number)
    form.put(stage)
    form.put(service)
    form.put(window)
    form.put(level)
    form.put(reasons)
    form.put(textDigest)
    form.put(channel)
    form.put(edition)
    form.put(clientAt)
    form.put(evaluation)
    form.put(closesAt)
    form.put(requestID)
    form.put(about)
    form.put(word)
    form.put(why)
    form.put(who)
    form.put(place)
    return form.bytes
  }

  static func digest(of text: String, salt: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(data: salt)
    digest.update(data: Array(text.utf8))
    return Array(digest.finalize())
  }
}
