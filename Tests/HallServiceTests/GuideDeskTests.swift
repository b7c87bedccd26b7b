import DeviceKit
import Hall
import HallAPI
import HallService
import Testing
import Varlink

/// A book of one guide for the test hall's renewal.
private enum Book {
  private static func text(_ zh: String) -> Bilingual { Bilingual(zh: zh, en: "en \(zh)") }

  static let day = WallClock(Moment(milliseconds: 1_790_000_000_000)).day

  static func guide(_ id: String, _ name: String, service: String?, fee: GuideFee = .none)
    -> Guide
  {
    Guide(
      id: id, service: service, name: text(name),
      department: .init(id: "police", name: text("公安"), phone: "1"),
      theme: .init(id: "identity", name: text("户籍")), scopes: [.hall, .tolerant],
      channels: [.init(kind: .window, text: text("窗口"))], basis: [text("法")],
      conditions: [text("条件")], fee: fee, responsible: text("代表"), steps: [text("申请")],
      limit: GuideLimit(legalDays: 20, promisedDays: 5),
      questions: [
        .init(
          id: "why", text: text("为何"),
          choices: [.init(id: "lost", text: text("丢")), .init(id: "old", text: text("旧"))])
      ],
      materials: [
        .init(id: "card", name: text("身份证"), form: .original),
        .init(
          id: "photo", name: text("照片"), form: .copy, isMain: false, source: text("照相馆"),
          when: [.init(question: "why", choices: ["old"])]),
      ], result: text("证"),
      frequentQuestions: [.init(id: "fee", question: text("钱"), answer: text("无"))],
      edition: "V1", date: day)
  }

  static let index = GuideIndex(
    GuideBook(
      edition: "1", source: text("源"),
      departments: [.init(id: "police", name: text("公安"), phone: "1")],
      themes: [.init(id: "identity", name: text("户籍"))],
      guides: [
        guide("renewal", "身份证换领", service: "renewal"),
        guide(
          "passport", "护照签发", service: nil,
          fee: .charged(standard: text("120元"), basis: text("令"))),
      ],
      notices: [
        GuideNotice(
          id: "n", kind: .change, title: text("改"), text: text("文"), items: ["renewal"],
          from: day, until: nil, effective: day)
      ]))
}

@Suite struct GuideDeskTests {
  private static func hall() throws -> TestHall {
    var hall = try TestHall()
    hall.guides = Book.index
    return hall
  }

  /// Every reply is held against the interface's text too.
  @Test func `guides are found, read and announced`() async throws {
    try await Self.hall().open { client in
      let contents = try await client.call(GuidesInterface.Contents.self, NoParameters())
      #expect(contents.count == 2 && contents.departments.map(\.id) == ["police"])
      let found = try await client.call(GuidesInterface.Search.self, .init(text: "sfz"))
      #expect(found.hits.map(\.id) == ["renewal"] && found.hits.first?.service == "renewal")
      let all = try await client.call(
        GuidesInterface.Search.self, .init(text: "", scope: .tolerant, limit: 1))
      #expect(all.count == 2 && all.hits.count == 1)
      let guide = try await client.call(GuidesInterface.Get.self, .init(service: "renewal"))
      #expect(
        guide.guide == GuidesInterface.Guide(Book.guide("renewal", "身份证换领", service: "renewal")))
      #expect(guide.notices.map(\.id) == ["n"])
      let charged = try await client.call(GuidesInterface.Get.self, .init(id: "passport"))
      #expect(charged.guide.fee?.standard.zh == "120元" && charged.notices.isEmpty)
      let notices = try await client.call(GuidesInterface.Notices.self, NoParameters())
      #expect(notices.notices.map(\.kind) == [.change])
      let describe = try await client.call(HallInterface.Describe.self, NoParameters())
      #expect(describe.hall.guides == 2)
      #expect(describe.services.first { $0.id == "renewal" }?.guide == "renewal")
      #expect(describe.services.first { $0.id == "passport" }?.guide == nil)
    }
  }

  @Test func `what is not there, or asks for too much, is refused`() async throws {
    try await Self.hall().open { client in
      for question in [
        GuidesInterface.Get.Parameters(id: "nothing"), .init(service: "enquiry"), .init(),
      ] {
        let missing = await refusal {
          _ = try await client.call(GuidesInterface.Get.self, question)
        }
        #expect(missing?.name == GuidesInterface.NoSuchGuide.name)
      }
      for limit in [0, 201, .min] {
        let refused = await refusal {
          _ = try await client.call(GuidesInterface.Search.self, .init(text: "a", limit: limit))
        }
        #expect(refused?.standard == .invalidParameter("limit"))
      }
      // A text of any length is answered: only its beginning counts.
      _ = try await client.call(
        GuidesInterface.Search.self, .init(text: String(repeating: "长a", count: 40_000)))
    }
  }

  @Test func `answers that are read are counted, and nothing else can be`() async throws {
    try await Self.hall().open { client in
      for _ in 0..<2 {
        _ = try await client.call(
          GuidesInterface.Asked.self, .init(guide: "passport", question: "fee"))
      }
      let unknown = await refusal {
        _ = try await client.call(
          GuidesInterface.Asked.self, .init(guide: "passport", question: "11010519491231002X"))
      }
      #expect(unknown?.name == GuidesInterface.NoSuchGuide.name)
      let top = try await client.call(GuidesInterface.TopQuestions.self, .init())
      #expect(top.questions.map { "\($0.guide) \($0.asked)" } == ["passport 2", "renewal 0"])
    }
  }

  @Test func `ticks reach the clerk with the number, and nonsense for ticks is refused`()
    async throws
  {
    let hall = try Self.hall()
    await hall.reader.willRead([.card(hall.card)])
    try await hall.open { client in
      let ticks = PaperTicks(
        guide: "renewal", edition: "V1", present: ["card"], missing: ["photo"])
      let taken = try await client.call(
        QueueInterface.TakeTicket.self,
        .init(
          service: "renewal", requestId: "r1", card: try await client.cardToken(), papers: ticks)
      ).ticket
      _ = try await client.call(
        QueueInterface.HandOver.self, .init(number: taken.number, secret: taken.secret ?? ""))
      let called = try await client.call(CounterInterface.CallNext.self, .init(window: "1")).ticket
      #expect(called?.papers?.verdict == .tolerable)
      #expect(called?.papers?.present.map(\.zh) == ["身份证"])
      #expect(called?.papers?.missing.map(\.zh) == ["照片"])
      let refused = await refusal {
        _ = try await client.call(
          QueueInterface.TakeTicket.self,
          .init(
            service: "enquiry", requestId: "r2",
            papers: PaperTicks(guide: "a b", edition: "V1", present: [], missing: [])))
      }
      #expect(refused?.standard == .invalidParameter("papers"))
    }
  }

  @Test func `who asks to be told is told of the third visit, and gets a number all the same`()
    async throws
  {
    var hall = try Self.hall()
    hall.visits = VisitPolicy(times: 2, withinDays: 30, service: "enquiry")
    let (reader, card) = (hall.reader, hall.card)
    try await hall.open { client in
      func take(_ request: String, offerHelp: Bool?) async throws -> QueueInterface.Ticket {
        await reader.willRead([.card(card)])
        return try await client.call(
          QueueInterface.TakeTicket.self,
          .init(
            service: "renewal", requestId: request, card: try await client.cardToken(),
            offerHelp: offerHelp)
        ).ticket
      }
      for request in ["r1", "r2"] {
        let ticket = try await take(request, offerHelp: true)
        _ = try await client.call(
          QueueInterface.HandOver.self, .init(number: ticket.number, secret: ticket.secret ?? ""))
        _ = try await client.call(CounterInterface.CallNext.self, .init(window: "1"))
        _ = try await client.call(CounterInterface.Finish.self, .init(window: "1"))
      }
      let told = await refusal { _ = try await take("r3", offerHelp: true) }
      #expect(
        told?.decode(QueueInterface.RepeatVisits.self)
          == .init(service: "renewal", visits: 2, helpService: "enquiry"))
      let visits = try await client.call(FiguresInterface.Visits.self, NoParameters())
      #expect(visits.times == 2 && visits.people.map(\.visits) == [2])
      #expect(try await take("r4", offerHelp: nil).state == .waiting)
    }
  }
}
