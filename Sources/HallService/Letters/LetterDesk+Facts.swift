import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// What goes into a letter, and whether it can be drawn.
extension LetterDesk {
  var head: LetterHead {
    LetterHead(
      hall: hall.info.name.zh, address: hall.info.address.zh, phone: hall.info.phone,
      seal: policy.seal, isSample: hall.info.sample)
  }

  func template(_ kind: LetterKind) throws -> LetterTemplate {
    guard let template = policy.templates[kind] else {
      throw LettersInterface.NotOffered(kind: kind)
    }
    return template
  }

  /// What case and guide say, and over it what the clerk has written.
  func fields(
    _ kind: LetterKind, receipt: String?, guide: String?, _ given: [LettersInterface.Field]
  ) async throws -> [String: [String]] {
    var fields: [String: [String]] = [:]
    if let receipt {
      guard CallerText.isIdentifier(receipt), Sanitiser.line(receipt) == receipt else {
        throw StandardError.invalidParameter("receipt")
      }
      fields = try await caseFields(kind, receipt)
    }
    if let guide {
      let own = Set(kind.fields.map(\.rawValue))
      fields.merge(try guideFields(guide).filter { own.contains($0.key) }) { of, _ in of }
    }
    for field in given { fields[field.name] = field.values }
    // Under this number it is kept and found again.
    if let receipt, let written = fields[LetterField.receipt.rawValue], written != [receipt] {
      throw StandardError.invalidParameter("receipt")
    }
    return fields
  }

  /// What a guide says, by its name or that of the service it is for.
  private func guideFields(_ id: String) throws -> [String: [String]] {
    let book = hall.rulebook.edition.guides.book
    guard let guide = book.guide(id) ?? book.guide(forService: id) else {
      throw LettersInterface.NoSuchGuide(guide: String(id.prefix(CallerText.longest)))
    }
    return guide.fiveParts().letterFields
  }

  /// What the case of a receipt says; a receipt that the hall has not heard of yet, or that two
  /// sources use, says only itself.
  private func caseFields(_ kind: LetterKind, _ receipt: String) async throws
    -> [String: [String]]
  {
    let keys = try await hall.cases.keys(ofReceipt: receipt)
    guard keys.count == 1, let key = keys.first,
      let standing = try await hall.cases.caseStanding(key.identity)
    else { return [LetterField.receipt.rawValue: [receipt]] }
    return standing.letterFields(
      for: kind, receipt: receipt, calendar: hall.hours.calendar, on: hall.today)
  }

  func facts(_ kind: LetterKind, _ given: [String: [String]]) throws -> LetterFacts {
    do throws(LetterFacts.Fault) {
      return try LetterFacts(kind, given, on: hall.today)
    } catch {
      throw error.refusal(of: kind)
    }
  }

  func draw(_ sheet: LetterSheet) async throws {
    do throws(LetterPressFault) {
      _ = try await hall.press.pdf(of: sheet)
    } catch {
      throw refusal(error)
    }
  }

  func refusal(_ fault: LetterPressFault) -> any Error {
    if case .broken(let why) = fault {
      hall.logger.error("letter not drawn", metadata: ["why": "\(why)"])
    }
    return fault.refusal
  }
}
