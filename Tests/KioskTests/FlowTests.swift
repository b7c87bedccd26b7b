import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct FlowTests {
  // MARK: - Going home

  @Test func `a screen nobody touches counts down and goes home, wiped`() {
    var person = Person()
    person.type("1")
    person.wait(49)
    #expect(!person.sees("秒后返回首页"))
    person.wait(1)
    #expect(person.sees("将在 10 秒后返回首页"))
    person.wait(10)
    #expect(person.kiosk.stage == .home)
    #expect(person.requests.contains(.wipe))
  }

  @Test func `any key gives more time`() {
    var person = Person()
    person.type("1")
    person.wait(55)
    person.type("1")
    #expect(!person.sees("秒后返回首页"))
    #expect(person.sees("您要办哪方面的事"), "it chooses nothing")
    person.wait(55)
    person.touch(.stay)
    #expect(!person.sees("秒后返回首页"))
  }

  @Test func `nothing goes home while a card is being read`() {
    var person = Person()
    person.type("111")
    person.reading(.reading)
    person.wait(300)
    #expect(person.sees("正在读卡"))
  }

  @Test func `a printed ticket goes home soon, an unprinted one leaves time to remember it`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .printed))))
    person.wait(19)
    #expect(person.sees("您的号码"))
    person.wait(1)
    #expect(person.kiosk.stage == .home)
    person.type("1121")
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .failed))))
    person.wait(59)
    #expect(person.sees("您的号码"))
  }

  @Test func `a place further in the queue does not keep the screen forever`() {
    var person = Person()
    person.type("1121")
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .printed))))
    for ahead in stride(from: 30, to: 10, by: -1) {
      person.reply(.followed(SampleHall.ticket(paper: .init(state: .printed), ahead: ahead)))
      person.wait(1)
    }
    #expect(person.kiosk.stage == .home)
  }

  @Test func `what a person typed is gone after home and no late answer brings it back`() {
    var person = Person()
    person.type("22YS1")
    person.press(.enter)
    person.type("secret")
    person.press(.enter)
    let asked = person.kiosk.generation
    person.type("h")
    person.send(.reply(.cases(SampleHall.cases), generation: asked))
    #expect(person.kiosk.stage == .home)
    person.type("22")
    #expect(!person.sees("YS1"))
  }

  @Test func `a clock set back does not hold a screen`() {
    var person = Person()
    person.type("1")
    person.now = person.now.advanced(bySeconds: -86400)
    person.send(.tick)
    person.wait(60)
    #expect(person.kiosk.stage == .home)
  }

  // MARK: - Keys and touches

  @Test func `zero and Esc lead back one step, H leads home from anywhere`() {
    var person = Person()
    person.type("111")
    person.type("0")
    #expect(person.sees("请选择要办的事"))
    person.press(.escape)
    #expect(person.sees("您要办哪方面的事"))
    person.type("1h")
    #expect(person.kiosk.stage == .home)
  }

  @Test func `back from a service on a later page returns to that page`() {
    var person = Person()
    person.type("1931")
    person.type("00")
    #expect(person.sees("第 2 页"))
  }

  @Test func `nine turns the page and comes round to the first`() {
    var person = Person()
    person.type("19")
    #expect(person.sees("综合咨询"))
    person.type("9")
    #expect(person.sees("社会保障"))
  }

  @Test func `arrows and Enter reach everything digits reach`() {
    var person = Person()
    person.press(.down, .enter)
    #expect(person.sees("您想怎么查"))
    person.press(.escape, .enter)
    #expect(person.sees("您要办哪方面的事"))
    person.press(.right, .down, .enter)
    #expect(person.sees("不动产登记 ·"))
    person.press(.down, .enter)
    #expect(person.sees("您要办哪方面的事"))
  }

  @Test func `a touch in a choice is the choice`() {
    var person = Person()
    person.touch(.takeNumber)
    person.touch(.field("social"))
    person.touch(.service("pension"))
    person.touch(.withoutCard)
    if case .takeTicket = person.lastRequest {} else { Issue.record("no ticket was asked for") }
  }

  @Test func `a touch beside everything does nothing`() {
    var person = Person()
    person.send(.click(Position(column: 0, row: 23), Person.small))
    person.send(.click(Position(column: -4, row: 999), Person.small))
    #expect(person.kiosk.stage == .home)
  }

  @Test func `the language key changes every word and home returns to the hall's language`() {
    var person = Person()
    person.type("l1")
    #expect(person.sees("What is it about?"))
    person.wait(60)
    #expect(person.kiosk.language == .zh)
  }

  @Test func `demonstration keys work only in a demonstration`() {
    var person = Person()
    person.press(.function(2))
    person.type("c")
    #expect(!person.requests.contains(.placeDemoCard))
    var demo = Person(isDemo: true)
    demo.press(.function(2))
    #expect(demo.lastRequest == .placeDemoCard)
    demo.press(.function(3))
    #expect(demo.lastRequest == .removeDemoCard)
    demo.type("22c")
    #expect(demo.lastRequest == .removeDemoCard)
    #expect(demo.sees(" C "))
  }

  // MARK: - Service away

  @Test func `a service that is away is tried again with growing waits and comes back by itself`() {
    var person = Person(connected: false)
    person.send(.described(.failure(.unreachable)))
    #expect(person.sees("系统正在恢复"))
    var tries: [Int] = []
    for second in 1...20 {
      let before = person.requests.count
      person.wait(1)
      if person.requests.count > before {
        tries.append(second)
        person.send(.described(.failure(.unreachable)))
      }
    }
    #expect(tries == [1, 3, 7, 15])
    person.send(.described(.success(SampleHall.describe())))
    #expect(person.sees("取号办事"))
  }

  @Test func `an unanswered question about the hall is not asked again at once`() {
    var person = Person(connected: false)
    person.send(.described(.failure(.unreachable)))
    person.wait(5)
    #expect(person.requests.filter { $0 == .describe }.count == 2)
  }

  // MARK: - Progress

  @Test func `a receipt is looked up with its password, which is never on the screen`() {
    var person = Person()
    person.type("22ys20261102-0017")
    person.press(.enter)
    person.type("Pw7x")
    #expect(person.sees("YS20261102-0017"))
    #expect(person.sees("●●●●"))
    #expect(!person.sees("Pw7x"))
    person.press(.enter)
    #expect(
      person.lastRequest == .lookUp(.init(receipt: "YS20261102-0017", password: "Pw7x")))
    person.fail(.noMatch)
    #expect(person.sees("对不上"))
    #expect(person.sees("YS20261102") && !person.sees("●"))
    person.press(.escape)
    person.type("2")
    #expect(!person.sees("YS20261102"))
  }

  @Test func `the keypad on the screen types and erases`() {
    var person = Person()
    person.type("22")
    for key in "YS12" { person.touch(.type(key)) }
    person.touch(.erase)
    #expect(person.sees("YS1 "))
    person.touch(.entry(1))
    person.touch(.type("9"))
    person.touch(.submit)
    #expect(person.lastRequest == .lookUp(.init(receipt: "YS1", password: "9")))
  }

  @Test func `a card shows all cases of its holder, one of them at once`() {
    var person = Person()
    person.type("21")
    person.reading(.card)
    #expect(person.lastRequest == .lookUp(.init(card: "token-1")))
    person.reply(.cases(Array(SampleHall.cases.prefix(1))))
    #expect(person.sees("现在：审批中"))
    #expect(person.sees("2026年12月21日 周一"))
    #expect(person.sees("还剩20个工作日"))
    person.type("9")
    #expect(person.sees("审核中"))
  }

  @Test func `a case goes to paper, and what became of the paper is said`() {
    var person = Person()
    person.type("21")
    person.reading(.card)
    person.reply(.cases(SampleHall.cases))
    person.type("2p")
    #expect(person.lastRequest == .printCase(.init(handle: "h2", language: .zh)))
    #expect(person.sees("正在打印"))
    person.reply(.casePrinted)
    #expect(person.sees("已打印，请取纸条"))
    person.type("p")
    person.fail(.printerUnavailable("paperOut"))
    #expect(person.sees("打印机没有纸"))
    person.type("p")
    person.fail(.handleExpired)
    #expect(person.sees("请重新查询"))
  }

  @Test func `an organisation's cases are asked for with its code and the agent's card`() {
    var person = Person()
    person.type("2391350100m000100y44")
    person.press(.enter)
    #expect(person.sees("代码不对"))
    person.press(.backspace)
    person.type("3")
    person.press(.enter)
    person.reading(.card)
    #expect(
      person.lastRequest
        == .lookUp(.init(card: "token-1", organisation: "91350100M000100Y43")))
    person.reply(.cases(Array(SampleHall.cases.suffix(1))))
    #expect(person.sees("开餐馆一件事"))
    #expect(person.sees("消防安全检查"))
    #expect(person.sees("请您办"))
  }

  // MARK: - Rating

  @Test func `a scanner opens the rating from wherever the kiosk is`() {
    var person = Person()
    person.type("11")
    person.scan()
    #expect(person.sees("您对这次服务满意吗") && person.sees("社会保障卡申领"))
    person.type("4")
    guard case .rate(let parameters) = person.lastRequest else {
      Issue.record("nothing was rated")
      return
    }
    #expect(parameters.level == 4)
    #expect(parameters.ticket == "A012")
    #expect(parameters.secret == "483920")
  }

  @Test func `number and code can be typed instead`() {
    var person = Person()
    person.type("3a012")
    person.press(.enter)
    person.type("483920")
    person.press(.enter)
    #expect(person.lastRequest == .checkRating(.init(ticket: "A012", secret: "483920")))
    person.mayRate()
    let target = RatingTarget(
      number: "A012", secret: "483920", service: SampleHall.ratedService)
    #expect(person.kiosk.stage == .levels(target))
  }

  @Test func `nothing is rated by a second Enter of a scanner`() {
    var person = Person()
    person.scan()
    person.press(.enter, .enter)
    #expect(!person.requests.contains { if case .rate = $0 { true } else { false } })
  }

  @Test(arguments: ["HW:", "HW:A012", "HW:A012:", "HW::1", "HW:A:B:C"])
  func `a torn scan rates nothing`(scan: String) {
    var person = Person()
    person.type(scan)
    person.press(.enter)
    if case .checkRating = person.lastRequest { Issue.record("\(scan) was taken for a ticket") }
  }

  @Test(arguments: [
    (Trouble.notRateable(.notFinished), "办完事才能评价"),
    (.notRateable(.tooLate), "评价时间已过"), (.noSuchTicket, "评价码不对"),
  ])
  func `what cannot be rated is said before anybody is asked for words`(
    trouble: Trouble, words: String
  ) {
    var person = Person()
    person.type("3")
    person.scan(nil)
    person.fail(trouble)
    #expect(person.sees(words) && !person.sees("您对这次服务满意吗"))
  }

  @Test func `a number that is not found stays typed, and is mended in one key`() {
    for lookUp in ["3", "4"] {
      var person = Person()
      person.type(lookUp + "a013")
      person.press(.enter)
      person.type("483920")
      person.press(.enter)
      person.fail(.noSuchTicket)
      #expect(person.sees("A013") && person.sees("483920") && person.sees("请看着小票核对"))
      person.press(.up, .backspace)
      person.type("2")
      #expect(!person.sees("请看着小票核对"))
      person.press(.enter)
      let mended: Request =
        lookUp == "3"
        ? .checkRating(.init(ticket: "A012", secret: "483920"))
        : .lookUpTicket(.init(number: "A012", secret: "483920"))
      #expect(person.lastRequest == mended)
    }
  }

  @Test func `what was rated may be added to once, and who has done so is told`() {
    var person = Person()
    person.scan(.again)
    #expect(person.sees("已经评价过") && person.sees("还可以追加一次"))
    person.type("1")
    person.send(.catalogue(SampleHall.catalogue))
    person.type("4")
    person.press(.enter)
    guard case .rateAgain(let added) = person.lastRequest else {
      Issue.record("nothing was added")
      return
    }
    #expect(added.level == 4)
    // Somebody else was faster with the same ticket.
    person.fail(.alreadyRated)
    #expect(person.sees("也追加过了") && !person.sees("以第一次为准"))
    var another = Person()
    another.scan(.nothing)
    #expect(another.sees("也追加过了") && another.kiosk.options.isEmpty)
  }

  @Test(arguments: ["2", "21", "2t慢"])
  func `a rating that nobody sends is not given, and nothing of it stays open`(keys: String) {
    var person = Person()
    person.scan()
    person.send(.catalogue(SampleHall.catalogue))
    person.type(keys)
    #expect(person.sees("按“提交”才算评价"))
    person.wait(Int(Timing.idle - Timing.countdown))
    #expect(person.sees("评价不会提交"))
    person.wait(Int(Timing.countdown))
    #expect(person.kiosk.stage == .home)
    #expect(!person.requests.contains { if case .rate = $0 { true } else { false } })
  }

  @Test func `a rating that may be added to does not wait for the next person`() {
    var person = Person()
    person.scan(.again)
    person.wait(Int(Timing.finished))
    #expect(person.kiosk.stage == .home)
  }

  @Test func `elder mode draws the levels' digits large, and hurries nobody`() {
    var person = Person()
    person.scan()
    person.send(.catalogue(SampleHall.catalogue))
    person.type("e")
    let screen = person.kiosk.render(size: Person.small)
    for level in 1...5 { #expect(Person.draws("\(level)", rows: 4, screen), "\(level)") }
    person.type("2")
    person.wait(Int(Timing.unhurried - Timing.unhurriedWarning - 1))
    #expect(!person.sees("再等一会"))
    person.wait(1)
    #expect(person.sees("还在评价吗") && !person.sees(" 秒"))
    person.type("x")
    #expect(!person.sees("还在评价吗"))
  }

  @Test func `thanks go home after twenty seconds`() {
    var person = Person()
    person.scan()
    person.type("5")
    person.reply(.rated(level: 5))
    #expect(person.sees("谢谢您的评价"))
    person.wait(20)
    #expect(person.kiosk.stage == .home)
  }

  // MARK: - Hours

  @Test func `the next opening skips closed days and the past of today`() {
    let hours = SampleHall.describe().hours
    func next(_ seconds: Int64) -> String? {
      NextOpening.after(SampleHall.morning.advanced(bySeconds: seconds), hours: hours)?.zh
    }
    #expect(next(0) == "11月23日 周一 13:30")
    #expect(next(8 * 3600) == "11月25日 周三 09:00")
    #expect(
      NextOpening.after(
        SampleHall.morning, hours: .init(openNow: false, weekly: [], exceptions: [])) == nil)
  }
}
