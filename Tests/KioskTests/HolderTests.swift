import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct HolderTests {
  private let inHand = SampleHall.ticket(paper: .init(state: .printed))
  private let proof = QueueInterface.TicketProof(number: "A012", secret: "483920")

  // MARK: - My number

  @Test func `number and code bring back the ticket, and it is followed`() {
    var person = Person()
    person.type("4a012")
    person.press(.enter)
    person.type("483920")
    person.press(.enter)
    #expect(person.lastRequest == .lookUpTicket(.init(number: "A012", secret: "483920")))
    person.reply(.found(inHand))
    #expect(person.sees("您的号码 · 社会保障卡申领"))
    #expect(!person.sees("请拿好小票"), "it is in the hand already")
    #expect(person.lastRequest == .follow(.init(number: "A012", secret: "483920")))
  }

  @Test func `a lost answer to a look-up is asked for again`() {
    var person = Person()
    person.type("4HW:A012:483920")
    person.press(.enter)
    let asked = person.lastRequest
    person.lose()
    person.wait(1)
    #expect(person.lastRequest == asked)
  }

  @Test func `a ticket somebody came back to stays for a minute`() {
    var person = Person()
    person.lookUp(inHand)
    person.wait(59)
    #expect(person.sees("您的号码"))
    person.wait(1)
    #expect(person.kiosk.stage == .home)
  }

  @Test func `a waiting number that was scanned for a rating can be shown instead`() {
    var person = Person()
    person.type("HW:A012:483920")
    person.press(.enter)
    person.fail(.notRateable(.notFinished))
    #expect(person.lastRequest == .lookUpTicket(.init(number: "A012", secret: "483920")))
    // Who asked for a rating is told why there is none yet, and shown the number on request.
    person.type("h3")
    person.scan(nil)
    person.fail(.notRateable(.notFinished))
    person.type("1")
    #expect(person.lastRequest == .follow(.init(number: "A012", secret: "483920")))
  }

  // MARK: - Leave and return

  @Test(arguments: [("1", 15), ("2", 30), ("3", 60), ("4", 90), ("5", nil as Int?)])
  func `the time to be back is chosen`(key: String, minutes: Int?) {
    var person = Person()
    person.lookUp(inHand, then: "m1" + key)
    #expect(
      person.lastRequest
        == .leave(.init(number: "A012", secret: "483920", minutes: minutes)))
    person.reply(.found(SampleHall.away()))
    #expect(person.sees("请在 10:15 前回到这里"))
    #expect(person.sees("晚到号码也有效"))
    person.type("b")
    #expect(person.lastRequest == .comeBack(proof))
    person.reply(.found(inHand))
    #expect(person.sees("前面还有"))
  }

  @Test func `who was passed comes back while the hall allows it`() {
    var person = Person()
    person.lookUp(SampleHall.passed(), then: "b")
    #expect(person.lastRequest == .comeBack(proof))
    person.fail(.noMoreReturns)
    person.type("1")
    #expect(person.sees("您要办哪方面的事"))
    person.type("h")
    person.lookUp(SampleHall.passed(mayReturn: false), then: "b")
    #expect(!person.sees("我回来了"))
    #expect(person.lastRequest == .follow(.init(number: "A012", secret: "483920")))
  }

  @Test(arguments: [Trouble.waitUnknown, .turnIsNear])
  func `without a time worked out the person chooses one`(trouble: Trouble) {
    var person = Person()
    person.lookUp(inHand, then: "m15")
    person.fail(trouble)
    person.type("1")
    #expect(person.sees("您什么时候回来"))
    person.type("2")
    #expect(
      person.lastRequest == .leave(.init(number: "A012", secret: "483920", minutes: 30)))
  }

  @Test func `a number nobody holds on paper cannot be left behind`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket()))
    person.type("m1")
    #expect(!person.sees("您什么时候回来"))
  }

  @Test func `a call is seen by whoever is choosing just then`() {
    var person = Person()
    person.lookUp(inHand, then: "m1")
    person.reply(
      .followed(SampleHall.ticket(state: .called, paper: inHand.paper, window: "W03")))
    #expect(person.sees("叫到您了！请到 3号窗口"))
  }

  @Test func `a place further in the queue leaves the choices where they are`() {
    var person = Person()
    person.lookUp(inHand, then: "m")
    person.press(.down)
    person.reply(.followed(SampleHall.ticket(paper: inHand.paper, ahead: 2)))
    person.press(.enter)
    #expect(person.sees("叫过的号码"))
  }

  // MARK: - Give up

  @Test func `giving up is asked twice, and the same key twice gives up nothing`() {
    var person = Person()
    person.lookUp(inHand, then: "m33")
    #expect(person.sees("要放弃 A012 吗"))
    person.press(.enter)
    #expect(person.sees("前面还有"), "the proposed answer keeps the place")
    person.type("m32")
    #expect(person.lastRequest == .giveUp(proof))
    person.reply(.found(SampleHall.ticket(state: .abandoned, paper: inHand.paper)))
    #expect(person.sees("这个号已经放弃"))
    #expect(!person.sees("更多选择"))
  }

  @Test func `what became impossible shows the number as it is now`() {
    var person = Person()
    person.lookUp(inHand, then: "m32")
    person.fail(.notPossible)
    person.reply(
      .followed(SampleHall.ticket(state: .called, paper: inHand.paper, window: "W03")))
    #expect(person.sees("现在不行了"))
    #expect(person.sees("叫到您了"))
  }

  // MARK: - Why did they go first?

  @Test func `a number from the board is explained, and the way back leads to one's own`() {
    var person = Person()
    person.lookUp(inHand, then: "m2va007")
    person.press(.enter)
    #expect(person.lastRequest == .explain(.init(number: "VA007")))
    person.reply(
      .explained(
        .init(number: "VA007", reason: "elder", words: .init(zh: "绿色通道：老年人", en: "x"))))
    #expect(person.sees("绿色通道：老年人"))
    person.type("1")
    #expect(person.sees("叫过的号码"))
    person.press(.escape)
    #expect(person.sees("您的号码"))
  }

  @Test func `the secret of a scanned number is not asked about`() {
    var person = Person()
    person.lookUp(inHand, then: "m2HW:A005:111111")
    person.press(.enter)
    #expect(person.lastRequest == .explain(.init(number: "A005")))
  }

  @Test(arguments: [(Trouble.notCalled, "还没有叫过"), (.noSuchTicket, "今天没有这个号")])
  func `what cannot be explained is said`(trouble: Trouble, words: String) {
    var person = Person()
    person.lookUp(inHand, then: "m2A099")
    person.press(.enter)
    person.fail(trouble)
    #expect(person.sees(words))
    person.press(.escape)
    #expect(person.sees("您的号码"))
  }

  @Test func `without the code a ticket can only be asked about`() {
    var person = Person()
    person.type("111")
    person.reading(.card)
    person.fail(.alreadyWaiting(number: "A007"))
    var ticket = SampleHall.ticket("A007", paper: .init(state: .printed))
    ticket.secret = nil
    person.reply(.followed(ticket))
    person.type("m")
    #expect(person.sees("为什么他先"))
    #expect(!person.sees("稍后再来"))
    #expect(!person.sees("放弃排队"))
  }
}
