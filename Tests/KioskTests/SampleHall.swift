import Hall
import HallAPI

/// An invented hall with enough of everything to fill the screens.
enum SampleHall {
  /// 2026-11-23 09:30 Beijing time, a Monday.
  static let morning = Moment(milliseconds: 1_795_397_400_000)

  static let fields: [HallInterface.Field] = [
    ("social", "社会保障", "Social security"), ("tax", "税务", "Taxes"),
    ("household", "户籍身份证", "Household and ID"), ("housing", "不动产登记", "Real estate"),
    ("fund", "住房公积金", "Housing fund"), ("company", "企业开办", "Starting a company"),
    ("marriage", "婚姻登记", "Marriage"), ("traffic", "车辆驾驶", "Vehicles and driving"),
    ("medical", "医疗保障", "Medical insurance"), ("education", "教育", "Education"),
    ("enquiry", "综合咨询", "General enquiries"),
  ].map { .init(id: $0.0, name: .init(zh: $0.1, en: $0.2)) }

  static let services: [HallInterface.Service] =
    [
      service("card", "social", "社会保障卡申领", "Social security card", "A", .required),
      service("pension", "social", "养老待遇资格认证", "Pension proof of life", "A", .optional),
      service("transfer", "social", "社保关系转移", "Transfer of insurance", "A", .optional, open: false),
      service("ask", "social", "社保咨询", "Social security question", "A", .none),
    ]
    + fields.dropFirst().map {
      service("\($0.id)-1", $0.id, "\($0.name.zh)业务", "\($0.name.en) matters", "B", .optional)
    }

  static func service(
    _ id: String, _ field: String, _ zh: String, _ en: String, _ letter: String, _ card: CardRule,
    open: Bool = true
  ) -> HallInterface.Service {
    .init(
      id: id, field: field, name: .init(zh: zh, en: en), letter: letter, open: open,
      windows: ["W02", "W03"], card: card)
  }

  static let zone = Bilingual(zh: "一层东侧等候区", en: "Ground floor, east seats")

  static let windows: [HallInterface.Window] = ["02", "03"].map {
    .init(
      id: "W\($0)", name: .init(zh: "\(Int($0) ?? 0)号窗口", en: "window \(Int($0) ?? 0)"),
      kind: .comprehensive, zone: zone, services: ["card"])
  }

  static let info = HallInterface.Info(
    id: "sample", name: .init(zh: "云水市政务服务中心", en: "Yunshui Government Service Hall"),
    address: .init(zh: "云水市人民路 1 号", en: "1 Renmin Road, Yunshui"), phone: "0769-12345",
    sample: true, retentionDays: 30, fields: fields)

  static let weekly: [HallInterface.Opening] = (1...5).flatMap {
    [
      HallInterface.Opening(weekday: $0, opens: "09:00", closes: "12:00"),
      HallInterface.Opening(weekday: $0, opens: "13:30", closes: "17:00"),
    ]
  }

  static func describe(openNow: Bool = true) -> HallInterface.Describe.Reply {
    .init(
      hall: info, services: services, windows: windows,
      hours: .init(
        openNow: openNow, weekly: weekly,
        exceptions: [
          .init(day: "2026-11-24", reason: .init(zh: "系统维护", en: "Maintenance"), spans: [])
        ]))
  }

  static func ticket(
    _ number: String = "A012", state: TicketState = .waiting,
    paper: QueueInterface.Paper = .init(state: .pending), ahead: Int? = 3,
    wait: QueueInterface.Wait? = .init(lowMinutes: 10, highMinutes: 20), window: String? = nil,
    later: [String] = [], callableFrom: String? = nil, backAt: String? = nil,
    mayReturn: Bool = false
  ) -> QueueInterface.Ticket {
    .init(
      number: number, day: "2026-11-23", service: "card",
      serviceName: .init(zh: "社会保障卡申领", en: "Social security card"),
      laterServices: later, state: state, takenAt: "2026-11-23T09:30:00+08:00", priority: nil,
      windows: ["W02", "W03"], zones: [zone], window: window, callableFrom: callableFrom,
      backAt: backAt, mayReturn: mayReturn, ahead: ahead, wait: wait, paper: paper,
      secret: "483920", holder: "张**",
      rating: nil)
  }

  /// In hand, and its holder away until a quarter past ten.
  static func away() -> QueueInterface.Ticket {
    ticket(
      paper: .init(state: .printed), backAt: "2026-11-23T10:15:00+08:00", mayReturn: true)
  }

  static func passed(mayReturn: Bool = true) -> QueueInterface.Ticket {
    ticket(
      state: .passed, paper: .init(state: .printed), ahead: nil, wait: nil, mayReturn: mayReturn)
  }

  static func checkedIn(_ state: Booking.State = .checkedIn)
    -> ReservationsInterface.CheckIn.Reply
  {
    .init(
      reservation: .init(
        code: "yy-2031", service: "card", from: "2026-11-23T10:00:00+08:00",
        until: "2026-11-23T10:30:00+08:00", state: state, number: "YA003"),
      number: "YA003", secret: "483920")
  }

  static let cases: [CasesInterface.Case] = [
    .init(
      receipt: "YS20261102-0017",
      item: .init(zh: "个体工商户设立登记", en: "Registration of a small business"), applicant: "张**",
      state: .examining, stateText: .init(zh: "审批中", en: "Being examined"),
      nextStep: .init(
        zh: "请等待审批结果，有结果会用短信通知您，不用再跑一趟。",
        en: "Please wait for the decision. You will get a message; no need to come again."),
      dueDay: "2026-12-21", contact: "0769-22830000",
      collectAt: .init(zh: "综合出证窗口 5号", en: "Certificates, window 5"),
      steps: [
        .init(
          at: "2026-11-02T10:05:00+08:00", text: .init(zh: "已提交申请", en: "Application handed in")),
        .init(
          at: "2026-11-03T09:12:00+08:00",
          text: .init(zh: "待补正：缺经营场所证明", en: "Missing: proof of premises")),
        .init(
          at: "2026-11-05T15:40:00+08:00", text: .init(zh: "材料已补齐", en: "Papers complete")),
        .init(at: "2026-11-05T15:45:00+08:00", text: .init(zh: "已受理", en: "Accepted")),
        .init(at: "2026-11-09T11:00:00+08:00", text: .init(zh: "审核中", en: "Under review")),
      ]),
    .init(
      receipt: "YS20261110-0203",
      item: .init(zh: "社会保障卡补领", en: "New social security card"), applicant: "张**",
      state: .finished, stateText: .init(zh: "已办结，可领取", en: "Finished, ready to collect"),
      nextStep: .init(zh: "请带身份证来领取。", en: "Please collect it with your ID card."),
      dueDay: nil, contact: "0769-22830000", collectAt: nil, steps: []),
  ]
}

extension QueueInterface.Paper {
  /// Paper of which nothing bad is to be told.
  init(state: PaperState) { self.init(state: state, reason: nil) }
}
