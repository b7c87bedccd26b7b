extension LetterKind {
  /// Invented facts, to look at a template with. 样张
  public func sampleFacts(on day: LocalDay) -> [String: [String]] {
    let due = day.adding(days: 7) ?? day
    let all: [LetterField: [String]] = [
      .receipt: ["\(day.description.filter { $0 != "-" })0012"], .applicant: ["𠮷样本"],
      .item: ["居民身份证换领"], .department: ["示例局"], .contact: ["0769-12345"],
      .materials: ["居民户口簿 原件 1份", "旧身份证 原件 1份", "申请表 1份（现场填写）"],
      .conditions: ["具有本市户籍", "原身份证有效期满或者损坏"],
      .procedure: ["取号", "窗口受理，采集照片和指纹", "审核", "制证", "领取或者邮寄"],
      .limits: ["法定办结时限：60个工作日", "承诺办结时限：20个工作日"], .fees: ["工本费20元"],
      .gaps: ["居民户口簿：缺本人页复印件，请补交1份", "申请表：第3栏未填写，请补填并签名"],
      .dueDay: [due.description],
      .consequence: ["逾期未补交的，本次办理终止，您可以重新提出申请"],
      .acceptedDay: [day.description],
      .promisedDay: [due.description], .legalLimit: ["20个工作日"],
      .reasons: ["申请事项依法不属于本机关职权范围"], .basis: ["《中华人民共和国行政许可法》第三十二条"],
      .appeal: [
        "自收到本告知书之日起60日内申请行政复议", "自收到本告知书之日起6个月内向人民法院提起行政诉讼",
      ], .missing: ["场所平面图：复印件1份，加盖公章"],
      .specialProcedure: ["专家评审"], .duration: ["15个工作日，不计入办理时限"],
      .result: ["居民身份证"], .collectAt: ["本大厅11号综合出证窗口"],
      .collectUntil: [due.description], .collectWith: ["本凭证", "旧身份证"],
    ]
    return Dictionary(uniqueKeysWithValues: fields.map { ($0.rawValue, all[$0] ?? []) })
  }
}
