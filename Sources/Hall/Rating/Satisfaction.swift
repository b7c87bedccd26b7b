/// How satisfied the served are, told so that no single rating can be read off. 满意度
///
/// Unrated is unrated and never counts as satisfied. Nobody watches a single rating (clause 5.2.10,
/// "不应监视"). Each day that is over falls into lots of at least `smallest` services, by rules that know
/// nothing of what is asked; a lot is told whole or not at all. So is every difference between two
/// tables, of whatever groups and periods: it is made of whole lots too. Of today nothing is told.
public struct Satisfaction: Sendable, Equatable {
  /// By what is asked.
  public enum Grouping: String, Codable, Sendable, CaseIterable {
    case hall, item, window, field, day
  }

  /// A finished service, and what was said of it.
  public struct Visit: Sendable, Equatable {
    public let day: LocalDay
    public let service: String
    public let window: String?
    /// The row of the rating; nil while unrated.
    public let rating: Int64?
    public let level: RatingLevel?
    /// The day on which it was rated; nil for the day of the service.
    public let ratedOn: LocalDay?
    /// A reviewer left it out.
    public let isExcluded: Bool

    public init(
      day: LocalDay, service: String, window: String?, rating: Int64? = nil,
      level: RatingLevel? = nil, ratedOn: LocalDay? = nil, isExcluded: Bool = false
    ) {
      self.ratedOn = ratedOn
      self.day = day
      self.service = service
      self.window = window
      self.rating = rating
      self.level = level
      self.isExcluded = isExcluded
    }
  }

  /// What some visits add up to.
  public struct Group: Sendable, Equatable {
    /// Empty for those that are too few to be told apart.
    public var key: String
    public var finished = 0
    public var excluded = 0
    public var counts: [RatingLevel: Int] = [:]

    public init(key: String) { self.key = key }

    public var rated: Int { counts.values.reduce(0, +) }
    /// Services without a rating; a rating that came on a later day counts there.
    public var unrated: Int { max(0, finished - rated - excluded) }

    /// The share of ratings that are 基本满意 or better, 0...1; nil without a rating.
    public var satisfied: Double? {
      guard rated > 0 else { return nil }
      let good = counts.reduce(0) { $1.key.isSatisfied ? $0 + $1.value : $0 }
      return Double(good) / Double(rated)
    }

    fileprivate mutating func add(_ part: Part) {
      if part.isService { finished += 1 }
      guard part.isRating else { return }
      if part.visit.isExcluded {
        excluded += 1
      } else if let level = part.visit.level {
        counts[level, default: 0] += 1
      }
    }
  }

  /// What one day has of a visit: the service, its rating, or both.
  fileprivate struct Part {
    let visit: Visit
    let isService: Bool
    let isRating: Bool
  }

  /// In the order of their keys, the one of lots that belong to several last.
  public let groups: [Group]
  /// Finished services of the period that are not told: today's, and those of a day with too few.
  public let withheld: Int

  /// Adds visits up.
  ///
  /// - Parameters:
  ///   - visits: the services that were finished or rated on the days.
  ///   - first: the first day.
  ///   - last: the last day.
  ///   - smallest: k; a lot is at least as many.
  ///   - today: the day that is not over.
  ///   - key: the group of a visit.
  public init(
    of visits: [Visit], from first: LocalDay, through last: LocalDay, smallest: Int,
    today: LocalDay, by key: (Visit) -> String
  ) {
    var withheld = 0
    var groups: [String: Group] = [:]
    for (day, parts) in Self.parts(of: visits) where first <= day && day <= last {
      guard day < today else {
        withheld += parts.count(where: \.isService)
        continue
      }
      let lots = Self.lots(of: parts, smallest: max(1, smallest))
      withheld += lots.rest.count(where: \.isService)
      for lot in lots.whole {
        let keys = Set(lot.map { key($0.visit) })
        let name = keys.count == 1 ? keys.first ?? "" : ""
        for part in lot { groups[name, default: Group(key: name)].add(part) }
      }
    }
    let together = groups.removeValue(forKey: "")
    self.groups = groups.values.sorted { $0.key < $1.key } + [together].compactMap(\.self)
    self.withheld = withheld
  }

  /// What happened on each day. A rating that came later belongs to the day on which it was given:
  /// a day that is over never changes, or its figures of before and after would tell it.
  private static func parts(of visits: [Visit]) -> [LocalDay: [Part]] {
    var parts: [LocalDay: [Part]] = [:]
    for visit in visits {
      let isRated = visit.rating != nil
      let ratedOn = max(visit.day, visit.ratedOn ?? visit.day)
      let isLater = isRated && ratedOn != visit.day
      parts[visit.day, default: []].append(
        Part(visit: visit, isService: true, isRating: isRated && !isLater))
      if isLater {
        parts[ratedOn, default: []].append(Part(visit: visit, isService: false, isRating: true))
      }
    }
    return parts
  }

  /// A day's lots: as many as can be of one item at one window, then of one window, then of one item.
  /// What is left is a lot of its own, or goes to the smallest where it is too few.
  private static func lots(of parts: [Part], smallest: Int) -> (whole: [[Part]], rest: [Part]) {
    var whole: [[Part]] = []
    var rest = parts
    let rules: [(Visit) -> [String]] = [
      { [$0.window ?? "", $0.service] }, { [$0.window ?? ""] }, { [$0.service] }, { _ in [] },
    ]
    for rule in rules {
      let cells = Dictionary(grouping: rest) { rule($0.visit) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      rest = []
      for (_, cell) in cells {
        if cell.count >= smallest { whole.append(cell) } else { rest += cell }
      }
    }
    let fewest = whole.indices.min { whole[$0].count < whole[$1].count }
    guard let fewest else { return ([], rest) }
    whole[fewest] += rest
    return (whole, [])
  }
}
