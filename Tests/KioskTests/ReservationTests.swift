import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct ReservationTests {
  private func checkedIn(_ request: Request?) -> ReservationsInterface.CheckIn.Parameters? {
    if case .checkIn(let parameters) = request { parameters } else { nil }
  }

  private func taken(_ request: Request?) -> QueueInterface.TakeTicket.Parameters? {
    if case .takeTicket(let parameters) = request { parameters } else { nil }
  }

  @Test func `a reserved person lays the card down and has the number`() {
    var person = Person()
    person.type("5")
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
    person.reading(.card)
    #expect(checkedIn(person.lastRequest)?.card == "token-1")
    person.reply(.checkedIn(SampleHall.checkedIn()))
    #expect(person.lastRequest == .follow(.init(number: "YA003", secret: "483920")))
    person.reply(
      .followed(
        SampleHall.ticket(
          "YA003", paper: .init(state: .printed), callableFrom: "2026-11-23T10:00:00+08:00")))
    #expect(person.sees("预约号，10:00 起叫号"))
  }

  @Test func `a code is taken as it was typed`() {
    var person = Person()
    person.type("51yY-2031")
    person.press(.enter)
    #expect(checkedIn(person.lastRequest)?.code == "yY-2031")
    #expect(checkedIn(person.lastRequest)?.card == .some(nil))
  }

  @Test func `a lost answer to a check-in is asked for with the same identifier`() {
    var person = Person()
    person.type("51yy-2031")
    person.press(.enter)
    let asked = person.lastRequest
    person.lose()
    #expect(person.sees("您的号不会取重"))
    person.wait(1)
    #expect(person.lastRequest == asked)
  }

  @Test func `who comes after the slot is told that the number is an ordinary one`() {
    var person = Person()
    person.type("5")
    person.reading(.card)
    person.reply(.checkedIn(SampleHall.checkedIn(.noShow)))
    #expect(person.sees("给您的是普通号"))
  }

  @Test func `a card that grew old during a check-in is asked for again`() {
    var person = Person()
    person.type("5")
    person.reading(.card)
    person.fail(.cardExpired)
    #expect(person.sees("请把身份证再放一次"))
    person.reading(.card)
    #expect(checkedIn(person.lastRequest) != nil)
  }

  @Test func `a reserved person who waits already is shown that number`() {
    var person = Person()
    person.type("5")
    person.reading(.card)
    person.fail(.alreadyWaiting(number: "A007"))
    #expect(person.sees("您已经取过号了"))
  }

  @Test(arguments: [
    (Trouble.tooEarly(from: "2026-11-23T13:30:00+08:00"), "请从 13:30 起再来签到"),
    (.tooEarly(from: "2026-11-25T09:00:00+08:00"), "11月25日 周三 09:00"),
    (.noReservation, "没有找到今天的预约"), (.reservationOver(.checkedIn), "已经签过到"),
    (.reservationOver(.cancelled), "已经取消"), (.reservationOver(.noShow), "已经过了"),
    (.restricted(until: "2026-11-30T10:00:00+08:00"), "可以现在取号"),
    (.hallPaused(.lunch, backAt: nil), "恢复的时间还不知道"), (.noMoreNumbers, "今天的号取完了"),
  ])
  func `a refusal says what to do next`(trouble: Trouble, words: String) {
    var person = Person()
    person.type("51yy-2031")
    person.press(.enter)
    person.fail(trouble)
    #expect(person.sees(words))
  }

  @Test func `back leads from the code to the card and home`() {
    var person = Person()
    person.type("51")
    person.press(.escape)
    #expect(person.sees("请把身份证放在读卡区"))
    person.press(.escape)
    #expect(person.kiosk.stage == .home)
  }

  // MARK: - Several matters on one number

  @Test func `a second and a third matter travel with the number in their order`() {
    var person = Person()
    person.type("111a11a12")
    #expect(person.sees("社会保障卡申领 → 养老待遇资格认证 → 社保咨询"))
    #expect(!person.sees("还要办别的事"), "three are the most")
    person.reading(.card)
    #expect(taken(person.lastRequest)?.service == "card")
    #expect(taken(person.lastRequest)?.laterServices == ["pension", "ask"])
  }

  @Test func `one matter is asked for as it always was`() {
    var person = Person()
    person.type("1121")
    #expect(taken(person.lastRequest)?.laterServices == .some(nil))
  }

  @Test func `what was chosen is no choice any more, and a closed matter is refused`() {
    var person = Person()
    person.type("111a1")
    #expect(!person.sees("社会保障卡申领"))
    person.type("2")
    #expect(person.sees("这件事现在不取号"))
    person.type("1")
    #expect(person.sees("同一个号还要办什么"), "what was chosen before is kept")
    person.press(.escape)
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
  }

  @Test func `back from the other matters leads to the number without them`() {
    var person = Person()
    person.type("114a1")
    person.press(.escape, .escape)
    #expect(person.sees("按 1 就出号"))
    person.type("1")
    #expect(taken(person.lastRequest)?.laterServices == .some(nil))
  }

  @Test func `priority stays chosen while another matter is added`() {
    var person = Person()
    person.type("111v2a13")
    person.reading(.card)
    #expect(taken(person.lastRequest)?.priority == .disabled)
    #expect(taken(person.lastRequest)?.laterServices == ["ask"])
  }
}
