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
      handle: "h1", receipt: "YS20261102-0017",
      item: .init(zh: "个体工商户设立登记", en: "Registration of a small business"), applicant: "张**",
      state: .examining, stateText: .init(zh: "审批中", en: "Being examined"),
      place: .init(zh: "市场监督管理局：审核完成", en: "Market supervision: Review done"),
      nextStep: .init(
        zh: "请等待审批结果，有结果会用短信通知您，不用再跑一趟。",
        en: "Please wait for the decision. You will get a message; no need to come again."),
      deadlines: [
        .init(
          kind: .promised, label: .init(zh: "承诺办结", en: "Promised by"), day: "2026-12-01",
          words: .init(zh: "还剩6个工作日", en: "6 working days left"), late: false, yours: false),
        .init(
          kind: .legal, label: .init(zh: "法定办结", en: "By law by"), day: "2026-12-21",
          words: .init(zh: "还剩20个工作日", en: "20 working days left"), late: false, yours: false),
      ], contact: "0769-22830000",
      collectAt: .init(zh: "综合出证窗口 5号", en: "Certificates, window 5"), firstHandler: "0012",
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
      handle: "h2", receipt: "YS20261110-0203",
      item: .init(zh: "社会保障卡补领", en: "New social security card"), applicant: "张**",
      state: .toCollect, stateText: .init(zh: "待领取", en: "Ready to collect"),
      place: .init(zh: "待领取", en: "Ready to collect"),
      nextStep: .init(zh: "请带身份证来领取。", en: "Please collect it with your ID card."),
      yourTurn: true, contact: "0769-22830000",
      collectAt: .init(zh: "综合出证窗口 5号", en: "Certificates, window 5"), steps: []),
    .init(
      handle: "h3", receipt: "YS20261101-0001",
      item: .init(zh: "开餐馆一件事", en: "Opening a restaurant"), applicant: "样例餐饮有限公司",
      state: .supplement, stateText: .init(zh: "待补正材料", en: "Documents missing"),
      place: .init(zh: "市场监督管理局", en: "Market supervision"),
      nextStep: .init(
        zh: "请补交：营业场所平面图；消防安全承诺书；从业人员健康证明；食品安全管理制度；设备布局图",
        en:
          "Please hand in: floor plan; fire safety declaration; health certificates of the staff; "
          + "rules of food safety; plan of the equipment"),
      yourTurn: true,
      byLaw: .init(
        zh: "11月9日 周一前没有告知，依法自11月2日 周一起即为受理",
        en: "No answer by Mon 9 Nov: by law accepted from Mon 2 Nov"),
      deadlines: [
        .init(
          kind: .supplement, label: .init(zh: "最迟补交", en: "Hand in by"), day: "2026-11-20",
          words: .init(
            zh: "已超过1个工作日，10月1-7日不计，10月10日周六上班",
            en: "1 working day late, 1-7 Oct not counted, 10 Oct is worked"), late: true,
          yours: true),
        .init(
          kind: .promised, label: .init(zh: "承诺办结", en: "Promised by"), day: nil,
          words: .init(
            zh: "计时暂停，恢复后还有3个工作日", en: "The clock stands; 3 working days left once it goes on"),
          late: false, yours: false),
      ], contact: "0769-22830000",
      steps: [
        .init(
          at: "2026-11-02T10:05:00+08:00", text: .init(zh: "已提交申请", en: "Application made"))
      ],
      parts: [
        .init(
          item: .init(zh: "食品经营许可证申领", en: "Food business permit"),
          stateText: .init(zh: "审批中", en: "Under examination"),
          place: .init(zh: "市场监督管理局：审核完成", en: "Market supervision: Review done")),
        .init(
          item: .init(zh: "消防安全检查", en: "Fire safety check"),
          stateText: .init(zh: "已受理", en: "Accepted"),
          place: .init(zh: "消防救援支队", en: "Fire brigade")),
      ]),
  ]
}

extension QueueInterface.Paper {
  /// Paper of which nothing bad is to be told.
  init(state: PaperState) { self.init(state: state, reason: nil) }
}
