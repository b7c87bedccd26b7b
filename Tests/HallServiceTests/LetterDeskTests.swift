import DeviceKit
import Foundation
import Hall
import HallAPI
import HallService
import HallStore
import HallStoreSQLite
import TestSupport
import Testing
import Varlink

/// A hall that writes every kind of letter, in the plainest words.
private func letterHall() throws -> TestHall {
  var hall = try TestHall()
  hall.letters = LetterPolicy(
    templates: LetterKind.allCases.map { kind in
      LetterTemplate(
        kind: kind, edition: "test", title: LetterPhrases.title(kind).zh,
        page: kind.fields.map { $0.shape == .list ? .list($0) : .facts([$0]) })
    }, seal: "业务专用章")
  return hall
}

private func fields(_ changes: [String: [String]] = [:], of kind: LetterKind)
  -> [LettersInterface.Field]
{
  let day = WallClock(TestHall.mondayMorning).day
  var given = kind.sampleFacts(on: day).merging(changes) { $1 }
  given["receipt"] = nil
  return given.map { .init(name: $0.key, values: $0.value) }
}

extension VarlinkClient {
  /// Window 1 serves somebody.
  fileprivate func serve() async throws {
    _ = try await takeInHand("enquiry", "take-\(UUID())")
    _ = try await call(CounterInterface.CallNext.self, .init(window: "1"))
  }

  fileprivate func issue(
    _ kind: LetterKind = .supplementNotice, receipt: String? = "R1",
    _ changes: [String: [String]] = [:], form: LettersInterface.Issue.Form? = nil,
    why: String? = nil, request: String = UUID().uuidString
  ) async throws -> LettersInterface.Letter {
    try await call(
      LettersInterface.Issue.self,
      .init(
        window: "1", kind: kind, receipt: receipt, fields: fields(changes, of: kind), form: form,
        why: why, requestId: request)
    ).letter
  }

  fileprivate func letter(_ number: String) async throws -> LettersInterface.Letter {
    try await call(LettersInterface.Get.self, .init(number: number)).letter
  }

  /// The letter once its last print has come to an end.
  fileprivate func settled(_ number: String) async throws -> LettersInterface.Letter {
    let end = ContinuousClock.now + hangLimit
    while ContinuousClock.now < end {
      let letter = try await letter(number)
      if let last = letter.prints.last, last.paper != .pending, last.paper != .sent {
        return letter
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw Unexpected("a print that never ended")
  }
}

struct `The letters of a hall` {
  @Test func `are told with the fields each needs`() async throws {
    try await letterHall().open { client in
      let kinds = try await client.call(LettersInterface.Kinds.self, .init()).kinds
      #expect(kinds.map(\.kind) == LetterKind.allCases)
      let notice = try #require(kinds.first { $0.kind == .supplementNotice })
      #expect(notice.code == "02" && notice.edition == "test")
      #expect(
        notice.fields.filter(\.needed).map(\.name) == [
          "receipt", "applicant", "item", "gaps", "dueDay",
        ])
      #expect(notice.fields.first { $0.name == "gaps" }?.shape == .list)
    }
  }

  @Test func `are numbered, printed by the printer's own word, and kept`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      try await client.serve()
      let letter = try await client.issue()
      #expect(letter.number == "02-2026-000001")
      #expect(letter.prints.map(\.form) == [.a4])
      #expect(letter.receipt == "R1" && letter.dueDay == "2026-11-30" && letter.window == "1")
      let document = try #require(await hall.documentPrinter.nextDocument())
      #expect(document.pdf == Array("02-2026-000001".utf8))
      #expect(document.title == "letter 02-2026-000001")
      let printed = try await client.settled(letter.number)
      #expect(printed.prints.map(\.paper) == [.printed])
      #expect(try await client.issue(receipt: "R2").number == "02-2026-000002")
      // Each kind has a row of its own, and the same words twice are two letters.
      #expect(try await client.issue(.refusal).number == "03-2026-000001")
      let text = try await client.call(LettersInterface.Get.self, .init(number: letter.number)).text
      #expect(text.contains("申请人：𠮷样本"))
      #expect(
        try await client.call(LettersInterface.List.self, .init(receipt: "R1")).letters.map(
          \.number)
          == ["02-2026-000001", "03-2026-000001"])
      #expect(try await client.call(LettersInterface.List.self, .init()).letters.count == 3)
    }
    let lines = try await hall.store.journal(
      from: WallClock(TestHall.mondayMorning).day, through: WallClock(TestHall.mondayMorning).day
    ).map(\.line)
    let issued = lines.filter { $0.kind == .letterIssued }
    #expect(issued.contains { $0.why?.hasPrefix("02-2026-000001") ?? false })
    #expect(issued.allSatisfy { $0.window == "1" })
    // The journal is never shortened and says of nobody what the letter was about.
    #expect(!lines.contains { $0.why?.contains("样本") ?? false })
  }

  @Test func `go on where they stood after a restart, whatever was being printed`() async throws {
    let hall = try letterHall()
    await hall.documentPrinter.willHang()
    try await hall.open { client in
      try await client.serve()
      let number = try await client.issue().number
      _ = await hall.documentPrinter.nextDocument()
      #expect(try await client.letter(number).prints.map(\.paper) == [.sent])
    }
    try await hall.open { client in
      let letter = try await client.settled("02-2026-000001")
      #expect(letter.prints.map(\.paper) == [.unknown])
      #expect(try await client.issue(receipt: "R2", form: .slip).number == "02-2026-000002")
      _ = try await client.settled("02-2026-000002")
    }
  }

  @Test func `print in short form on the ticket printer`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      try await client.serve()
      let letter = try await client.settled(try await client.issue(.collection, form: .slip).number)
      #expect(letter.prints.map(\.form) == [.slip] && letter.prints.map(\.paper) == [.printed])
      let slip = try #require(await hall.printer.slips.last)
      #expect(slip.elements.contains(.qr("R1")))
      #expect(slip.elements.contains(.line("编号： 24-2026-000001", bold: true)))
    }
  }

  @Test func `are printed again under the same number, as a reprint`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      try await client.serve()
      await hall.documentPrinter.will(.failed(DeviceFault(.paperOut, "no paper")))
      let number = try await client.settled(try await client.issue().number).number
      #expect(try await client.letter(number).prints.map(\.fault) == ["paperOut"])
      await hall.documentPrinter.will(.printed)
      func reprint() async throws {
        _ = try await client.call(
          LettersInterface.Reprint.self, .init(window: "1", number: number))
        _ = try await client.settled(number)
      }
      try await reprint()
      try await reprint()
      #expect(try await client.letter(number).prints.map(\.paper) == [.failed, .printed, .printed])
      // Nothing came out the first time, so the second paper is the first there is.
      #expect(await hall.press.sheets.suffix(2).map(\.isReprint) == [false, true])
      #expect(await hall.press.sheets.suffix(2).map(\.number) == [number, number])
    }
  }

  @Test func `of one request are one letter`() async throws {
    try await letterHall().open { client in
      try await client.serve()
      let first = try await client.issue(request: "once")
      #expect(try await client.issue(request: "once").number == first.number)
      #expect(try await client.issue(receipt: "R2", request: "twice").number == "02-2026-000002")
      let other = await refusal { _ = try await client.issue(.refusal, request: "once") }
      #expect(other?.decode(LettersInterface.RequestMismatch.self) != nil)
      // Many at once, too.
      let numbers = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 {
          group.addTask { try await client.issue(receipt: "R3", request: "many").number }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(numbers == ["02-2026-000003"])
    }
  }
}

struct `A letter is not written` {
  @Test func `while a part is empty, which is named`() async throws {
    try await letterHall().open { client in
      try await client.serve()
      let error = await refusal {
        _ = try await client.issue(.onceNotice, receipt: nil, ["fees": [" "], "limits": []])
      }
      #expect(error?.decode(LettersInterface.FieldsMissing.self)?.fields == ["limits", "fees"])
      let preview = await refusal {
        _ = try await client.call(
          LettersInterface.Preview.self,
          .init(kind: .onceNotice, fields: [.init(name: "item", values: ["护照"])]))
      }
      #expect(
        preview?.decode(LettersInterface.FieldsMissing.self)?.fields == [
          "materials", "conditions", "procedure", "limits", "fees",
        ])
      // No number was used up.
      #expect(try await client.issue(.onceNotice, receipt: nil).number == "21-2026-000001")
    }
  }

  @Test func `for a second notice without a reason; with one it is flagged`() async throws {
    try await letterHall().open { client in
      try await client.serve()
      let first = try await client.issue()
      let error = await refusal { _ = try await client.issue() }
      #expect(error?.decode(LettersInterface.AlreadyNotified.self)?.number == first.number)
      let second = try await client.issue(why: "材料被部门退回")
      #expect(second.earlier == first.number && second.why == "材料被部门退回")
      #expect(try await client.letter(first.number).earlier == nil)
      // Other letters of the case are no second notice.
      #expect(try await client.issue(.acceptance).earlier == nil)
      #expect(try await client.issue(.acceptance).earlier == nil)
    }
  }

  @Test func `with a field that is none, and the nearest is named`() async throws {
    try await letterHall().open { client in
      try await client.serve()
      let error = await refusal {
        _ = try await client.issue(.refusal, receipt: "R1", ["reason": ["x"]])
      }
      let bad = error?.decode(LettersInterface.BadField.self)
      #expect(bad == .init(field: "reason", reason: .unknown, nearest: "reasons"))
      let day = await refusal {
        _ = try await client.issue(receipt: "R1", ["dueDay": ["2026-11-22"]])
      }
      #expect(day?.decode(LettersInterface.BadField.self)?.reason == .dayPassed)
      let other = await refusal {
        _ = try await client.call(
          LettersInterface.Issue.self,
          .init(
            window: "1", kind: .refusal, receipt: "R1",
            fields: fields(of: .refusal) + [.init(name: "receipt", values: ["R2"])],
            requestId: "x"))
      }
      #expect(other?.standard == .invalidParameter("receipt"))
    }
  }

  @Test func `with a character that no font has, and uses up no number`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      try await client.serve()
      await hall.press.will(.noGlyph("\u{9FEB}"))
      let error = await refusal { _ = try await client.issue() }
      #expect(
        error?.decode(LettersInterface.NoGlyph.self)
          == .init(character: "\u{9FEB}", code: "U+9FEB"))
      await hall.press.will(.late)
      let late = await refusal { _ = try await client.issue() }
      #expect(late?.decode(LettersInterface.NotDrawn.self)?.reason == .late)
      await hall.press.will(nil)
      #expect(try await client.issue().number == "02-2026-000001")
    }
  }

  @Test func `where nobody is served, or by nobody at work there`() async throws {
    var hall = try letterHall()
    try await hall.open { client in
      let idle = await refusal { _ = try await client.issue() }
      #expect(idle?.decode(CounterInterface.NothingToFinish.self) != nil)
    }
    hall.clerks = ClerkRoster([], userIDs: [:])
    try await hall.open { client in
      let stranger = await refusal { _ = try await client.issue() }
      #expect(stranger?.decode(CounterInterface.ClerkNeeded.self) != nil)
    }
  }

  /// That the table is obeyed is tried over the socket (Tests/EndToEnd/test_roles.py).
  @Test func `by others than clerks, who alone see what letters say`() {
    for method in ["Issue", "Reprint", "Get"] {
      #expect(Access.table["org.hallway.Letters.\(method)"] == [.clerk])
    }
  }

  @Test func `without a template, or without a printer`() async throws {
    try await TestHall().open { client in
      try await client.serve()
      let error = await refusal { _ = try await client.issue() }
      #expect(error?.decode(LettersInterface.NotOffered.self)?.kind == .supplementNotice)
      let missing = await refusal { _ = try await client.letter("02-2026-000009") }
      #expect(missing?.decode(LettersInterface.NoSuchLetter.self)?.number == "02-2026-000009")
    }
  }
}

struct `What letters say of people` {
  @Test func `is sealed in the ledger and forgotten with the rest`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      try await client.serve()
      let number = try await client.settled(
        try await client.issue(receipt: "R1", ["applicant": ["玉兰·阿依古丽"]], why: "原因").number
      ).number
      let bytes =
        try Data(contentsOf: URL(filePath: hall.ledger))
        + ((try? Data(contentsOf: URL(filePath: hall.ledger + "-wal"))) ?? Data())
      #expect(bytes.range(of: Data("玉兰·阿依古丽".utf8)) == nil)
      let tomorrow = try #require(WallClock(TestHall.mondayMorning).day.adding(days: 1))
      #expect(try await hall.store.forgetHolders(before: tomorrow) > 0)
      let letter = try #require(
        try await client.call(LettersInterface.List.self, .init(receipt: "R1")).letters.first)
      #expect(letter.forgotten && letter.number == number && letter.why == nil)
      let gone = await refusal { _ = try await client.letter(number) }
      #expect(gone?.decode(LettersInterface.Forgotten.self)?.number == number)
      let reprint = await refusal {
        _ = try await client.call(
          LettersInterface.Reprint.self, .init(window: "1", number: number))
      }
      #expect(reprint?.decode(LettersInterface.Forgotten.self) != nil)
      // The number stays used.
      #expect(try await client.issue(receipt: "R9").number == "02-2026-000002")
    }
  }

  @Test func `comes from the case where the clerk says nothing else`() async throws {
    let hall = try letterHall()
    var accepted = hall.message("R7", .accepted, at: "2026-11-23 09:00")
    accepted.contact = "0769-1"
    try await hall.bring([hall.message("R7", .submitted, at: "2026-11-20 10:00"), accepted])
    try await hall.open { client in
      func preview(
        _ kind: LetterKind, _ fields: [LettersInterface.Field]
      ) async throws -> [String] {
        _ = try await client.call(
          LettersInterface.Preview.self,
          .init(kind: kind, receipt: "R7", fields: fields, page: 2))
        return await hall.press.sheets.last?.lines ?? []
      }
      let papers = LettersInterface.Field(name: "materials", values: ["户口簿"])
      let known = try await preview(.materialsReceipt, [papers])
      #expect(known.contains("申请人：欧**") && known.contains("申请事项：换领"))
      let named = try await preview(
        .materialsReceipt, [papers, .init(name: "applicant", values: ["欧阳测试"])])
      #expect(named.contains("申请人：欧阳测试"))
      // The days of an acceptance come from the case's clock.
      let letter = try await preview(.acceptance, [])
      #expect(letter.contains("受理日期：2026年11月23日"))
      #expect(letter.contains("承诺办结日期：2026年12月21日"))
    }
  }

  @Test func `is invented in a sample, which says so`() async throws {
    let hall = try letterHall()
    try await hall.open { client in
      let reply = try await client.call(
        LettersInterface.Preview.self, .init(kind: .promise, sample: true))
      #expect(Data(base64Encoded: reply.png) == Data("picture 1".utf8) && reply.pages == 2)
      #expect(await hall.press.sheets.last?.isSample == true)
    }
  }
}
