import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct QueueTests {
  private func taken(_ request: Request?) -> QueueInterface.TakeTicket.Parameters? {
    if case .takeTicket(let parameters) = request { parameters } else { nil }
  }

  @Test func `the card is read as soon as the screen asks for it and the number follows`() {
    var person = Person()
    person.type("111")
    #expect(person.sees("请把身份证放在读卡区"))
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
    person.reading(.waiting)
    person.reading(.reading)
    #expect(person.sees("正在读卡，请不要动"))
    person.reading(.card)
    #expect(taken(person.lastRequest)?.card == "token-1")
    #expect(taken(person.lastRequest)?.service == "card")
    #expect(person.sees("请拿好身份证"))
    person.reply(.taken(SampleHall.ticket()))
    #expect(person.sees("您的号码"))
    #expect(person.lastRequest == .follow(.init(number: "A012", secret: "483920")))
  }

  @Test func `a service that needs a card offers no way without one`() {
    var person = Person()
    person.type("111n")
    #expect(!person.sees("不用身份证，直接取号"))
    #expect(taken(person.lastRequest) == nil)
  }

  @Test func `an optional card can be left in the pocket`() {
    var person = Person()
    person.type("1121")
    #expect(taken(person.lastRequest)?.card == .some(nil))
    #expect(taken(person.lastRequest)?.service == "pension")
  }

  @Test func `a service without a card reads none`() {
    var person = Person()
    person.type("114")
    #expect(!person.requests.contains(.readCard(timeoutSeconds: Timing.cardWait)))
    person.type("1")
    #expect(taken(person.lastRequest)?.service == "ask")
  }

  @Test func `the reason for priority travels with the request`() {
    var person = Person()
    person.type("111v2")
    #expect(person.sees("绿色通道：残障人士"))
    person.reading(.card)
    #expect(taken(person.lastRequest)?.priority == .disabled)
  }

  @Test func `priority can be taken back`() {
    var person = Person()
    person.type("114v1v6")
    person.type("1")
    #expect(taken(person.lastRequest)?.priority == .some(nil))
  }

  @Test func `a card laid down while someone chooses priority is not read behind their back`() {
    var person = Person()
    person.type("111")
    let reading = person.kiosk.generation
    person.type("v")
    let before = person.requests.count
    person.send(
      .reply(.reading(.init(state: .card, token: "late")), generation: reading))
    #expect(person.requests.count == before)
    #expect(person.sees("请选一项"))
  }

  @Test func `a lost reply is asked for again with the same request identifier`() {
    var person = Person()
    person.type("1121")
    let first = taken(person.lastRequest)
    person.lose()
    #expect(person.sees("您的号不会取重"))
    person.wait(1)
    #expect(taken(person.lastRequest) == first)
    person.lose()
    let asked = person.requests.count
    person.wait(1)
    #expect(person.requests.count == asked, "the second wait is longer")
    person.wait(1)
    #expect(person.requests.count == asked + 1)
    #expect(taken(person.lastRequest) == first)
    person.reply(.taken(SampleHall.ticket()))
    #expect(person.sees("您的号码"))
  }

  @Test func `two tickets never share a request identifier`() {
    var person = Person()
    person.type("1121")
    let first = taken(person.lastRequest)?.requestId
    person.type("h")
    person.type("1121")
    #expect(first != nil)
    #expect(taken(person.lastRequest)?.requestId != first)
  }

  @Test func `who already waits is shown the number and the place`() {
    var person = Person()
    person.type("111")
    person.reading(.card)
    person.fail(.alreadyWaiting(number: "A007"))
    #expect(person.sees("您已经取过号了"))
    #expect(person.lastRequest == .follow(.init(number: "A007")))
    person.reply(.followed(SampleHall.ticket("A007", ahead: 1)))
    #expect(person.sees("1 人"))
  }

  @Test func `a closed service says when numbers are given again`() {
    var person = Person()
    person.type("1121")
    person.fail(.closed(opensAt: "2026-11-24T09:00:00+08:00"))
    #expect(person.sees("下次取号时间：11月24日 周二 09:00"))
    person.fail(.closed(opensAt: nil))
    person.type("1")
    #expect(person.sees("您要办哪方面的事"))
  }

  @Test func `a card that grew old is asked for again and keeps its reason on the screen`() {
    var person = Person()
    person.type("111")
    person.reading(.card)
    person.fail(.cardExpired)
    person.reading(.waiting)
    #expect(person.sees("请把身份证再放一次"))
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
  }

  @Test(arguments: [Trouble.noReader, .readerBusy, .readerFault("unplugged"), .unreachable])
  func `without a reader the way without a card stays open`(trouble: Trouble) {
    var person = Person()
    person.type("112")
    person.reply(.failed(.readCard(timeoutSeconds: Timing.cardWait), trouble))
    #expect(person.sees("不用身份证，直接取号"))
    person.type("r")
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
    #expect(person.sees("请把身份证放在读卡区"))
  }

  @Test func `a call while the number is on the screen is shown`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket()))
    person.reply(
      .followed(SampleHall.ticket(state: .called, ahead: nil, wait: nil, window: "W03")))
    #expect(person.sees("叫到您了！请到 3号窗口"))
  }

  @Test func `a following that broke off is taken up again and the number stays`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket()))
    person.fail(.unreachable)
    #expect(person.sees("您的号码有效"))
    let asked = person.requests.count
    person.wait(1)
    #expect(person.requests.count == asked + 1)
    #expect(person.lastRequest == .follow(.init(number: "A012", secret: "483920")))
  }

  @Test func `a ticket that was not printed can be printed again, and why not is said`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .failed, reason: "paperOut"))))
    #expect(person.sees("打印机没纸了"))
    person.type("r")
    #expect(person.lastRequest == .reprint(.init(number: "A012", secret: "483920")))
    #expect(person.sees("正在出纸"))
    person.fail(.printerUnavailable("paperOut"))
    #expect(person.sees("还是打不出来"))
  }

  @Test func `a secret the follower leaves out is not forgotten`() {
    var person = Person()
    person.type("1121")
    var ticket = SampleHall.ticket(paper: .init(state: .unknown))
    person.reply(.taken(ticket))
    ticket.secret = nil
    person.reply(.followed(ticket))
    #expect(person.sees("评价码 483920"))
  }

  @Test func `names of the service are cleaned before they are drawn`() {
    var person = Person()
    person.type("1121")
    var ticket = SampleHall.ticket()
    ticket.serviceName = Bilingual(zh: "社保\u{1b}[31m\u{202e}卡", en: "x")
    person.reply(.taken(ticket))
    #expect(person.sees("社保[31m卡"))
  }
}
