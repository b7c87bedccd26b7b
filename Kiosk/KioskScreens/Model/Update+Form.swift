import Hall
import HallAPI

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
      // Numbers are printed in capitals; passwords and codes stay as they were typed.
      let typed = form.current == 0 ? character.uppercased() : String(character)
      form.entries[form.current].text += typed
    }
  }

  mutating func submitForm() -> [Request] {
    guard case .form(var form) = stage, form.entries.count == 2 else { return [] }
    if form.purpose == .rating, let scanned = Self.scanned(form.entries.map(\.text)) {
      return openLevels(number: scanned.number, secret: scanned.secret)
    }
    let (first, second) = (form.entries[0].text, form.entries[1].text)
    guard !first.isEmpty, !second.isEmpty else {
      // Enter after the first field goes to the second; only an Enter there complains.
      let missing = first.isEmpty ? 0 : 1
      if missing == form.current || form.current == 1 {
        form.problem = missingPhrase(form, missing)
      }
      form.current = missing
      stage = .form(form)
      return []
    }
    switch form.purpose {
    case .rating: return openLevels(number: first, secret: second)
    case .lookup: return work(.lookUp(.init(receipt: first, password: second)))
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

  private func missingPhrase(_ form: Form, _ entry: Int) -> Bilingual {
    switch (form.purpose, entry) {
    case (.lookup, 0): KioskPhrases.fillReceipt
    case (.lookup, _): KioskPhrases.fillPassword
    case (.rating, 0): KioskPhrases.fillNumber
    case (.rating, _): KioskPhrases.fillCode
    }
  }

  private mutating func openLevels(number: String, secret: String) -> [Request] {
    enter(.levels(number: number, secret: secret))
    // Nothing is chosen beforehand: a second Enter of a scanner must not praise anybody.
    focus = -1
    return []
  }

  private mutating func moveEntry(by step: Int) -> [Request] {
    editForm { form in
      form.current = max(0, min(form.current + step, form.entries.count - 1))
    }
  }
}
