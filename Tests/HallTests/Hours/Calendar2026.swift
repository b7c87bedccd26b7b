import Hall
import Testing

/// The notice of 2025-11-04 once more, by hand, beside Demo/calendar/2026.yaml.
let calendar2026: HolidayCalendar = {
  let holidays = [
    holiday("元旦", "New Year's Day", "01-01", "01-03", works: ["01-04"]),
    holiday("春节", "Spring Festival", "02-15", "02-23", works: ["02-14", "02-28"]),
    holiday("清明节", "Qingming Festival", "04-04", "04-06"),
    holiday("劳动节", "Labour Day", "05-01", "05-05", works: ["05-09"]),
    holiday("端午节", "Dragon Boat Festival", "06-19", "06-21"),
    holiday("中秋节", "Mid-Autumn Festival", "09-25", "09-27"),
    holiday("国庆节", "National Day", "10-01", "10-07", works: ["09-20", "10-10"]),
  ]
  guard let announced = LocalDay("2025-11-04") else { return .empty }
  return HolidayCalendar(years: [
    .init(
      year: 2026, source: "国办发明电〔2025〕7号", announced: announced,
      holidays: holidays.compactMap(\.self))
  ])
}()

private func holiday(
  _ zh: String, _ en: String, _ first: String, _ last: String, works: [String] = []
) -> HolidayCalendar.Holiday? {
  guard let first = LocalDay("2026-" + first), let last = LocalDay("2026-" + last) else {
    return nil
  }
  return .init(
    name: Bilingual(zh: zh, en: en), first: first, last: last,
    works: works.compactMap { LocalDay("2026-" + $0) })
}

func day(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }

/// A minute of a day on the hall's wall.
func moment(_ day: String, _ minute: Int) throws -> Moment {
  let midnight = try #require(LocalDay(day)).daysSince1970 * 1440
  return Moment(milliseconds: (midnight + Int64(minute - 480)) * 60_000)
}
