/// A ticket laid out for paper, in the citizen's language with the other one below where it helps
/// a stranger to read it aloud.
public struct TicketSlip: Sendable {
  public var hallName: Bilingual
  public var phone: String
  /// The hall is invented, and its tickets say so.
  public var sample: Bool
  public var ticket: Ticket
  public var service: Bilingual
  /// Window identifiers with their zones, in catalogue order.
  public var windows: [(id: String, zone: Bilingual)]
  public var ahead: Int
  public var wait: AnnouncedWait?

  public init(
    hallName: Bilingual, phone: String, sample: Bool, ticket: Ticket, service: Bilingual,
    windows: [(id: String, zone: Bilingual)], ahead: Int, wait: AnnouncedWait?
  ) {
    self.hallName = hallName
    self.phone = phone
    self.sample = sample
    self.ticket = ticket
    self.service = service
    self.windows = windows
    self.ahead = ahead
    self.wait = wait
  }

  public var slip: Slip {
    let language = ticket.language
    func fact(_ label: Bilingual, _ value: String, bold: Bool = false) -> Slip.Element {
      .line("\(label[language]): \(value)", bold: bold)
    }
    var elements: [Slip.Element] = [
      title(hallName[language]),
      .line(hallName[language.other], align: .centre),
      .rule,
      .line(ticket.number.description, size: .huge, bold: true, align: .centre),
      title(service[language]),
      .line(service[language.other], align: .centre),
      .rule,
      fact(SlipPhrases.ahead, SlipPhrases.people(ahead)[language], bold: true),
      fact(SlipPhrases.windows, windowText(language), bold: true),
      fact(
        SlipPhrases.wait, (wait.map(SlipPhrases.minutes) ?? SlipPhrases.waitUnknown)[language]),
    ]
    if sample { elements.insert(.line(SlipPhrases.sample[language], align: .centre), at: 2) }
    if ticket.priority != nil { elements.append(.line(SlipPhrases.priority[language])) }
    if let holder = ticket.holder { elements.append(fact(SlipPhrases.holder, holder)) }
    let taken = WallClock(ticket.takenAt)
    elements += [
      fact(SlipPhrases.takenAt, "\(taken.day) \(taken.timeOfDay)"),
      fact(SlipPhrases.code, ticket.secret, bold: true),
      .qr(ticket.code),
      .line(SlipPhrases.scan[language], align: .centre),
      .line(SlipPhrases.keep[language], align: .centre),
      .line("\(SlipPhrases.help[language]) \(phone)", align: .centre),
      .feed(2),
    ]
    return Slip(elements)
  }

  /// A line of 80 mm paper has 48 cells, so 24 of twice the size; a longer title stays small
  /// rather than break in the middle of a word.
  static let titleCells = 24

  private func title(_ text: String) -> Slip.Element {
    let size: Slip.Size = TextWidth.cells(text) <= Self.titleCells ? .double : .normal
    return .line(text, size: size, bold: size == .normal, align: .centre)
  }

  private func windowText(_ language: Language) -> String {
    let zones = windows.reduce(into: [(zone: Bilingual, ids: [String])]()) { zones, window in
      if let index = zones.firstIndex(where: { $0.zone == window.zone }) {
        zones[index].ids.append(window.id)
      } else {
        zones.append((window.zone, [window.id]))
      }
    }
    return zones.map { zone in
      let numbers = zone.ids.map { language == .zh ? "\($0)号" : $0 }
      return "\(numbers.joined(separator: language == .zh ? "、" : ", ")) (\(zone.zone[language]))"
    }
    .joined(separator: " · ")
  }
}

extension Language {
  public var other: Language { self == .zh ? .en : .zh }
}
