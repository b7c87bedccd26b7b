import Hall

extension Scenario {
  /// A field of an invented hall: its letter, how many of a hundred people come for it, and its
  /// matters with their median seconds.
  private struct Room {
    let field: String
    let zh: String
    let en: String
    let letter: String
    let weight: Double
    let matters: [(id: String, median: Double, spread: Double)]
  }

  /// Weights and times are assumptions of ours, chosen so that a hall staffed by clause 4.6 is
  /// busy in the morning and calm at four; a hall's own days replace them (see ``DayRecord``).
  private static let rooms = [
    Room(
      field: "police", zh: "公安", en: "Police", letter: "A", weight: 26,
      matters: [("id-card", 420, 0.4), ("residence", 600, 0.5), ("passport", 540, 0.4)]),
    Room(
      field: "social", zh: "社保", en: "Social insurance", letter: "B", weight: 20,
      matters: [("insurance-card", 480, 0.45), ("pension", 780, 0.55)]),
    Room(
      field: "medical", zh: "医保", en: "Medical insurance", letter: "C", weight: 12,
      matters: [("medical-record", 420, 0.5), ("reimbursement", 840, 0.55)]),
    Room(
      field: "fund", zh: "公积金", en: "Housing fund", letter: "D", weight: 8,
      matters: [("withdrawal", 600, 0.45)]),
    Room(
      field: "tax", zh: "税务", en: "Taxes", letter: "F", weight: 14,
      matters: [("invoice", 420, 0.6), ("declaration", 720, 0.6)]),
    Room(
      field: "estate", zh: "不动产", en: "Real estate", letter: "G", weight: 10,
      matters: [("transfer", 1080, 0.45), ("estate-record", 300, 0.4)]),
    Room(
      field: "market", zh: "市场监管", en: "Business registration", letter: "H", weight: 10,
      matters: [("registration", 900, 0.5), ("change", 600, 0.5)]),
  ]

  /// A town's hall: windows by field, some for any business, one 绿色通道, as many as clause 4.6
  /// asks for. 镇街大厅
  ///
  /// nil below twenty people on an ordinary day.
  public static func town(named name: String, citizens: Int) -> Scenario? {
    guard citizens >= 20, let day = OpeningHours.Span(opens: 540, closes: 1020),
      let lunch = OpeningHours.Span(opens: 705, closes: 765)
    else { return nil }
    let demands = rooms.flatMap { room in
      room.matters.map {
        Demand(
          service: $0.id, weight: room.weight / Double(room.matters.count), median: $0.median,
          spread: $0.spread)
      }
    }
    let catalogue = catalogue(demands, citizens)
    var scenario = Scenario(
      name: name, rules: QueueRules(catalogue: catalogue), demands: demands, citizens: citizens,
      hours: [day])
    scenario.lunch = lunch
    return scenario
  }

  private static func catalogue(_ demands: [Demand], _ citizens: Int) -> Catalogue {
    let fields = rooms.map {
      Catalogue.Field(id: $0.field, name: Bilingual(zh: $0.zh, en: $0.en))
    }
    let services = rooms.flatMap { room in
      room.matters.map {
        Catalogue.Service(
          id: $0.id, field: room.field, name: Bilingual(zh: "\(room.zh) \($0.id)", en: $0.id),
          letter: room.letter, card: .optional)
      }
    }
    let all = services.map(\.id)
    let count = max(
      rooms.count + 2,
      (citizens + WindowLoad.plannedPeople - 1) / WindowLoad.plannedPeople)
    // One for who may go first, a fifth for any business, the others by the work of their field.
    let general = max(1, count / 5)
    var served = Array(repeating: all, count: general)
    for field in shared(count - general - 1, by: demands) {
      served.append(services.filter { $0.field == field }.map(\.id))
    }
    var windows = served.enumerated().map { index, ids in
      window(index + 1, ids.count == all.count ? .comprehensive : .specialised, ids)
    }
    windows.append(window(windows.count + 1, .greenChannel, all))
    return Catalogue(fields: fields, services: services, windows: windows)
  }

  private static func window(_ number: Int, _ kind: WindowKind, _ services: [String])
    -> Catalogue.Window
  {
    Catalogue.Window(
      id: "\(number)", name: Bilingual(zh: "\(number)号窗口", en: "Window \(number)"), kind: kind,
      zone: Bilingual(zh: "大厅", en: "Hall"), services: services)
  }

  /// Gives `count` windows to the fields, each to the one whose windows have most work.
  private static func shared(_ count: Int, by demands: [Demand]) -> [String] {
    let work = rooms.map { room in
      demands.filter { demand in room.matters.contains { $0.id == demand.service } }
        .reduce(0) { $0 + $1.weight * $1.mean }
    }
    var windows = rooms.map { _ in 0 }
    for _ in 0..<count {
      let most = work.indices.max { a, b in
        work[a] / Double(windows[a] + 1) < work[b] / Double(windows[b] + 1)
      }
      guard let most else { break }
      windows[most] += 1
    }
    return zip(rooms, windows).flatMap { room, count in
      Array(repeating: room.field, count: max(1, count))
    }
  }

  /// Thirty-three halls of a city, from a village's to the main one. 全市
  ///
  /// `citizens` come to all of them together on an ordinary day.
  public static func city(citizens: Int) -> [Scenario] {
    let weights = (0..<cityHalls).map { 1 + 3 * Double($0) / Double(cityHalls - 1) }
    let sum = weights.reduce(0, +)
    return weights.enumerated().compactMap { index, weight in
      town(
        named: "hall-\(index + 1)",
        citizens: max(20, Int((Double(citizens) * weight / sum).rounded())))
    }
  }

  /// As many as a city of 33 towns and parks has.
  public static let cityHalls = 33
}
