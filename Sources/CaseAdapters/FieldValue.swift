import Hall
import Varlink

/// A value of Hallway's own form: a cell of CSV, or one of JSON.
enum FieldValue {
  /// `english`: what the column `KEY.en` has.
  case cell(String, english: String?)
  case json(JSONValue)

  func text(_ key: String) throws(CaseRecordFault) -> String? {
    switch self {
    case .cell(let text, _): return text.isEmpty ? nil : text
    case .json(.null): return nil
    case .json(.string(let text)): return text
    case .json: throw CaseRecordFault(.malformed, key)
    }
  }

  func integer(_ key: String) throws(CaseRecordFault) -> Int? {
    if case .json(.int(let number)) = self { return Int(number) }
    guard let text = try text(key) else { return nil }
    guard case .cell = self, let number = Int(text) else {
      throw CaseRecordFault(.malformed, key)
    }
    return number
  }

  func flag(_ key: String) throws(CaseRecordFault) -> Bool? {
    if case .json(.bool(let flag)) = self { return flag }
    switch (self, try text(key)) {
    case (_, nil): return nil
    case (.cell, "true"): return true
    case (.cell, "false"): return false
    default: throw CaseRecordFault(.malformed, key)
    }
  }

  /// One of the words of a list. 代码
  func word<Word: RawRepresentable<String>>(
    _ key: String, _: Word.Type
  ) throws(CaseRecordFault) -> Word? {
    guard let text = try text(key) else { return nil }
    guard let word = Word(rawValue: text) else { throw CaseRecordFault(.unknownCode, key) }
    return word
  }

  /// `{"zh": ..., "en": ...}`, or the Chinese alone.
  func caseText(_ key: String) throws(CaseRecordFault) -> CaseText? {
    switch self {
    case .cell(let text, let english):
      return text.isEmpty && english == nil ? nil : CaseText(zh: text, en: english)
    case .json(let value): return try Self.caseText(value, key)
    }
  }

  /// A cell has a text a line.
  func caseTexts(_ key: String) throws(CaseRecordFault) -> [CaseText]? {
    switch self {
    case .cell(let text, let english):
      let chinese = Self.lines(text)
      let others = Self.lines(english ?? "")
      guard others.isEmpty || others.count == chinese.count else {
        throw CaseRecordFault(.contradiction, key)
      }
      return chinese.isEmpty
        ? nil
        : chinese.enumerated().map { CaseText(zh: $1, en: others.isEmpty ? nil : others[$0]) }
    case .json(.null): return nil
    case .json(.array(let values)):
      var texts: [CaseText] = []
      for value in values {
        guard let text = try Self.caseText(value, key) else {
          throw CaseRecordFault(.malformed, key)
        }
        texts.append(text)
      }
      return texts
    case .json: throw CaseRecordFault(.malformed, key)
    }
  }

  private static func caseText(
    _ value: JSONValue, _ key: String
  ) throws(CaseRecordFault) -> CaseText? {
    switch value {
    case .null: return nil
    case .string(let text): return CaseText(zh: text)
    case .object(let object):
      guard case .string(let chinese)? = object["zh"] else {
        throw CaseRecordFault(.malformed, key)
      }
      switch object["en"] {
      case nil, .null?: return CaseText(zh: chinese)
      case .string(let english)?: return CaseText(zh: chinese, en: english)
      default: throw CaseRecordFault(.malformed, key)
      }
    default: throw CaseRecordFault(.malformed, key)
    }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init)
  }
}
