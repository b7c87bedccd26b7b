import Hall
import HallAPI
import TextUI

@testable import KioskScreens

extension GoldenScene {
  /// One's own data, a person who comes, letters, a phone number, what to take along.
  func toPerson(_ person: inout Person) -> Bool {
    switch self {
    case .myData:
      person.type("7")
      person.reading(.card)
      person.reply(.myData(CitizenTests.mine))
    case .helpCalled, .helpLost:
      person.type("1?")
      person.reply(
        self == .helpCalled
          ? .help(CitizenTests.call(.calling)) : .failed(.callHelp, .unreachable))
    case .letters:
      person.type("21")
      person.reading(.card)
      person.reply(.cases(Array(SampleHall.cases.prefix(1))))
      person.type("w")
      person.reply(.letters(CitizenTests.letters))
      person.type("1")
      person.reply(.letterPrinted(.init(letter: CitizenTests.letters.letters[0])))
    case .phoneForm, .offerWithPhone:
      var hall = SampleHall.describe()
      hall.hall.notices = true
      person.send(.described(.success(hall)))
      person.type("114s13800001234")
      if self == .offerWithPhone { person.press(.enter) }
    case .homeReminder:
      person.type("111")
      person.reading(.card)
      person.take(SampleHall.ticket(paper: .init(state: .printed)))
      person.type("h")
    default: return false
    }
    return true
  }
}
