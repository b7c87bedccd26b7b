import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// What a citizen can do beside numbers, cases and ratings: the own data, a person who comes, a phone
/// number, letters, codes before the scanner.
@Suite struct CitizenTests {
  static let mine = PrivacyInterface.Mine.Reply(
    name: "张**", number: "441***********1234",
    kept: [
      .init(kind: .inLine, count: 1, until: "2026-12-23"),
      .init(kind: .tickets, count: 3, until: "2026-12-23"),
      .init(kind: .phones, count: 1, until: "2026-11-23"),
      .init(kind: .cases, count: 2, until: nil), .init(kind: .promises, count: 1, until: nil),
    ], days: 30, caseDays: 365, phone: "0769-12345",
    address: .init(zh: "云水市人民路 1 号", en: "1 Renmin Road, Yunshui"))

  static let letters = LettersInterface.OfCase.Reply(
    letters: [
      .init(
        number: "01-2026-000007", kind: .materialsReceipt,
        title: LetterPhrases.title(.materialsReceipt), day: "2026-11-20", paper: .printed),
      .init(
        number: "04-2026-000003", kind: .acceptance, title: LetterPhrases.title(.acceptance),
        day: "2026-11-21", printable: false),
    ], forms: [.a4, .slip])

  static func call(_ state: HelpCalls.State, id: Int = 1) -> HelpInterface.HelpCall {
    .init(id: id, place: "kiosk", at: "2026-11-23T09:30:00+08:00", times: 1, state: state)
  }

  // MARK: - 我的信息

  @Test func `a card shows what is held and until when, and nothing of it stays`() {
    var person = Person()
    person.type("7")
    #expect(person.lastRequest == .readCard(timeoutSeconds: Timing.cardWait))
    person.reading(.card)
    #expect(person.lastRequest == .myData(.init(card: "token-1")))
    person.reply(.myData(Self.mine))
    for words in [
      "张**", "441***********1234", "还没办完的号", "最晚保存到 2026年12月23日", "今天结束就删除", "办结后保存 365 天",
      "信用修复后删除", "0769-12345", "更正或删除",
    ] { #expect(person.sees(words), "\(words)") }
    person.type("h")
    #expect(person.kiosk.stage == .home)
    #expect(!person.sees("张**") && !person.sees("441"))
    #expect(person.sees("请带好您的身份证和材料"))
    #expect(person.requests.contains(.wipe))
  }

  @Test func `a token that is too old means the card once more`() {
    var person = Person()
    person.type("7")
    person.reading(.card)
    person.fail(.cardExpired)
    #expect(person.sees("请把身份证再放一次"))
    person.reading(.card)
    #expect(person.lastRequest == .myData(.init(card: "token-1")))
  }

  // MARK: - 叫工作人员

  @Test func `from every screen one key calls a person, and what was typed is still there`() {
    var person = Person()
    person.type("22YS1")
    person.press(.function(8))
    #expect(person.lastRequest == .callHelp)
    person.reply(.help(Self.call(.calling)))
    #expect(person.sees("工作人员马上就来") && !person.sees("YS1"))
    person.reply(.help(Self.call(.coming)))
    #expect(person.sees("工作人员正在过来"))
    person.press(.escape)
    #expect(person.sees("YS1"))
  }

  @Test func `a key or a finger does it on screens without text`() {
    var person = Person()
    person.type("?")
    #expect(person.lastRequest == .callHelp)
    person.type("0")
    #expect(person.kiosk.stage == .home)
    person.type("1")
    person.touch(.callHelp)
    #expect(person.lastRequest == .callHelp)
    person.reply(.help(Self.call(.over)))
    person.type("2")
    #expect(person.requests.suffix(1) == [.callHelp])
    person.type("1")
    #expect(person.sees("您要办哪方面的事"))
  }

  @Test func `a number on its way is asked for again after the call, by the same name`() {
    var person = Person()
    person.type("1121")
    guard case .takeTicket(let wish)? = person.lastRequest else {
      Issue.record("no number was asked for")
      return
    }
    person.type("?0")
    #expect(person.lastRequest == .takeTicket(wish))
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .printed))))
    person.type("?0")
    guard case .follow? = person.lastRequest else {
      Issue.record("the number is followed no more")
      return
    }
    #expect(person.sees("您的号码"))
  }

  @Test func `a call that does not get through is made again, one too many is said in words`() {
    var person = Person()
    person.type("?")
    person.reply(.failed(.callHelp, .unreachable))
    #expect(person.sees("正在重试") && person.sees("咨询台"))
    person.wait(1)
    #expect(person.lastRequest == .callHelp)
    person.reply(.failed(.callHelp, .tryLater(seconds: 60)))
    #expect(person.sees("刚才已经叫过几次了"))
    person.wait(Int(Timing.unhurried))
    #expect(person.kiosk.stage == .home)
  }

  // MARK: - 短信提醒

  @Test func `a phone is asked for only where messages are sent, and nobody has to give one`() {
    var person = Person()
    person.type("114")
    #expect(!person.sees("短信提醒"))
    var hall = SampleHall.describe()
    hall.hall.notices = true
    person.send(.described(.success(hall)))
    #expect(person.sees("短信提醒(可选)"))
    person.type("s")
    #expect(person.sees("今天结束就删除"))
    person.press(.enter)
    #expect(person.sees("不用身份证"))
    person.type("s138")
    person.press(.enter)
    #expect(person.sees("请核对11位数字"))
    person.type("00001234")
    person.press(.enter)
    #expect(person.sees("短信提醒：138****1234") && !person.sees("13800001234"))
    person.type("t")
    guard case .takeTicket(let wish)? = person.lastRequest else {
      Issue.record("no number was asked for")
      return
    }
    #expect(wish.phone == "13800001234")
  }

  // MARK: - 文书

  private func atLetters() -> Person {
    var person = Person()
    person.type("21")
    person.reading(.card)
    person.reply(.cases(Array(SampleHall.cases.prefix(1))))
    person.type("w")
    person.reply(.letters(Self.letters))
    return person
  }

  @Test func `the letters of a case are printed on A4 or as a slip`() {
    var person = atLetters()
    #expect(person.sees("要打印哪一份") && person.sees("01-2026-000007"))
    person.type("1")
    #expect(
      person.lastRequest
        == .printLetter(.init(handle: "h1", number: "01-2026-000007", form: .a4)))
    let asked = person.requests.count
    person.type("1")
    #expect(person.requests.count == asked, "one press, one sheet")
    person.reply(.letterPrinted(.init(letter: Self.letters.letters[0])))
    #expect(person.sees("打好了，请取纸"))
    person.type("s1")
    #expect(
      person.lastRequest
        == .printLetter(.init(handle: "h1", number: "01-2026-000007", form: .slip)))
    person.reply(.failed(.printLetter(.init(handle: "h1", number: "x")), .printedEnough))
    #expect(person.sees("要再打请到窗口"))
    person.type("0")
    #expect(person.sees("个体工商户设立登记") && person.sees("打印进度"))
    person.type("h")
    #expect(person.sees("身份证、打印的纸"))
  }

  @Test func `a letter that may not be printed is none, and a case looked up too long ago says so`()
  {
    var person = atLetters()
    let asked = person.requests.count
    person.type("2")
    #expect(person.requests.count == asked)
    person.type("1")
    person.reply(.failed(.printLetter(.init(handle: "h1", number: "x")), .handleExpired))
    #expect(person.sees("个体工商户设立登记"))
  }

  @Test func `a case without letters says so and leads back`() {
    var person = Person()
    person.type("21")
    person.reading(.card)
    person.reply(.cases(Array(SampleHall.cases.prefix(1))))
    person.type("w")
    person.reply(.letters(.init(letters: [], forms: [.a4])))
    #expect(person.sees("还没有可打印的文书"))
    person.type("0")
    #expect(person.sees("个体工商户设立登记"))
  }

  // MARK: - 扫码

  @Test(arguments: [
    ("HW:A012:483920", ScannedCode.ticket(number: "A012", secret: "483920")),
    ("hw:a012:483920\r", .ticket(number: "A012", secret: "483920")),
    ("HW:HW:A012:483920", .ticket(number: "A012", secret: "483920")),
    ("HW:R:202611160007", .receipt("202611160007")), ("HW:Y:yy-2031", .reservation("yy-2031")),
    ("HW:202611160007", .plain("202611160007")), ("yy-2031", .plain("yy-2031")),
  ])
  func `a code is told from another`(text: String, code: ScannedCode) {
    #expect(ScannedCode(text) == code)
  }

  @Test(arguments: ["", "HW:", "HW::", "HW:A012:", "A:B", "HW:A:B:C", "\u{1b}[2J", "中文"])
  func `what is no code of ours is none`(text: String) {
    #expect(ScannedCode(text) == nil)
  }

  @Test func `a ticket before the scanner is rated, or shown where it is not served yet`() {
    var person = Person()
    person.send(.scanned("HW:A012:483920"))
    #expect(person.lastRequest == .checkRating(.init(ticket: "A012", secret: "483920")))
    person.fail(.notRateable(.notFinished))
    #expect(person.lastRequest == .lookUpTicket(.init(number: "A012", secret: "483920")))
    person.reply(.found(SampleHall.ticket(paper: .init(state: .printed))))
    #expect(person.sees("您的号码"))
    // The scanner that types does the same.
    person.type("h")
    person.type("HW:A012:483920")
    person.press(.enter)
    person.fail(.notRateable(.notFinished))
    #expect(person.lastRequest == .lookUpTicket(.init(number: "A012", secret: "483920")))
  }

  @Test func `a code that says no kind is a reservation, or else a receipt to be opened`() {
    var person = Person()
    person.send(.scanned("202611160007"))
    guard case .checkIn(let wish)? = person.lastRequest else {
      Issue.record("no check-in")
      return
    }
    #expect(wish.code == "202611160007")
    person.fail(.noReservation)
    #expect(person.sees("202611160007") && person.sees("查询密码"))
    person.type("357913")
    person.press(.enter)
    #expect(
      person.lastRequest == .lookUp(.init(receipt: "202611160007", password: "357913")))
  }

  @Test func `in its own form a code is what the form is for`() {
    var person = Person()
    person.type("22")
    person.send(.scanned("YS1"))
    person.type("9")
    person.press(.enter)
    #expect(person.lastRequest == .lookUp(.init(receipt: "YS1", password: "9")))
    person.type("h5")
    person.send(.scanned("yy-2031"))
    guard case .checkIn(let wish)? = person.lastRequest else {
      Issue.record("no check-in")
      return
    }
    #expect(wish.code == "yy-2031")
    person.type("h4")
    person.send(.scanned("HW:A012:483920"))
    #expect(person.lastRequest == .lookUpTicket(.init(number: "A012", secret: "483920")))
  }

  @Test func `no code takes away what somebody is choosing`() {
    var person = Person()
    person.send(.catalogue(SampleHall.catalogue))
    person.scan()
    person.type("4")
    let stage = person.kiosk.stage
    person.send(.scanned("HW:A099:483920"))
    #expect(person.kiosk.stage == stage)
  }

  // MARK: - Mending, searching

  @Test func `a wrong password is typed anew, the receipt is still there`() {
    var person = Person()
    person.type("22YS1")
    person.press(.tab)
    person.type("wrong")
    person.press(.enter)
    person.fail(.noMatch)
    #expect(person.sees("YS1") && !person.sees("●") && person.sees("对不上"))
    person.type("9")
    person.press(.enter)
    #expect(person.lastRequest == .lookUp(.init(receipt: "YS1", password: "9")))
  }

  @Test func `what to take along is said once, for a moment`() {
    var person = Person()
    person.type("111")
    person.reading(.card)
    person.reply(.taken(SampleHall.ticket(paper: .init(state: .printed))))
    person.type("h")
    #expect(person.sees("请带好您的身份证、小票和材料"))
    person.wait(Int(Timing.reminder))
    #expect(!person.sees("请带好"))
    person.type("1h")
    #expect(!person.sees("请带好"))
  }
}
