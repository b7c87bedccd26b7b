/// What a hall goes by in its ratings and may change while it is open.
public struct RatingPolicy: Sendable, Equatable {
  public var catalogue: RatingCatalogue
  public var times: RatingTimes
  /// k: fewer services are not told apart, 1...1000.
  public var smallestGroup: Int
  public var tasks: RatingTask.Rule
  public var watch: RatingWatch.Thresholds
  public var export: RatingExportFacts
  /// Whether a window's pad shows the clerk's name beside the staff number. 工牌
  public var showsClerkNames: Bool

  public init(
    catalogue: RatingCatalogue = .levelsOnly, times: RatingTimes, smallestGroup: Int = 5,
    tasks: RatingTask.Rule = .init(), watch: RatingWatch.Thresholds = .init(),
    export: RatingExportFacts = .init(), showsClerkNames: Bool = true
  ) {
    self.catalogue = catalogue
    self.times = times
    self.smallestGroup = smallestGroup
    self.tasks = tasks
    self.watch = watch
    self.export = export
    self.showsClerkNames = showsClerkNames
  }
}

extension RatingPolicy {
  /// Half a minute at the window, the same day at a kiosk, no reasons.
  public static let usual = RatingPolicy(times: .init(padSeconds: 30, laterDays: 0))
}

extension RatingCatalogue {
  /// The five levels without a reason, for a hall that names no file of reasons.
  public static let levelsOnly = RatingCatalogue(editions: [
    Edition(
      id: "levels", name: RatingPhrases.fiveLevels, source: RatingPhrases.levelsOnly,
      validFrom: LocalDay.epoch, validUntil: nil, textLimit: 150,
      levels: RatingLevel.allCases.reversed().map {
        Level(level: $0, text: RatingPhrases.level($0), reasons: [])
      })
  ])
}
