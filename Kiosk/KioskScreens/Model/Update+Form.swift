import Hall
import HallAPI
import TextUI

extension KioskState {
  /// Longer than a receipt number or a scanner's line will be.
  static let entryLimit = 64

  mutating func pressInForm(_ key: Key) -> [Request] {
    switch key {
    case .character(let character): return perform(.type(character))
    case .backspace: return perform(.erase)
    case .enter: return perform(.submit)
    case .escape: return perform(.back)
    case .tab, .down: return moveEntry(by: 1)
    case .backTab, .up: return moveEntry(by: -1)
    case .function(1): return perform(.language)
    case .function(4): return perform(.elder)
    case .left, .right, .pageUp, .pageDown, .function: return []
    }
  }

  mutating func editForm(_ change: (inout Form) -> Void) -> [Request] {
    guard case .form(var form) = stage else { return [] }
    change(&form)
    stage = .form(form)
    return []
  }

  mutating func typeInForm(_ character: Character) -> [Request] {
    guard let ascii = character.asciiValue, ascii > 0x20, ascii < 0x7f else { return [] }
    return editForm { form in
      guard form.entries.indices.contains(form.current),
        form.entries[form.current].text.count < Self.entryLimit
      else { return }
      form.problem = nil
      let isCapital = form.purpose.capitalises(entry: form.current)
      let typed = isCapital ? character.uppercased() : String(character)
      form.entries[form.current].text += typed
    }
  }

  mutating func submitForm() -> [Request] {
    guard case .form(var form) = stage else { return [] }
    let texts = form.entries.map(\.text)
    if form.purpose == .phone { return submitPhone(form) }
    // A receipt's or a reservation's code that a scanner typed.
    if let text = texts.first(where: { $0.uppercased().hasPrefix(Self.scanMark) }),
      let code = ScannedCode(text)
    {
      guard case .ticket = code else { return apply(code) }
    }
    let scanned = Self.scanned(texts)
    if let scanned, form.purpose == .rating || form.purpose == .myNumber {
      return submit(form, [scanned.number, scanned.secret])
    }
    // A number is asked about by its ticket's code too; the secret in it is nobody's business.
    if let scanned, form.purpose == .explain { return submit(form, [scanned.number]) }
    guard let missing = texts.firstIndex(of: "") else { return submit(form, texts) }
    // Enter after one entry goes to the next; only an Enter at the last one complains.
    if missing == form.current || form.current == texts.count - 1 {
      let words = form.purpose.words.missing
      form.problem = words.indices.contains(missing) ? words[missing] : nil
    }
    form.current = missing
    stage = .form(form)
    return []
  }

  private mutating func submit(_ form: Form, _ texts: [String]) -> [Request] {
    guard let first = texts.first, let last = texts.last else { return [] }
    var form = form
    // A scanned code stands in one entry; its parts can be mended in their own.
    for (index, text) in texts.enumerated() where form.entries.indices.contains(index) {
      form.entries[index].text = text
    }
    switch form.purpose {
    case .rating: return work(.checkRating(.init(ticket: first, secret: last)), form: form)
    case .lookup: return work(.lookUp(.init(receipt: first, password: last)), form: form)
    case .phone: return submitPhone(form)
    case .organisation:
      guard let code = OrganisationCode(first) else {
        return editForm { $0.problem = KioskPhrases.wrongOrganisation }
      }
      return readCard(for: .organisation(code))
    case .myNumber:
      return work(.lookUpTicket(.init(number: first, secret: last)), form: form)
    case .checkIn: return checkIn(code: first, card: nil)
    case .explain: return work(.explain(.init(number: first)), ticket: form.ticket)
    }
  }

  /// The number and the secret of a scanned `HW:<number>:<secret>`, wherever it was typed.
  static func scanned(_ texts: [String]) -> (number: String, secret: String)? {
    for text in texts where text.uppercased().hasPrefix(scanMark) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 3, !parts[1].isEmpty, !parts[2].isEmpty else { continue }
      return (parts[1].uppercased(), String(parts[2]))
    }
    return nil
  }

  private mutating func moveEntry(by step: Int) -> [Request] {
    editForm { form in
      form.current = max(0, min(form.current + step, form.entries.count - 1))
    }
  }
}
