import Hall
import Varlink

/// Hallway's own form: the keys of ``/Hall/CaseMessage``, as docs/cases.md explains them.
///
/// A key that the form does not have is a fault: whoever wrote it meant something.
struct HallwayForm {
  /// The file's source, where the hall agreed on one.
  let source: String?

  func message(_ object: JSONObject) throws(CaseRecordFault) -> CaseMessage {
    var draft = Draft()
    for member in object.members { try draft.set(member.key, .json(member.value)) }
    return try draft.message(from: source)
  }

  /// - Parameters:
  ///   - cells: of one record, as many as the head has.
  ///   - columns: the columns of the head.
  /// - Returns: what the record says.
  /// - Throws: the first cell that says nothing the form knows.
  func message(_ cells: [String], _ columns: [Column]) throws(CaseRecordFault) -> CaseMessage {
    var draft = Draft()
    for column in columns {
      let english = column.english.flatMap { cells[$0].isEmpty ? nil : cells[$0] }
      try draft.set(column.key, .cell(cells[column.place], english: english))
    }
    return try draft.message(from: source)
  }

  /// A key of the form and where its cells stand.
  struct Column: Hashable {
    let key: String
    let place: Int
    /// Where `KEY.en` stands.
    let english: Int?
  }

  /// What the head of a CSV file says.
  ///
  /// - Throws: for a key the form does not have, and for one that stands there twice.
  static func columns(of head: [String]) throws(CaseRecordFault) -> [Column] {
    var places: [String: Int] = [:]
    for (place, key) in head.enumerated() {
      guard places.updateValue(place, forKey: key) == nil else {
        throw CaseRecordFault(.contradiction, key)
      }
      let base = key.hasSuffix(".en") ? String(key.dropLast(3)) : key
      guard fields[base] != nil, base == key || head.contains(base) else {
        throw CaseRecordFault(.unknownKey)
      }
    }
    return head.enumerated().filter { !$1.hasSuffix(".en") }.map {
      Column(key: $1, place: $0, english: places[$1 + ".en"])
    }
  }

  /// A message of which not every key is there yet.
  fileprivate struct Draft {
    var rest = CaseMessage(source: "", serial: "", at: "", event: .submitted)
    var source: String?
    var serial: String?
    var at: String?
    var event: CaseEventKind?

    mutating func set(_ key: String, _ value: FieldValue) throws(CaseRecordFault) {
      guard let set = HallwayForm.fields[key] else { throw CaseRecordFault(.unknownKey) }
      try set(&self, key, value)
    }

    func message(from agreed: String?) throws(CaseRecordFault) -> CaseMessage {
      guard let source = source ?? agreed else { throw CaseRecordFault(.missing, "source") }
      guard agreed == nil || source == agreed else {
        throw CaseRecordFault(.foreignSource, "source")
      }
      guard let serial else { throw CaseRecordFault(.missing, "serial") }
      guard let at else { throw CaseRecordFault(.missing, "at") }
      guard let event else { throw CaseRecordFault(.missing, "event") }
      var message = rest
      message.source = source
      message.serial = serial
      message.at = at
      message.event = event
      return message
    }
  }

  fileprivate typealias Setting =
    @Sendable (inout Draft, String, FieldValue) throws(CaseRecordFault) -> Void

  private static func text(
    _ path: any WritableKeyPath<CaseMessage, String?> & Sendable
  ) -> Setting {
    { draft, key, value throws(CaseRecordFault) in draft.rest[keyPath: path] = try value.text(key) }
  }

  private static func integer(
    _ path: any WritableKeyPath<CaseMessage, Int?> & Sendable
  ) -> Setting {
    { draft, key, value throws(CaseRecordFault) in
      draft.rest[keyPath: path] = try value.integer(key)
    }
  }

  private static func flag(_ path: any WritableKeyPath<CaseMessage, Bool?> & Sendable) -> Setting {
    { draft, key, value throws(CaseRecordFault) in draft.rest[keyPath: path] = try value.flag(key) }
  }

  private static func word<Word: RawRepresentable<String> & Sendable>(
    _ path: any WritableKeyPath<CaseMessage, Word?> & Sendable
  ) -> Setting {
    { draft, key, value throws(CaseRecordFault) in
      draft.rest[keyPath: path] = try value.word(key, Word.self)
    }
  }

  private static func caseText(
    _ path: any WritableKeyPath<CaseMessage, CaseText?> & Sendable
  ) -> Setting {
    { draft, key, value throws(CaseRecordFault) in
      draft.rest[keyPath: path] = try value.caseText(key)
    }
  }

  private static func caseTexts(
    _ path: any WritableKeyPath<CaseMessage, [CaseText]?> & Sendable
  ) -> Setting {
    { draft, key, value throws(CaseRecordFault) in
      draft.rest[keyPath: path] = try value.caseTexts(key)
    }
  }

  fileprivate static let fields: [String: Setting] = [
    "source": { draft, key, value throws(CaseRecordFault) in draft.source = try value.text(key) },
    "serial": { draft, key, value throws(CaseRecordFault) in draft.serial = try value.text(key) },
    "at": { draft, key, value throws(CaseRecordFault) in draft.at = try value.text(key) },
    "event": { draft, key, value throws(CaseRecordFault) in
      draft.event = try value.word(key, CaseEventKind.self)
    },
    "record": text(\.record), "version": integer(\.version), "reasons": caseTexts(\.reasons),
    "documents": caseTexts(\.documents), "until": text(\.until), "refusal": word(\.refusal),
    "stage": word(\.stage), "returned": flag(\.returned), "procedure": word(\.procedure),
    "days": integer(\.days), "granted": flag(\.granted), "result": word(\.result),
    "tracking": text(\.tracking), "item": caseText(\.item), "itemCode": text(\.itemCode),
    "kind": word(\.kind), "applicant": text(\.applicant), "idNumber": text(\.idNumber),
    "organisation": text(\.organisation), "agentIdNumber": text(\.agentIdNumber),
    "receipt": text(\.receipt), "password": text(\.password), "department": caseText(\.department),
    "window": text(\.window), "handler": text(\.handler), "contact": text(\.contact),
    "collectAt": caseText(\.collectAt), "legalDays": integer(\.legalDays),
    "promisedDays": integer(\.promisedDays), "ticket": text(\.ticket),
    "ticketDay": text(\.ticketDay), "parent": text(\.parent), "note": caseText(\.note),
    "advice": caseText(\.advice),
  ]

  /// The keys of the form, for messages to people.
  static var keys: [String] { fields.keys.sorted() }
}
