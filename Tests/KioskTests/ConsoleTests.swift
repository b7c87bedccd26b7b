import Hall
import HallAPI
import Testing
import TextUI

@testable import ConsoleScreens

@Suite struct `A console at a window` {
  @Test func `each step is one key, said with the desk it was pressed at`() {
    let keys: [(Character, ConsoleCall)] = [
      ("n", .next), ("R", .recall), ("s", .serve), ("f", .finish), ("h", .hold), ("p", .pass),
      ("u", .undo), ("a", .rate(.intake)), ("o", .open(clerk: nil, pin: nil)),
    ]
    for (key, call) in keys {
      var person = ConsolePerson()
      person.send(.desk(ConsolePerson.desk(mark: "m7", ticket: ConsolePerson.ticket())))
      person.type(String(key))
      #expect(person.calls == [call])
      let isMarked = ![.rate(.intake), .open(clerk: nil, pin: nil)].contains(call)
      #expect(person.requests.first?.seen == (isMarked ? "m7" : nil))
    }
  }

  @Test(arguments: [
    Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 40, rows: 24),
  ])
  func `a touch does what the key does`(size: Size) {
    var person = ConsolePerson()
    person.touch(.next, size: size)
    #expect(person.calls == [.next])
  }

  @Test func `one key at a time, and a bouncing finger is one key`() {
    var person = ConsolePerson()
    person.press(.character("n"), .character("n"), .character("f"))
    #expect(person.calls == [.next])
    #expect(person.sees("请稍候"))
    person.done("A013")
    #expect(person.sees("已叫 A013"))
    // The second half of a bounce would finish A013 and call another.
    person.press(.character("n"))
    #expect(person.calls == [.next])
    person.type("n")
    #expect(person.calls == [.next, .next])
  }

  @Test func `a key while the hall is busy follows, unless it would meet somebody unseen`() {
    var person = ConsolePerson()
    person.send(.desk(ConsolePerson.desk(ticket: ConsolePerson.ticket(.serving))))
    person.press(.character("f"), .character("n"))
    #expect(person.calls == [.finish])
    person.send(.desk(ConsolePerson.desk(mark: "m2")))
    person.done("A012")
    #expect(person.calls == [.finish, .next] && person.requests.last?.seen == "m2")
    // Whom the call brings nobody has seen: no key about them is taken beforehand.
    person.press(.character("f"))
    person.done("A013")
    #expect(person.calls == [.finish, .next])
    // And none after a key that was refused.
    person.type("fz")
    person.refused(.moved)
    #expect(person.calls == [.finish, .next, .finish] && person.console.stage == .desk)
  }

  @Test func `what the keypad did is on the screen at once`() {
    var person = ConsolePerson()
    #expect(person.sees("没有在办的号"))
    person.send(.desk(ConsolePerson.desk(mark: "m2", ticket: ConsolePerson.ticket())))
    #expect(person.sees("已叫号，等他来") && person.sees("已叫 1 次"))
  }

  @Test func `a question is about the desk it was begun at`() {
    var person = ConsolePerson()
    person.send(.desk(ConsolePerson.desk(mark: "m1", ticket: ConsolePerson.ticket(.serving))))
    person.type("t11")
    #expect(person.sees("给下一位同事的话"))
    // A keypad goes on meanwhile: the answer must not send the next citizen away.
    person.send(.desk(ConsolePerson.desk(mark: "m2")))
    person.type("表已填好")
    person.press(.enter)
    #expect(person.calls == [.transfer(service: "card", window: nil, note: "表已填好")])
    #expect(person.requests.last?.seen == "m1")
    person.refused(.moved)
    #expect(person.sees("窗口刚有变化"))
  }

  @Test func `a clerk signs in, and the PIN is nowhere`() {
    var person = ConsolePerson()
    person.send(.desk(ConsolePerson.desk(window: ConsolePerson.window(open: false, clerk: nil))))
    person.type("o")
    person.refused(.clerkNeeded)
    #expect(person.sees("上岗签到"))
    person.type("07")
    person.press(.enter)
    person.type("270184")
    #expect(person.sees("●●●●●●") && !person.sees("270184"))
    person.press(.enter)
    #expect(person.calls.last == .open(clerk: "07", pin: "270184"))
    #expect(!"\(person.console)".contains("270184") || person.console.pending != nil)
    person.refused(.signInRefused(waitSeconds: 30))
    #expect(person.sees("30 秒后再试") && !person.sees("●"))
    #expect(!"\(person.console)".contains("270184"))
    person.type("1")
    person.wait(ConsoleTiming.question)
    #expect(person.console.stage == .desk)
  }

  @Test func `who left a PIN half typed leaves none`() {
    var person = ConsolePerson()
    person.type("o")
    person.refused(.clerkNeeded)
    person.type("07")
    person.press(.enter)
    person.type("2701")
    person.press(.escape)
    #expect(person.console.stage == .desk)
    #expect(!"\(person.console)".contains("2701"))
  }

  @Test func `a pause has a reason and, if known, a time`() {
    var person = ConsolePerson()
    person.type("z1")
    person.type("13.30")
    person.press(.enter)
    #expect(person.calls == [.pause(.lunch, backAt: "13:30")])
    person.done()
    person.send(.desk(ConsolePerson.desk(mark: "m2", window: ConsolePerson.window(pause: .lunch))))
    person.wait(ConsoleTiming.good)
    #expect(person.sees("暂停服务：午休，预计13:30恢复"))
    person.type("z")
    #expect(person.calls.last == .unpause)
  }

  @Test func `a time that is none is not sent`() {
    var person = ConsolePerson()
    person.type("z299")
    person.press(.enter)
    #expect(person.calls == [] && person.sees("请写成 13:30"))
  }

  @Test func `closing is asked about, since it finishes somebody`() {
    var person = ConsolePerson()
    person.type("c2")
    #expect(person.calls == [] && person.console.stage == .desk)
    person.type("c1")
    #expect(person.calls == [.close])
  }

  @Test func `one on hold is taken back at once, of several one is chosen`() {
    var person = ConsolePerson()
    person.type("g")
    #expect(person.calls == [] && person.sees("没有这样的号"))
    person.send(.desk(ConsolePerson.desk(held: ["A003"])))
    person.type("g")
    #expect(person.calls == [.resume("A003")])
    person.done("A003")
    person.send(.desk(ConsolePerson.desk(held: ["A003", "A005"], passed: ["B001", "B002"])))
    person.type("g2")
    #expect(person.calls.last == .resume("A005"))
    person.done("A005")
    person.type("b1")
    #expect(person.calls.last == .comeBack("B001"))
  }

  @Test func `refusals are words`() {
    let refusals: [(ConsoleRefusal, String)] = [
      (.callAgain(1, needed: 3), "叫满 3 次"), (.nobodyHere, "没有在办的号"),
      (.elsewhere("W02"), "W02号窗口"), (.hallPaused(.system, backAt: nil), "大厅暂停服务"),
      (.answerLost, "连接中断"), (.cannotStore, "记不下来"), (.other, "没有办成"),
    ]
    for (refusal, words) in refusals {
      var person = ConsolePerson()
      person.type("p")
      person.refused(refusal)
      #expect(person.sees(words))
    }
  }

  @Test func `without its hall it says so, does nothing, and comes back by itself`() {
    var person = ConsolePerson()
    person.send(.desk(ConsolePerson.desk(ticket: ConsolePerson.ticket())))
    person.send(.disconnected(nil))
    person.now = person.now.advanced(bySeconds: 120)
    #expect(person.sees("自动重连") && person.sees("09:30") && person.sees("已叫号"))
    for key in "nrfzct" { person.type(String(key)) }
    #expect(person.calls == [] && person.console.stage == .desk)
    person.send(.desk(ConsolePerson.desk()))
    #expect(person.sees("又连上大厅了"))
    person.type("n")
    #expect(person.calls == [.next])
  }

  @Test(arguments: [
    (ConsoleMisplacement.noSuchWindow, "大厅没有这个窗口"), (.notAllowed, "不是窗口人员"),
  ])
  func `a console set up wrongly says so`(_ why: ConsoleMisplacement, _ words: String) {
    var person = ConsolePerson(isConnected: false)
    person.send(.disconnected(why))
    #expect(person.sees(words))
  }
}
