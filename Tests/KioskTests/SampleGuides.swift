import Hall
import HallAPI
import TextUI

@testable import KioskScreens

/// Invented guides for the screens, with enough text to fill them.
enum SampleGuides {
  private static func text(_ zh: String, _ en: String) -> Bilingual { Bilingual(zh: zh, en: en) }

  static let day = WallClock(SampleHall.morning).day

  static let guide = Hall.Guide(
    id: "card", service: "card", name: text("社会保障卡申领", "Social security card"),
    department: .init(
      id: "social", name: text("社会保险基金管理中心", "Social insurance fund centre"),
      phone: "0769-00000102"),
    theme: .init(id: "insurance", name: text("社会保障", "Social security")),
    scopes: [.hall, .city, .tolerant],
    channels: [
      .init(kind: .window, text: text("本大厅综合窗口", "Windows of this hall")),
      .init(kind: .kiosk, text: text("自助服务区", "Kiosks of this hall")),
    ], basis: [text("《中华人民共和国社会保险法》", "Social Insurance Law")],
    conditions: [
      text("已在本市参加社会保险", "Insured with social insurance in this city"),
      text("本人到场采集照片", "The person comes for a photo"),
    ], fee: .charged(standard: text("工本费20元", "20 yuan"), basis: text("某价格文件", "A price notice")),
    responsible: text("首席事务代表", "The chief officer"),
    steps: [
      text("申请：到窗口提交材料", "Apply: hand in the papers at a window"),
      text("受理：当场核对", "Accept: checked at once"), text("制卡并领取", "The card is made"),
    ], limit: GuideLimit(legalDays: 30, promisedDays: 1),
    questions: [
      .init(
        id: "who", text: text("谁来办理？", "Who comes?"),
        choices: [
          .init(id: "self", text: text("本人", "The person")),
          .init(id: "agent", text: text("委托他人", "An agent")),
        ]),
      .init(
        id: "why", text: text("为什么办理？", "Why?"),
        choices: [
          .init(id: "first", text: text("首次申领", "First card")),
          .init(id: "lost", text: text("遗失补领", "The card is lost")),
        ]),
    ],
    materials: [
      .init(id: "id", name: text("居民身份证", "Identity card"), form: .original),
      .init(id: "form", name: text("申领登记表", "Application form"), form: .form),
      .init(
        id: "power", name: text("授权委托书", "Power of attorney"), form: .original,
        when: [.init(question: "who", choices: ["agent"])]),
      .init(
        id: "agent", name: text("代办人居民身份证", "The agent's identity card"), form: .originalAndCopy,
        when: [.init(question: "who", choices: ["agent"])]),
      .init(
        id: "photo", name: text("近期白底证件照", "Recent photo on white"), form: .electronic,
        isMain: false, source: text("照相馆", "A photo shop")),
    ], result: text("社会保障卡，当场领取", "The card, at once"),
    frequentQuestions: [
      .init(
        id: "photo", question: text("照片要自己带吗？", "Do I bring a photo?"),
        answer: text("不用，窗口可以现场拍。", "No, it can be taken at the window."))
    ], edition: "V2", date: day)

  static let notice = GuideNotice(
    id: "n1", kind: .change, title: text("社会保障卡当日可取", "Cards are made the same day"),
    text: text("自本月起缩短承诺时限。", "The promised time is shorter from this month on."),
    items: ["card"], from: day, until: nil, effective: day)

  static let found = GuidesInterface.Search.Reply(
    hits: (1...9).map { number in
      .init(
        id: number == 1 ? "card" : "g\(number)",
        name: number == 1
          ? guide.name : text("第\(number)项社会保险事项", "Social insurance matter \(number)"),
        department: guide.department.name, service: nil, closeness: .exact)
    }, count: 9)

  static let reply = GuidesInterface.Get.Reply(
    guide: GuidesInterface.Guide(guide), notices: [GuidesInterface.Notice(notice)])

  static let questions = [
    GuidesInterface.TopQuestion(
      guide: "card", name: guide.name, id: "photo",
      question: guide.frequentQuestions[0].question, answer: guide.frequentQuestions[0].answer,
      asked: 12)
  ]

  /// The sample hall with guides in it.
  static func describe() -> HallInterface.Describe.Reply {
    var reply = SampleHall.describe()
    reply.hall.guides = 9
    reply.services = reply.services.map { service in
      var service = service
      service.guide = service.id == "card" || service.id == "ask" ? service.id : nil
      return service
    }
    return reply
  }
}

extension Person {
  /// Someone before a kiosk of a hall that publishes guides.
  static func withGuides(_ language: Language = .zh) -> Person {
    var person = Person(language: language)
    person.send(.described(.success(SampleGuides.describe())))
    return person
  }

  /// Types into the search screen and gets an answer to the last key.
  mutating func search(_ text: String, _ reply: GuidesInterface.Search.Reply = SampleGuides.found) {
    type(text)
    answerSearch(reply)
  }

  mutating func answerSearch(_ reply: GuidesInterface.Search.Reply = SampleGuides.found) {
    guard case .searchGuides(let question) = lastRequest else { return }
    self.reply(.guidesFound(reply, question))
  }

  /// Reads the first guide that `sb` finds.
  mutating func readGuide() {
    type("6")
    search("sb")
    press(.enter)
    reply(.guide(SampleGuides.reply))
  }
}
