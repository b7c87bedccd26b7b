import Hall
import HallAPI

extension SampleHall {
  /// Levels and reasons of standards.md 2.2, those that fill screens most.
  static let catalogue = RatingsInterface.Catalogue.Reply(
    edition: "2026-1", name: .init(zh: "全国“好差评”评价项", en: "National rating list"),
    source: .init(zh: "示例", en: "sample"), validFrom: "2026-01-01", textLimit: 150,
    levels: [
      level(
        5, "非常满意", "Very satisfied",
        [
          ("510", "一窗受理一次办结", "One window, one visit"),
          ("511", "可以先受理后补材料", "Papers may follow later"),
          ("512", "不用提交证明", "No certificates needed"),
          ("513", "可以全程网上办理", "All of it can be done online"),
          ("514", "可以使用手机办理", "Can be done on a phone"),
          ("515", "可以就近办理", "Can be done nearby"),
          ("516", "无需材料直接办理", "No papers needed at all"),
          ("517", "服务热情效率高", "Friendly and quick"),
        ]),
      level(4, "满意", "Satisfied", [("413", "服务态度较好", "Friendly enough")]),
      level(3, "基本满意", "Fairly satisfied", [("314", "服务态度一般", "Friendliness fair")]),
      level(
        2, "不满意", "Dissatisfied",
        [
          ("207", "没有提供材料样本", "No sample papers"),
          ("208", "没有提供材料清单", "No list of papers"),
          ("209", "未在承诺时间内办结", "Not done within the promised time"),
          ("210", "同样内容的证明材料被要求多次提交", "The same certificate asked for several times"),
          ("211", "承诺网办但无法在线办理", "Promised online, and not possible online"),
          (
            "212", "在线预约办理后到实体大厅重复取号排队",
            "Reserved online and had to queue for a number again"
          ),
          ("213", "窗口人员业务不熟练", "The clerk did not know the matter well"),
          ("214", "服务态度生硬", "Unfriendly"),
        ]),
      level(1, "非常不满意", "Very dissatisfied", [("115", "服务态度差效率低", "Rude and slow")]),
    ])

  private static func level(
    _ level: Int, _ zh: String, _ en: String, _ reasons: [(String, String, String)]
  ) -> RatingsInterface.Level {
    .init(
      level: level, text: .init(zh: zh, en: en),
      reasons: reasons.map { .init(code: $0.0, text: .init(zh: $0.1, en: $0.2)) })
  }

  static let ratedService = Bilingual(zh: "社会保障卡申领", en: "Social security card")

  static let clerk = RatingsInterface.Clerk(
    staffNumber: "0017", name: .init(zh: "李示例", en: "Li Shili"),
    post: .init(zh: "综合受理", en: "Reception"))

  static func board(
    _ state: PadState, evaluation id: String? = nil
  ) -> RatingsInterface.Await.Reply {
    .init(
      state: state, clerk: clerk,
      evaluation: id.map {
        .init(
          id: $0, ticket: "A012", stage: .finish,
          service: ratedService,
          opensAt: "2026-11-23T09:30:00+08:00", closesAt: "2026-11-23T09:32:00+08:00")
      })
  }
}
