/// How satisfied the served are, told so that no single rating can be read off. 满意度
///
/// Unrated is unrated and never counts as satisfied. Nobody watches a single rating (clause 5.2.10,
/// "不应监视"): small groups are told as one, and of a day that is not over ratings come in lots.
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
    /// A reviewer left it out.
    public let isExcluded: Bool

    public init(
      day: LocalDay, service: String, window: String?, rating: Int64? = nil,
      level: RatingLevel? = nil, isExcluded: Bool = false
    ) {
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
    public var unrated: Int { finished - rated - excluded }

    /// The share of ratings that are 基本满意 or better, 0...1; nil without a rating.
    public var satisfied: Double? {
      guard rated > 0 else { return nil }
      let good = counts.reduce(0) { $1.key.isSatisfied ? $0 + $1.value : $0 }
      return Double(good) / Double(rated)
    }

    mutating func add(_ visit: Visit) {
      finished += 1
      if visit.isExcluded {
        excluded += 1
      } else if let level = visit.level {
        counts[level, default: 0] += 1
      }
    }

    mutating func add(_ other: Group) {
      finished += other.finished
      excluded += other.excluded
      counts.merge(other.counts, uniquingKeysWith: +)
    }
  }

  /// In the order of their keys, the one of those too few last.
  public let groups: [Group]
  /// Visits that cannot be told without telling of single ones.
  public let withheld: Int

  /// Adds visits up.
  ///
  /// - Parameters:
  ///   - visits: finished services.
  ///   - smallest: k; groups of fewer visits are not told apart.
  ///   - today: the day that is not over.
  ///   - key: the group of a visit.
  public init(
    of visits: [Visit], smallest: Int, today: LocalDay, by key: (Visit) -> String
  ) {
    let smallest = max(1, smallest)
    var withheld = 0
    var groups: [String: Group] = [:]
    for (key, visits) in Dictionary(grouping: visits, by: key) {
      let untold = Self.untold(visits, smallest: smallest, today: today)
      withheld += untold.count
      var group = Group(key: key)
      for visit in visits where visit.rating.map({ !untold.contains($0) }) ?? true {
        group.add(visit)
      }
      if group.finished > 0 { groups[key] = group }
    }
    let (told, few) = Self.merge(groups, smallest: smallest)
    self.groups = told
    self.withheld = withheld + few
  }

  /// Today's ratings beyond the last whole lot: two askings in a row never differ by one rating.
  private static func untold(_ visits: [Visit], smallest: Int, today: LocalDay) -> Set<Int64> {
    let rated = visits.filter { $0.day >= today }.compactMap(\.rating).sorted()
    return Set(rated.suffix(rated.count % smallest))
  }

  /// Groups too small become one; with the next smallest where that is too small itself, or it
  /// could be had by subtraction.
  private static func merge(_ groups: [String: Group], smallest: Int) -> (
    told: [Group], withheld: Int
  ) {
    var told = groups.values.filter { $0.finished >= smallest }.sorted {
      ($0.finished, $0.key) < ($1.finished, $1.key)
    }
    var rest = Group(key: "")
    for group in groups.values where group.finished < smallest { rest.add(group) }
    if rest.finished > 0, rest.finished < smallest, !told.isEmpty { rest.add(told.removeFirst()) }
    told.sort { $0.key < $1.key }
    if rest.finished >= smallest { return (told + [rest], 0) }
    return (told, rest.finished)
  }
}
