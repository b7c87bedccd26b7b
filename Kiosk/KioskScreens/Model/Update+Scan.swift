import Hall
import HallAPI

/// A code before the scanner. 扫码
///
/// Ours begin with `HW:`: `HW:<number>:<secret>` of a ticket, `HW:R:<receipt>` and `HW:Y:<code>` of a
/// reservation. A scanner that types may put `HW:` before every code it reads, so that a kiosk knows a
/// code from keys; a code that says no kind is a reservation's or, where the hall has none of it, a
/// receipt.
enum ScannedCode: Equatable {
  case ticket(number: String, secret: String)
  case receipt(String)
  case reservation(String)
  case plain(String)

  init?(_ text: String) {
    var rest = Substring(text.filter { !$0.isWhitespace })
    guard (1...KioskState.entryLimit).contains(rest.utf8.count),
      rest.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { return nil }
    var isOurs = false
    while rest.uppercased().hasPrefix(KioskState.scanMark) {
      rest = rest.dropFirst(KioskState.scanMark.count)
      isOurs = true
    }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts.count, isOurs) {
    case (1, _) where !parts[0].isEmpty: self = .plain(parts[0])
    case (2, true) where !parts[0].isEmpty && !parts[1].isEmpty:
      self =
        switch parts[0].uppercased() {
        case "R": .receipt(parts[1])
        case "Y": .reservation(parts[1])
        case let number: .ticket(number: number, secret: parts[1])
        }
    default: return nil
    }
  }
}

extension KioskState {
  /// The hall's scanner has read something in front of this kiosk.
  mutating func scanned(_ text: String) -> [Request] {
    guard isServing, let code = ScannedCode(text) else { return [] }
    switch stage {
    // Nobody's choice is thrown away because a paper lies before the scanner.
    case .working, .levels, .reasons, .words, .help: return []
    default: lastChange = now
    }
    return apply(code)
  }

  mutating func apply(_ code: ScannedCode) -> [Request] {
    var purpose: Form.Purpose?
    if case .form(let form) = stage { purpose = form.purpose }
    if case .card(let screen) = stage, screen.purpose == .checkIn { purpose = .checkIn }
    if case .lookupWays = stage { purpose = .lookup }
    switch (code, purpose) {
    case (.ticket(let number, let secret), .myNumber):
      return work(.lookUpTicket(.init(number: number, secret: secret)), form: Form(.myNumber))
    case (.ticket(let number, _), .explain):
      return editForm { $0.entries[0].text = number }
    case (.ticket(let number, let secret), _):
      var form = Form(.rating)
      form.isScan = purpose != .rating
      return work(.checkRating(.init(ticket: number, secret: secret)), form: form)
    case (.reservation(let code), _), (.plain(let code), .checkIn):
      return checkIn(code: code, card: nil)
    case (.receipt(let receipt), _), (.plain(let receipt), .lookup): return fill(receipt)
    case (.plain(let text), .organisation): return editForm { $0.entries[0].text = text }
    case (.plain(let text), _): return checkIn(code: text, card: nil, mayBeReceipt: true)
    }
  }

  /// The receipt is there; what is missing is the password.
  mutating func fill(_ receipt: String) -> [Request] {
    var form = Form(.lookup)
    form.entries[0].text = receipt.uppercased()
    form.current = 1
    enter(.form(form))
    return []
  }

  /// A scanned number that is not served yet: its holder wants to see it.
  mutating func showScanned(_ working: Working) -> [Request] {
    guard case .checkRating(let asked) = working.request else { return [] }
    return work(
      .lookUpTicket(.init(number: asked.ticket, secret: asked.secret)), form: Form(.myNumber))
  }
}
