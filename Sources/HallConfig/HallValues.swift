public import Hall

extension HallConfiguration {
  /// The hall's offer with every identifier resolved.
  public var catalogue: Catalogue {
    let zoneNames = Dictionary(zones.map { ($0.id, $0.name) }) { first, _ in first }
    return Catalogue(
      fields: fields.map { .init(id: $0.id, name: $0.name) },
      services: services.map {
        .init(id: $0.id, field: $0.field, name: $0.name, letter: $0.letter, card: $0.card)
      },
      windows: windows.map { window in
        .init(
          id: window.id, name: window.name, kind: window.kind,
          zone: zoneNames[window.zone] ?? Bilingual(zh: window.zone, en: window.zone),
          services: services(of: window).map(\.id))
      })
  }

  public var openingHours: Hall.OpeningHours {
    func spans(_ spans: [OpeningSpan]) -> [Hall.OpeningHours.Span] {
      spans.compactMap { .init(opens: $0.opens, closes: $0.closes) }
    }
    return Hall.OpeningHours(
      weekly: Dictionary(uniqueKeysWithValues: hours.weekly.map { ($0.rawValue, spans($1)) }),
      exceptions: hours.exceptions.map {
        .init(day: $0.day, reason: $0.reason, spans: spans($0.spans))
      },
      alwaysOpen: hours.outside == .allow)
  }
}
