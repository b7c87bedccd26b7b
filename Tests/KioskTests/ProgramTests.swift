import Foundation
import Glibc
import HallAPI
import Testing

/// The executable in a real terminal, talking to a real socket.
@Suite(.serialized) struct ProgramTests {
  static let f2 = "\u{1b}OQ"

  @Test func `from home to a number with a card, and the terminal is restored`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket, "--simulator", hall.simulator])
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("1")
      #expect(await kiosk.shows("社会保障"))
      kiosk.type("1")
      // The terminal has the first four characters from the screen before: only these are sent.
      #expect(await kiosk.shows("卡申领"))
      kiosk.type("1")
      #expect(await kiosk.shows("请把身份证放在读卡区"))
      kiosk.type(Self.f2)
      #expect(await kiosk.shows("您的号码"))
      #expect(await kiosk.shows("请拿好小票和身份证"))
      kiosk.type("h")
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("\u{3}")
      #expect(await kiosk.exitCode() == 0)
      #expect(await kiosk.shows("\u{1b}[?1049l"))
    }
  }

  @Test func `a reply that is lost twice still means one ticket`() async throws {
    let hall = try FakeHall(losesReplies: 2)
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket])
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("112")
      #expect(await kiosk.shows("养老待遇资格认证"))
      kiosk.type("1")
      #expect(await kiosk.shows("您的号码"))
      #expect(Set(hall.requestIDs).count == 1)
      #expect(hall.requestIDs.count == 3)
      #expect(hall.ticketCount == 1)
    }
  }

  @Test func `a case by receipt and a rating by scanner`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket, "--language", "en"])
      #expect(await kiosk.shows("Take a number"))
      kiosk.type("22ys1\t886644\r")
      #expect(await kiosk.shows("Being examined"))
      kiosk.type("h")
      #expect(await kiosk.shows("Take a number"))
      kiosk.type("HW:A100:483920\r")
      #expect(await kiosk.shows("How satisfied are you with"))
      kiosk.type("4")
      #expect(await kiosk.shows("Friendly enough"))
      kiosk.type("1t")
      #expect(await kiosk.shows("characters left"))
      kiosk.type("快\r")
      #expect(await kiosk.shows("Thank you!"))
      #expect(hall.ratings.map(\.level) == [4])
      #expect(hall.ratings.first?.reasons == ["413"] && hall.ratings.first?.text == "快")
      #expect(hall.ratings.first?.secret == "483920")
    }
  }

  @Test func `a number is left, taken up again and given up at the kiosk`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket])
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("1121")
      #expect(await kiosk.shows("您的号码"))
      kiosk.type("h4a100\t483920\r")
      #expect(await kiosk.shows("更多选择"))
      kiosk.type("m15")
      #expect(await kiosk.shows("还算不出您要等多久"))
      kiosk.type("11")
      #expect(await kiosk.shows("10:15"))
      kiosk.type("b")
      #expect(await kiosk.shows("前面还有"))
      kiosk.type("m2va007\r")
      #expect(await kiosk.shows("绿色通道：老年人"))
      kiosk.type("1a105\r")
      #expect(await kiosk.shows("还没有叫过"))
      kiosk.type("2m3")
      #expect(await kiosk.shows("要放弃"))
      kiosk.type("2")
      #expect(await kiosk.shows("已经放弃"))
    }
  }

  @Test(arguments: [
    ("yy-2031", "10:00 起叫号"), ("soon", "13:30 起再来"), ("gone", "已经取消"),
    ("away", "午休"), ("YY-2031", "没有找到今天的预约"),
  ])
  func `a reservation becomes a number by its code, or the refusal is said`(
    code: String, words: String
  ) async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket])
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("51\(code)\r")
      #expect(await kiosk.shows(words))
    }
  }

  @Test func `a reservation becomes a number by its card`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket, "--simulator", hall.simulator])
      #expect(await kiosk.shows("取号办事"))
      kiosk.type("5")
      #expect(await kiosk.shows("请把身份证放在读卡区"))
      kiosk.type(Self.f2)
      #expect(await kiosk.shows("10:00 起叫号"))
    }
  }

  @Test func `a service that starts late is found without anybody's help`() async throws {
    let hall = try FakeHall()
    let kiosk = try KioskProgram(["--socket", hall.socket])
    #expect(await kiosk.shows("系统正在恢复"))
    try await hall.serve { #expect(await kiosk.shows("取号办事")) }
  }

  @Test func `a touch is a choice`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket])
      #expect(await kiosk.shows("取号办事"))
      // SGR mouse press and release of button 1 at column 20, row 11: the second choice.
      kiosk.type("\u{1b}[<0;20;11M\u{1b}[<0;20;11m")
      #expect(await kiosk.shows("您想怎么查"))
    }
  }

  @Test func `a terminal that shrinks says so and comes back`() async throws {
    let hall = try FakeHall()
    try await hall.serve {
      let kiosk = try KioskProgram(["--socket", hall.socket])
      #expect(await kiosk.shows("取号办事"))
      kiosk.resize(columns: 60, rows: 20)
      #expect(await kiosk.shows("屏幕太小"))
      kiosk.resize(columns: 100, rows: 30)
      #expect(await kiosk.shows("取号办事"))
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal restores the terminal`(signal: Int32) async throws {
    let kiosk = try KioskProgram(["--socket", "/nowhere"])
    #expect(await kiosk.shows("系统正在恢复"))
    kiosk.send(signal)
    #expect(await kiosk.exitCode() == 0)
    #expect(await kiosk.shows("\u{1b}[?1049l"))
  }

  @Test func `a locale that is not UTF-8 is replaced by C.UTF-8`() async throws {
    let kiosk = try KioskProgram(
      ["--socket", "/nowhere"], environment: ["TERM": "xterm", "LC_ALL": "POSIX"])
    #expect(await kiosk.shows("系统正在恢复"))
  }

  @Test(arguments: [
    (UInt16(39), UInt16(24), "xterm", 3, "40x24 are needed"),
    (80, 24, "no-such-terminal", 5, "no terminal description for TERM='no-such-terminal'"),
  ])
  func `a terminal that cannot work is refused in words`(
    columns: UInt16, rows: UInt16, term: String, code: Int32, words: String
  ) async throws {
    let kiosk = try KioskProgram(
      ["--socket", "/nowhere"], columns: columns, rows: rows,
      environment: ["TERM": term, "LANG": "C.UTF-8"])
    #expect(await kiosk.exitCode() == code)
    #expect(await kiosk.shows(words))
  }

  @Test func `without a terminal the kiosk says so`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: KioskProgram.path)
    process.arguments = ["--socket", "/nowhere"]
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(words.contains("must be a terminal"))
  }
}
