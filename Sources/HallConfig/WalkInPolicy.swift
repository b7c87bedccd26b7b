import Hall

extension WalkInPolicy {
  /// The keys of `quota`; what is left out is as in ``WalkInPolicy/off``.
  init(_ section: Section) {
    let usual = WalkInPolicy.off
    self.init(
      mode: section["mode"].word(Mode.allCases, or: .off),
      floor: section.optional("floor")?.integer(0...1000) ?? usual.floor,
      serviceSeconds: section.optional("defaultServiceMinutes")?.minutesOfService()
        ?? usual.serviceSeconds,
      enoughSamples: section.optional("enoughSamples")?.integer(1...1000) ?? usual.enoughSamples,
      pace: section.optional("percentile").map { .percentile($0.integer(50...99)) }
        ?? usual.pace,
      terms: section.optional("services")?.list { $0.section(Terms.init) } ?? [])
  }
}

extension WalkInPolicy.Terms {
  fileprivate init(_ section: Section) {
    self.init(
      service: section["service"].identifier(),
      serviceSeconds: section.optional("minutes")?.minutesOfService(),
      perDay: section.optional("perDay")?.integer(0...10_000))
  }
}

extension Entry {
  /// Seconds of 1 to 240 minutes: ``ServicePace`` takes nothing longer for true.
  fileprivate func minutesOfService() -> Int { integer(1...240) * 60 }
}
