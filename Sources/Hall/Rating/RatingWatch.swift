/// Figures that a false rating leaves behind (standards.md 2.5); somebody looks at them, and nothing
/// is ever deleted for them. 评价监测
public struct RatingWatch: Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Given sooner after "please rate" than a person reads it; seconds.
    case tooFast
    /// Ratings at one place within an hour.
    case onePadMany
    /// 非常满意 in a row at one window.
    case runOfFive
    /// Ratings at a window while it was paused.
    case whilePaused
    /// Presses at a window that nobody had asked for.
    case beforeCall
    /// Ratings whose service the clerk took back at once, with the rating known or feared.
    case undoneAfter
    /// How far the rated share of a window is above the hall's, 0...1.
    case shareAboveHall
  }

  /// From which value on a figure is told.
  public struct Thresholds: Sendable, Equatable {
    /// Told below this.
    public var tooFastSeconds: Int
    public var perHour: Int
    public var runOfFive: Int
    public var whilePaused: Int
    public var beforeCall: Int
    public var undoneAfter: Int
    /// Hundredths.
    public var sharePercent: Int
    /// Windows with fewer finished services have no share worth comparing.
    public var shareLeast: Int

    public init(
      tooFastSeconds: Int = 3, perHour: Int = 40, runOfFive: Int = 30, whilePaused: Int = 1,
      beforeCall: Int = 5, undoneAfter: Int = 1, sharePercent: Int = 30, shareLeast: Int = 20
    ) {
      self.undoneAfter = undoneAfter
      self.tooFastSeconds = tooFastSeconds
      self.perHour = perHour
      self.runOfFive = runOfFive
      self.whilePaused = whilePaused
      self.beforeCall = beforeCall
      self.sharePercent = sharePercent
      self.shareLeast = shareLeast
    }
  }

  public struct Finding: Sendable, Equatable {
    public let kind: Kind
    /// A window, or a pad.
    public let place: String
    public let value: Double
    public let threshold: Double
    /// Rows.
    public let ratings: [Int64]
  }

  private let thresholds: Thresholds
  private let opened: [Evaluation.Subject: Moment]
  private let rated: [RatingRecord]
  private let refused: [RatingRecord]

  /// - Parameters:
  ///   - records: a day's rows in their order.
  ///   - thresholds: the hall's own.
  public init(_ records: [RatingRecord], thresholds: Thresholds) {
    self.thresholds = thresholds
    rated = records.filter { $0.entry.kind == .rated }
    refused = records.filter { $0.entry.kind == .refused }
    var opened: [Evaluation.Subject: Moment] = [:]
    for record in records where record.entry.kind == .opened {
      guard let ticket = record.entry.ticket, let stage = record.entry.stage else { continue }
      let subject = Evaluation.Subject(ticket: ticket, stage: stage)
      if opened[subject] == nil { opened[subject] = record.entry.at }
    }
    self.opened = opened
  }

  /// Everything that passes its threshold.
  ///
  /// - Parameters:
  ///   - pauses: when each window was paused.
  ///   - undone: when clerks took back what they had done, by the ticket. 撤销
  ///   - visits: the day's finished services.
  /// - Returns: findings by kind, each kind by place.
  public func findings(
    pauses: [String: [Range<Moment>]], undone: [Int64: [Moment]], visits: [Satisfaction.Visit]
  ) -> [Finding] {
    tooFast() + onePadMany() + runsOfFive() + whilePaused(pauses) + beforeCall()
      + undoneAfter(undone) + sharesAboveHall(visits)
  }

  private func byWindow(_ records: [RatingRecord]) -> [(window: String, records: [RatingRecord])] {
    Dictionary(grouping: records.filter { $0.entry.window != nil }) { $0.entry.window ?? "" }
      .map { ($0.key, $0.value) }.sorted { $0.window < $1.window }
  }

  private func tooFast() -> [Finding] {
    byWindow(rated.filter { $0.entry.channel == .windowPad }).compactMap { window, records in
      let fast = records.compactMap { record -> (row: Int64, seconds: Double)? in
        guard let ticket = record.entry.ticket, let stage = record.entry.stage,
          let opened = opened[.init(ticket: ticket, stage: stage)]
        else { return nil }
        let seconds = Double(record.entry.at.milliseconds &- opened.milliseconds) / 1000
        return seconds < Double(thresholds.tooFastSeconds) ? (record.sequence, seconds) : nil
      }
      guard let fastest = fast.map(\.seconds).min() else { return nil }
      return Finding(
        kind: .tooFast, place: window, value: fastest,
        threshold: Double(thresholds.tooFastSeconds), ratings: fast.map(\.row))
    }
  }

  private func onePadMany() -> [Finding] {
    let byPlace = Dictionary(grouping: rated) { $0.entry.author.place }
    return byPlace.sorted { $0.key < $1.key }.compactMap { place, records in
      var (first, most) = (0, 0..<0)
      for index in records.indices {
        while records[index].entry.at.seconds(since: records[first].entry.at) >= 3600 { first += 1 }
        if index + 1 - first > most.count { most = first..<index + 1 }
      }
      guard most.count >= thresholds.perHour else { return nil }
      return Finding(
        kind: .onePadMany, place: place, value: Double(most.count),
        threshold: Double(thresholds.perHour), ratings: records[most].map(\.sequence))
    }
  }

  private func runsOfFive() -> [Finding] {
    byWindow(rated).compactMap { window, records in
      var (run, longest): ([Int64], [Int64]) = ([], [])
      for record in records {
        run = record.entry.level == .excellent ? run + [record.sequence] : []
        if run.count > longest.count { longest = run }
      }
      guard longest.count >= thresholds.runOfFive else { return nil }
      return Finding(
        kind: .runOfFive, place: window, value: Double(longest.count),
        threshold: Double(thresholds.runOfFive), ratings: longest)
    }
  }

  private func whilePaused(_ pauses: [String: [Range<Moment>]]) -> [Finding] {
    byWindow(rated.filter { $0.entry.channel == .windowPad }).compactMap { window, records in
      let paused = records.filter { record in
        pauses[window]?.contains { $0.contains(record.entry.at) } ?? false
      }
      return finding(.whilePaused, window, paused, from: thresholds.whilePaused)
    }
  }

  private func beforeCall() -> [Finding] {
    let words = [RatingRefusal.notOpen, .nobodyServed].map(\.rawValue)
    return byWindow(refused.filter { $0.entry.word.map(words.contains) ?? false })
      .compactMap { finding(.beforeCall, $0.window, $0.records, from: thresholds.beforeCall) }
  }

  /// A clerk can take back a call or a finish for some seconds only, so a rating that was followed
  /// by it was given in those.
  private func undoneAfter(_ undone: [Int64: [Moment]]) -> [Finding] {
    byWindow(rated).compactMap { window, records in
      let taken = records.filter { record in
        let moments = record.entry.ticket.flatMap { undone[$0] } ?? []
        return moments.contains { $0 >= record.entry.at }
      }
      return finding(.undoneAfter, window, taken, from: thresholds.undoneAfter)
    }
  }

  private func finding(
    _ kind: Kind, _ place: String, _ records: [RatingRecord], from threshold: Int
  ) -> Finding? {
    let count = records.reduce(0) { $0 + $1.entry.times }
    guard !records.isEmpty, count >= threshold else { return nil }
    return Finding(
      kind: kind, place: place, value: Double(count), threshold: Double(threshold),
      ratings: records.map(\.sequence))
  }

  private func sharesAboveHall(_ visits: [Satisfaction.Visit]) -> [Finding] {
    func share(_ visits: [Satisfaction.Visit]) -> Double {
      visits.isEmpty ? 0 : Double(visits.count { $0.rating != nil }) / Double(visits.count)
    }
    let whole = share(visits)
    let threshold = Double(thresholds.sharePercent) / 100
    let windows = Dictionary(grouping: visits.filter { $0.window != nil }) { $0.window ?? "" }
    return windows.sorted { $0.key < $1.key }.compactMap { window, visits in
      let above = share(visits) - whole
      guard visits.count >= thresholds.shareLeast, above >= threshold else { return nil }
      return Finding(
        kind: .shareAboveHall, place: window, value: above, threshold: threshold,
        ratings: visits.compactMap(\.rating))
    }
  }
}
