extension LetterSheet {
  /// The short form for the 80 mm ticket printer. 文书简要小票
  public var shortForm: Slip {
    var elements: [Slip.Element] = [
      .line(issuer, align: .centre), .line(title, size: titleSize, bold: true, align: .centre),
      .line(subtitle, align: .centre),
    ]
    if isSample { elements.append(.line(LetterPhrases.sample.zh, align: .centre)) }
    if isReprint { elements.append(.line(LetterPhrases.reprint.zh, align: .centre)) }
    elements += [.rule, .line("\(LetterPhrases.number.zh) \(number)", bold: true)]
    elements += slip.flatMap(Self.lines)
    elements += [.rule, .qr(code), .line(code, align: .centre), .line(day, align: .centre)]
    let notes = [LetterPhrases.shortForm.zh, LetterPhrases.shortForm.en, foot]
    elements += notes.map { .line($0, align: .centre) }
    return Slip(elements + [.feed(2)])
  }

  private var titleSize: Slip.Size {
    TextWidth.cells(title) <= TicketSlip.titleCells ? .double : .normal
  }

  private static func lines(_ block: Block) -> [Slip.Element] {
    switch block {
    case .salutation(let text), .text(let text): [.line(text)]
    case .heading(let text): [.line(text, bold: true)]
    case .list(let lines): numbered(lines).map { .line($0) }
    case .facts(let facts): facts.map { .line("\($0.name): \($0.value)") }
    case .signature(let text): [.feed(1), .line("\(text): ____________")]
    }
  }

  /// A single line needs no number.
  public static func numbered(_ lines: [String]) -> [String] {
    guard lines.count > 1 else { return lines }
    return lines.enumerated().map { "\($0.offset + 1). \($0.element)" }
  }
}
