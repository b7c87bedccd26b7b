import DeviceKit
import Hall
import HallAPI
import HallService
import HallStore
import HallStoreSQLite
import Testing
import Varlink

extension TestHall {
  /// A message of a case that belongs to the card and opens with 024680.
  func message(_ receipt: String, _ event: CaseEventKind, at time: String) -> CaseMessage {
    var message = CaseMessage(source: "gd", serial: receipt, at: time, event: event)
    message.receipt = receipt
    message.password = "024680"
    message.idNumber = card.number.digits
    message.applicant = card.name
    message.item = CaseText(zh: "换领", en: "Renewal")
    message.promisedDays = 20
    return message
  }

  func bring(_ messages: [CaseMessage]) async throws {
    var notices: [CaseNotice] = []
    for message in messages { notices.append(try message.notice(sealing: people)) }
    _ = try await cases.apply(notices, mark: nil, at: clock.now)
  }
}

extension ScriptedPrinter {
  func lastLines() -> [String] {
    (slips.last?.elements ?? []).compactMap { element in
      if case .line(let text, _, _, _) = element { text } else { nil }
    }
  }
}

@Suite struct `The cases' desk` {
  let hall: TestHall
  init() throws { hall = try TestHall() }

  @Test func `a case is told to its card and to receipt with password, to nobody else`()
    async throws
  {
    try await hall.bring([hall.message("HJ1", .accepted, at: "2026-11-20 10:00")])
    await hall.reader.willRead([.card(hall.card)])
    try await hall.open { client in
      let token = try await client.cardToken()
      let mine = try await client.call(CasesInterface.Lookup.self, .init(card: token)).cases
      #expect(mine.map(\.receipt) == ["HJ1"])
      #expect(mine.first?.stateText.zh == "已受理")
      #expect(mine.first?.applicant == "欧**")
      #expect(mine.first?.contact == "0769-12345")
      #expect(mine.first?.deadlines.map(\.day) == ["2026-12-18"])
      #expect(mine.first?.deadlines.first?.words.zh == "还剩19个工作日")
      func ask(_ receipt: String?, _ password: String?) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            CasesInterface.Lookup.self, .init(receipt: receipt, password: password))
        }
      }
      #expect(await ask("HJ1", "024680") == nil)
      #expect(await ask("HJ1", nil)?.decode(CasesInterface.NothingToLookUp.self) != nil)
      let wrongPassword = await ask("HJ1", "000000")
      let wrongReceipt = await ask("HJ2", "024680")
      #expect(wrongPassword == wrongReceipt, "which of the two was wrong is not told")
      for _ in 0..<5 { _ = await ask("HJ1", "111111") }
      #expect(await ask("HJ1", "024680")?.decode(CasesInterface.TryLater.self) != nil)
      hall.clock.advance(seconds: 61)
      #expect(await ask("HJ1", "024680") == nil)
    }
  }

  @Test func `two sources with one receipt number: the password tells them apart`() async throws {
    var other = hall.message("HJ1", .accepted, at: "2026-11-20 10:00")
    other.source = "other"
    other.password = "135791"
    other.item = CaseText(zh: "别的", en: "Other")
    try await hall.bring([hall.message("HJ1", .accepted, at: "2026-11-20 10:00"), other])
    try await hall.open { client in
      for (password, item) in [("024680", "换领"), ("135791", "别的")] {
        let found = try await client.call(
          CasesInterface.Lookup.self, .init(receipt: "HJ1", password: password))
        #expect(found.cases.map(\.item.zh) == [item])
      }
    }
  }

  @Test func `a receipt without a password opens nothing`() async throws {
    var message = hall.message("HJ1", .accepted, at: "2026-11-20 10:00")
    message.password = nil
    try await hall.bring([message])
    try await hall.open { client in
      for password in ["", "024680", "\0"] {
        let refused = await refusal {
          _ = try await client.call(
            CasesInterface.Lookup.self, .init(receipt: "HJ1", password: password))
        }
        #expect(refused?.name == CasesInterface.NoMatch.name)
      }
    }
  }

  @Test func `an organisation's joint case is its agent's to see, with its parts`() async throws {
    var joint = hall.message("J", .accepted, at: "2026-11-20 10:00")
    joint.idNumber = nil
    joint.organisation = "91350100M000100Y43"
    joint.agentIdNumber = hall.card.number.digits
    joint.applicant = "样例有限公司"
    joint.kind = .joint
    var part = hall.message("J1", .accepted, at: "2026-11-20 10:05")
    part.idNumber = nil
    part.organisation = joint.organisation
    part.agentIdNumber = joint.agentIdNumber
    part.parent = "J"
    try await hall.bring([joint, part])
    await hall.reader.willRead([.card(hall.card)])
    try await hall.open { client in
      let token = try await client.cardToken()
      func ask(_ organisation: String?) async throws -> [CasesInterface.Case] {
        try await client.call(
          CasesInterface.Lookup.self, .init(card: token, organisation: organisation)
        ).cases
      }
      let found = try await ask("91350100m000100y43")
      #expect(found.map(\.receipt) == ["J"])
      #expect(found.first?.applicant == "样例有限公司")
      #expect(found.first?.parts.map(\.item.zh) == ["换领"])
      #expect(try await ask(nil).isEmpty, "they are not the person's own")
      #expect(try await ask("91440300708461136T").isEmpty)
      let slip = await refusal { _ = try await ask("91350100M000100Y44") }
      #expect(slip?.standard == .invalidParameter("organisation"))
    }
  }

  @Test func `a case goes to the ticket printer by its handle, for a while`() async throws {
    try await hall.bring([hall.message("HJ1", .accepted, at: "2026-11-20 10:00")])
    try await hall.open { client in
      let found = try await client.call(
        CasesInterface.Lookup.self, .init(receipt: "HJ1", password: "024680"))
      let handle = try #require(found.cases.first?.handle)
      _ = try await client.call(CasesInterface.Print.self, .init(handle: handle, language: .zh))
      let lines = await hall.printer.lastLines()
      for words in ["已受理", "受理回执号: HJ1", "申请人: 欧**", "还剩19个工作日"] {
        #expect(lines.contains { $0.contains(words) }, "\(words) in \(lines)")
      }
      #expect(!lines.contains { $0.contains("024680") || $0.contains(hall.card.number.digits) })
      let other = await refusal {
        _ = try await client.call(
          CasesInterface.Print.self, .init(handle: "0000", language: .zh))
      }
      #expect(other?.name == CasesInterface.HandleExpired.name)
      hall.clock.advance(seconds: 601)
      let late = await refusal {
        _ = try await client.call(
          CasesInterface.Print.self, .init(handle: handle, language: .zh))
      }
      #expect(late?.name == CasesInterface.HandleExpired.name)
    }
  }

  @Test func `messages are taken, repeated, superseded and rejected, each told`() async throws {
    try await hall.open { client in
      var accepted = hall.message("HJ1", .accepted, at: "2026-11-20 10:00")
      var newer = accepted
      newer.version = 2
      var noDay = hall.message("HJ1", .toleratedIntake, at: "2026-11-20 10:00")
      noDay.documents = [CaseText(zh: "照片")]
      var badNumber = accepted
      badNumber.idNumber = "11010519491231002Y"
      accepted.version = 1
      let future = hall.message("HJ2", .accepted, at: "2027-11-20 10:00")
      let reply = try await client.call(
        CasesInterface.Bring.self,
        .init(
          messages: [newer, accepted, newer, noDay, badNumber, future],
          mark: .init(name: "feed", position: 6, digest: "x")))
      #expect(
        reply.outcomes == [
          .init(outcome: .applied), .init(outcome: .superseded), .init(outcome: .repeated),
          .init(outcome: .rejected, reason: "missing", key: "until"),
          .init(outcome: .rejected, reason: "malformed", key: "idNumber"),
          .init(outcome: .rejected, reason: "badTime"),
        ])
      let mark = try await client.call(CasesInterface.MarkOf.self, .init(name: "feed")).mark
      #expect(mark == .init(name: "feed", position: 6, digest: "x"))
      let many = await refusal {
        _ = try await client.call(
          CasesInterface.Bring.self,
          .init(messages: [CaseMessage](repeating: future, count: 1001)))
      }
      #expect(many?.standard == .invalidParameter("messages"))
    }
  }

  @Test func `a broken promise is entered by a person, and bars until it is repaired`() async throws
  {
    var promise = hall.message("HJ1", .toleratedIntake, at: "2026-11-16 10:00")
    promise.until = "2026-11-20"
    promise.documents = [CaseText(zh: "照片")]
    var open = hall.message("HJ2", .toleratedIntake, at: "2026-11-16 10:00")
    open.until = "2026-11-23"
    try await hall.bring([promise, open])
    try await hall.open { client in
      func enter(_ serial: String) async -> VarlinkRemoteError? {
        await refusal {
          _ = try await client.call(
            CasesInterface.EnterCredit.self,
            .init(source: "gd", serial: serial, reason: "来电两次未补"))
        }
      }
      func mayTolerate() async throws -> Bool {
        try await client.call(
          CasesInterface.MayTolerate.self, .init(idNumber: hall.card.number.digits)
        ).may
      }
      let late = try await client.call(CasesInterface.Late.self, .init(kind: .tolerance)).cases
      #expect(late.map(\.serial) == ["HJ1"])
      #expect(late.first?.credit == false)
      #expect(try await mayTolerate(), "nothing is entered by itself")
      #expect(await enter("HJ2")?.decode(CasesInterface.NotPossible.self)?.state == "notOver")
      #expect(await enter("HJ9")?.name == CasesInterface.NoSuchCase.name)
      #expect(await enter("HJ1") == nil)
      #expect(await enter("HJ1")?.decode(CasesInterface.NotPossible.self)?.state == "entered")
      #expect(try await !mayTolerate())
      let again = try await client.call(CasesInterface.Late.self, .init(kind: .tolerance)).cases
      #expect(again.first?.credit == true)
      let entries = try await client.call(
        CasesInterface.Credits.self, .init(includeCleared: false)
      ).credits
      #expect(entries.map(\.serial) == ["HJ1"])
      let id = try #require(entries.first?.id)
      let cleared = try await client.call(
        CasesInterface.ClearCredit.self, .init(id: id, reason: "材料已补"))
      #expect(cleared.credit.clearedReason == "材料已补")
      #expect(try await mayTolerate())
    }
    // Whose promise it was is forgotten once it is repaired and the days of the hall are over.
    let day = try #require(LocalDay("2026-12-31"))
    _ = try await hall.store.forgetHolders(before: day)
    let kept = try await hall.store.credits(includingCleared: true)
    #expect(kept.map(\.person) == [nil] && kept.map(\.applicant) == [nil])
  }

  @Test func `what is late is listed, and what nobody answered in time`() async throws {
    var short = hall.message("HJ1", .accepted, at: "2026-11-02 10:00")
    short.promisedDays = 5
    let unanswered = hall.message("HJ2", .submitted, at: "2026-11-02 10:00")
    let fresh = hall.message("HJ3", .submitted, at: "2026-11-20 10:00")
    try await hall.bring([short, unanswered, fresh])
    try await hall.open { client in
      func late(_ kind: CaseDeadline.Kind?) async throws -> Set<String> {
        Set(
          try await client.call(CasesInterface.Late.self, .init(kind: kind)).cases.map(\.serial))
      }
      #expect(try await late(.promised) == ["HJ1"])
      #expect(try await late(.intake) == ["HJ2"])
      #expect(try await late(nil) == ["HJ1", "HJ2"])
      // HJ3 is to be answered by Friday the 27th.
      let near = try await client.call(CasesInterface.Late.self, .init(kind: .intake, within: 4))
      #expect(Set(near.cases.map(\.serial)) == ["HJ2", "HJ3"])
      let today = try await client.call(CasesInterface.Late.self, .init(kind: .intake, within: 3))
      #expect(today.cases.map(\.serial) == ["HJ2"])
      let shown = try await client.call(CasesInterface.Show.self, .init(receipt: "HJ2")).cases
      #expect(shown.first?.byLaw?.zh == "11月9日 周一前没有告知，依法自11月2日 周一起即为受理")
      #expect(shown.first?.applicant == "欧**")
    }
  }

  @Test func `days are counted for whoever asks, and never into a year nobody announced`()
    async throws
  {
    try await hall.open { client in
      let counted = try await client.call(
        CasesInterface.CountDays.self, .init(from: "2026-11-20", workingDays: 5))
      #expect(counted.day == "2026-11-27")
      let unknown = await refusal {
        _ = try await client.call(
          CasesInterface.CountDays.self, .init(from: "2026-12-20", workingDays: 20))
      }
      #expect(unknown?.decode(CasesInterface.UnknownYear.self)?.year == 2027)
    }
  }

  @Test func `cases that are long over are forgotten with their days`() async throws {
    var old = hall.message("HJ1", .finished, at: "2025-11-01 10:00")
    old.result = .done
    try await hall.bring([old, hall.message("HJ2", .accepted, at: "2025-11-01 10:00")])
    #expect(try await hall.cases.caseCount() == 2)
    try await hall.open { _ in
      while try await hall.cases.caseCount() == 2 { await Task.yield() }
    }
    #expect(try await hall.cases.keys(ofReceipt: "HJ1").isEmpty)
    #expect(try await hall.cases.keys(ofReceipt: "HJ2").count == 1)
  }
}
