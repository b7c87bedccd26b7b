/// 暂停服务 in the words of screens, voice and signs.
public enum PausePhrases {
  /// `午休`; nil for ``Pause/Reason/other``, which says nothing.
  public static func reason(_ reason: Pause.Reason) -> Bilingual? {
    switch reason {
    case .lunch: Bilingual(zh: "午休", en: "lunch break")
    case .meeting: Bilingual(zh: "工作人员开会", en: "staff meeting")
    case .system: Bilingual(zh: "系统故障", en: "system failure")
    case .equipment: Bilingual(zh: "设备故障", en: "equipment failure")
    case .other: nil
    }
  }

  /// `暂停服务：午休，预计13:00恢复`; a return that has passed is not promised any more.
  ///
  /// With `ofHall` the whole hall stands still, not one window.
  public static func notice(_ pause: Pause, ofHall: Bool = false, at now: Moment) -> Bilingual {
    let subject =
      ofHall
      ? Bilingual(zh: "大厅暂停服务", en: "The hall is closed for now") : SignPhrases.paused
    let why = reason(pause.reason)
    let back =
      pause.promisedBack(at: now).map { words(for: WallClock($0), today: WallClock(now).day) }
      ?? Bilingual(zh: "恢复时间未定", en: "return not known yet")
    return Bilingual(
      zh: subject.zh + "：" + [why?.zh, back.zh].compactMap(\.self).joined(separator: "，"),
      en: subject.en + ": " + [why?.en, back.en].compactMap(\.self).joined(separator: ", "))
  }

  private static func words(for clock: WallClock, today: LocalDay) -> Bilingual {
    guard clock.day != today else {
      return Bilingual(zh: "预计\(clock.timeOfDay)恢复", en: "back about \(clock.timeOfDay)")
    }
    return Bilingual(
      zh: "预计\(clock.day.month)月\(clock.day.day)日\(clock.timeOfDay)恢复",
      en: "back about \(clock.day) \(clock.timeOfDay)")
  }
}
