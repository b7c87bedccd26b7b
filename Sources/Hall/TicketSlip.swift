/// A ticket laid out for paper, in the citizen's language with the other one below where it helps
/// a stranger to read it aloud.
public struct TicketSlip: Sendable {
  public var hallName: Bilingual
  public var phone: String
  public var ticket: Ticket
  public var service: Bilingual
  /// Window identifiers with their zones, in catalogue order.
  public var windows: [(id: String, zone: Bilingual)]
  public var ahead: Int
  public var wait: WaitEstimate?

  public init(
    hallName: Bilingual, phone: String, ticket: Ticket, service: Bilingual,
    windows: [(id: String, zone: Bilingual)], ahead: Int, wait: WaitEstimate?
  ) {
    self.hallName = hallName
    self.phone = phone
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
      .line(hallName[language], size: .double, align: .centre),
      .line(hallName[language.other], align: .centre),
      .rule,
      .line(ticket.number.description, size: .huge, bold: true, align: .centre),
      .line(service[language], size: .double, align: .centre),
      .line(service[language.other], align: .centre),
      .rule,
      fact(SlipPhrases.ahead, SlipPhrases.people(ahead)[language], bold: true),
      fact(SlipPhrases.windows, windowText(language), bold: true),
      fact(
        SlipPhrases.wait, (wait.map(SlipPhrases.minutes) ?? SlipPhrases.waitUnknown)[language]),
    ]
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

  private func windowText(_ language: Language) -> String {
    let zones = windows.reduce(into: [(zone: Bilingual, ids: [String])]()) { zones, window in
      if let index = zones.firstIndex(where: { $0.zone == window.zone }) {
        zones[index].ids.append(window.id)
      } else {
        zones.append((window.zone, [window.id]))
      }
    }
    return zones.map { "\($0.ids.joined(separator: ", ")) (\($0.zone[language]))" }
      .joined(separator: " · ")
  }
}

extension Language {
  public var other: Language { self == .zh ? .en : .zh }
}
