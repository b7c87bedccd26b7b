import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct `A pad at a window` {
  @Test func `a level is kept when it is pressed, and sent with reasons and words`() {
    var person = PadPerson()
    #expect(person.sees("您好，欢迎光临") && person.sees("0017") && person.sees("综合受理"))
    person.isAsked()
    #expect(person.sees("请对我的服务给予评价"))
    person.type("2")
    #expect(person.kept.map(\.isHeld) == [true])
    #expect(person.kept.map(\.level) == [2])
    // Two reasons, one of them taken back, and words with a control character in them.
    person.type("373t慢\u{1B}了")
    person.press(.enter)
    let rating = person.kept[0]
    #expect(person.kept.count == 1 && !rating.isHeld)
    #expect(rating.evaluation == "e-1" && rating.level == 2)
    #expect(rating.reasons == ["213"] && rating.text == "慢了")
    #expect(rating.ratedAt == "2026-11-23T09:30:00+08:00")
    #expect(person.sees("谢谢您的评价"))
    person.wait(10)
    // The hall has not answered yet and still says "please rate": nobody is asked twice.
    #expect(!person.sees("请对我的服务给予评价") && person.sees("还有 1 条评价没送出"))
    person.send(.answered(requestId: rating.requestId, nil))
    #expect(!person.sees("没送出"))
  }

  @Test func `nothing is chosen beforehand`() {
    var person = PadPerson()
    person.isAsked()
    person.press(.enter, .enter)
    person.type(" x90")
    #expect(person.kept == [])
    person.press(.down, .enter)
    #expect(person.kept.map(\.level) == [5])
  }

  @Test func `a wrong key is mended before it is sent, and stays one rating`() {
    var person = PadPerson()
    person.isAsked()
    person.type("51")
    person.type("01")
    #expect(person.kept.map(\.level) == [1] && person.kept.map(\.isHeld) == [true])
    person.press(.enter)
    // The reasons were those of the other level.
    #expect(person.kept.map(\.reasons) == [nil] && person.kept.map(\.isHeld) == [false])
  }

  @Test func `whoever leaves has rated, after a warning and the time to read it`() {
    var person = PadPerson()
    person.isAsked()
    person.type("41")
    person.wait(Int(PadTiming.reasons - PadTiming.countdown))
    #expect(person.sees("秒后按您选的提交"))
    // Any key asks for more time and does nothing else.
    person.type("1")
    #expect(!person.sees("秒后按您选的提交"))
    person.wait(Int(PadTiming.reasons))
    #expect(person.kept.map(\.reasons) == [["413"]] && person.kept.map(\.isHeld) == [false])
    person.wait(Int(PadTiming.thanks))
    #expect(person.requests.last == .wipe)
  }

  @Test func `who does not press is asked once more, and then left alone`() {
    var person = PadPerson()
    person.isAsked()
    #expect(!person.sees("欢迎您评价"))
    person.wait(Int(PadTiming.remind))
    #expect(person.sees("欢迎您评价"))
    // Until the hall's time is over, also where the hall cannot say so.
    person.send(.disconnected(nil))
    person.wait(100)
    #expect(!person.sees("非常满意"))
    person.type("5")
    #expect(person.kept == [])
  }

  @Test func `the next person is asked for their own`() {
    var person = PadPerson()
    person.isAsked("e-1")
    person.type("3")
    person.isAsked("e-2")
    #expect(person.kept.map(\.evaluation) == ["e-1"] && person.kept.map(\.isHeld) == [false])
    #expect(person.sees("请对我的服务给予评价"))
    person.type("1")
    #expect(person.kept.map(\.evaluation) == ["e-1", "e-2"])
    #expect(Set(person.kept.map(\.requestId)).count == 2)
  }

  @Test func `the next person finds the pad as it was set up`() {
    var person = PadPerson()
    person.isAsked("e-1")
    person.type("l")
    person.type("e")
    #expect(person.sees("Very satisfied"))
    // Walks off without a word.
    person.isAsked("e-2")
    #expect(person.sees("非常满意") && person.requests.last == .wipe)
  }

  @Test(arguments: [
    (PadMisplacement.noSuchWindow, "大厅没有这个窗口"),
    (.notAllowed, "本机未登记为此窗口的评价器"),
  ])
  func `a pad set up wrongly says so`(_ why: PadMisplacement, _ words: String) {
    var person = PadPerson()
    person.send(.disconnected(why))
    #expect(person.sees(words))
    person.send(.disconnected(nil))
    #expect(person.sees("正在连接大厅"))
  }

  @Test func `without its hall a pad takes the rating and says that it is kept here`() {
    var person = PadPerson()
    person.isAsked()
    person.send(.disconnected(nil))
    #expect(person.sees("系统暂时连不上"))
    person.type("5")
    person.press(.enter)
    #expect(person.kept.map(\.level) == [5] && person.sees("系统暂时连不上"))
  }

  @Test func `after a restart what was kept is not asked for again`() {
    var before = PadPerson()
    before.isAsked()
    before.type("4")
    var after = PadPerson(kept: before.kept)
    after.isAsked()
    #expect(!after.sees("请对我的服务给予评价") && after.sees("还有 1 条评价没送出"))
    // Also where two pads start in the same moment, no request has another's name.
    after.isAsked("e-2")
    after.type("4")
    #expect(after.kept.map(\.evaluation) == ["e-2"])
  }

  @Test func `a refusal is told to the person who still stands there, and to nobody else`() {
    var person = PadPerson()
    person.isAsked()
    person.type("5")
    person.press(.enter)
    person.send(.answered(requestId: person.kept[0].requestId, .alreadyRated))
    #expect(person.sees("这个号已经评价过了"))
    person.wait(10)
    person.isAsked("e-2")
    person.type("5")
    person.press(.enter)
    person.wait(10)
    person.send(.answered(requestId: person.kept[1].requestId, .notRateable))
    #expect(person.sees("谢谢") && !person.sees("没有计入"))
  }

  @Test func `elder mode shows few reasons on a page, and everything can be touched`() {
    let size = Size(columns: 40, rows: 24)
    var person = PadPerson()
    person.isAsked()
    person.touch(.elder, size: Size(columns: 80, rows: 24))
    person.touch(.level(1), size: size)
    person.touch(.back, size: size)
    person.touch(.level(2), size: size)
    person.touch(.page(1), size: size)
    person.touch(.reason("212"), size: size)
    person.touch(.writeWords, size: size)
    person.type("好")
    person.touch(.submit, size: size)
    #expect(person.kept.map(\.reasons) == [["212"]] && person.kept.map(\.text) == ["好"])
    // The next person finds the pad as the hall has it.
    person.wait(2 * Int(PadTiming.thanks))
    #expect(!person.pad.isElder)
  }

  @Test func `elder mode draws keys large, hurries nobody, and still keeps what was chosen`() {
    let size = Size(columns: 40, rows: 24)
    var person = PadPerson(isElder: true)
    person.isAsked()
    #expect(person.sees("请评价 0017 李示例", size: size))
    for level in 1...5 { #expect(person.drawsLarge("\(level)", size: size), "\(level)") }
    person.type("21")
    for reason in 1...4 { #expect(person.drawsLarge("\(reason)", size: size), "\(reason)") }
    #expect(person.sees("已记下：不满意", size: size))
    person.wait(Int(PadTiming.unhurried - PadTiming.unhurriedWarning - 1))
    #expect(person.sees("已记下", size: size))
    person.wait(1)
    #expect(person.sees("还要选吗", size: size) && !person.sees("秒", size: size))
    person.type("x")
    #expect(!person.sees("还要选吗", size: size))
    person.wait(Int(PadTiming.unhurried))
    #expect(person.kept.map(\.reasons) == [["207"]] && person.kept.map(\.isHeld) == [false])
    #expect(person.sees("谢谢您的评价", size: size))
  }

  @Test func `no key and no touch traps on any screen of any size`() async {
    var dice = SystemRandomNumberGenerator()
    let keys: [Key] =
      "0123456789eltx ".map { .character($0) }
      + [.up, .down, .left, .right, .enter, .escape, .backspace, .tab, .pageUp, .function(1)]
    for round in 0..<40 {
      await Task.yield()
      var person = PadPerson(isElder: round.isMultiple(of: 2))
      for step in 0..<120 {
        let size = Size(
          columns: .random(in: 0...120, using: &dice), rows: .random(in: 0...50, using: &dice))
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: person.isAsked("e-\(step)")
        case 1: person.send(.disconnected(nil))
        case 2:
          person.send(
            .click(Position(column: .random(in: -1...90), row: .random(in: -1...30)), size))
        case 3: person.wait(.random(in: 1...30))
        default: if let key = keys.randomElement(using: &dice) { person.press(key) }
        }
        _ = person.pad.render(size: size)
      }
      // However it went: one rating of an evaluation at most.
      #expect(Set(person.kept.map(\.evaluation)).count == person.kept.count)
    }
  }
}
