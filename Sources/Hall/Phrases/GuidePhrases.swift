/// The words of guides, on screens and on paper. 办事指南文字
public enum GuidePhrases {
  public static let free = Bilingual(zh: "不收费", en: "Free of charge")
  public static let unlimited = Bilingual(zh: "无数量限制", en: "Not limited in number")
  public static let atOnce = Bilingual(
    zh: "即办件：当场办结", en: "Done while you wait")
  public static let noLegalLimit = Bilingual(
    zh: "法定时限：无规定", en: "Legal limit: none set")
  public static let main = Bilingual(zh: "主件", en: "main")
  public static let mayFollow = Bilingual(zh: "可容缺", en: "may follow")

  public static let fivePartsTitle = Bilingual(zh: "一次性告知单", en: "All you need")
  public static let fetchFirstTitle = Bilingual(zh: "先备齐再来", en: "Fetch it first")
  public static let stillMissing = Bilingual(zh: "还缺：", en: "Still missing:")
  public static let sample = Bilingual(
    zh: "样例大厅，非真实办事指南", en: "SAMPLE HALL, NOT A REAL GUIDE")

  public static let department = Bilingual(zh: "承办部门", en: "Department")
  public static let basis = Bilingual(zh: "设立依据", en: "Legal basis")
  public static let quantity = Bilingual(zh: "数量限制", en: "Number granted")
  public static let responsible = Bilingual(zh: "责任人", en: "Responsible")
  public static let result = Bilingual(zh: "办理结果", en: "Result")
  public static let channels = Bilingual(zh: "办理渠道", en: "Ways to apply")

  public static func from(_ source: Bilingual) -> Bilingual {
    Bilingual(zh: "出具：\(source.zh)", en: "From: \(source.en)")
  }

  public static func model(_ place: Bilingual) -> Bilingual {
    Bilingual(zh: "示范文本：\(place.zh)", en: "Model: \(place.en)")
  }

  public static func title(_ part: FiveParts.Part) -> Bilingual {
    switch part {
    case .materials: Bilingual(zh: "申请材料", en: "Papers to bring")
    case .conditions: Bilingual(zh: "申请条件", en: "Conditions")
    case .procedure: Bilingual(zh: "办理程序", en: "Procedure")
    case .limits: Bilingual(zh: "办理时限", en: "Time limits")
    case .fees: Bilingual(zh: "收费标准", en: "Fees")
    }
  }

  public static func text(_ form: MaterialForm) -> Bilingual {
    switch form {
    case .original: Bilingual(zh: "原件", en: "original")
    case .copy: Bilingual(zh: "复印件", en: "copy")
    case .originalAndCopy: Bilingual(zh: "原件及复印件", en: "original and copy")
    case .form: Bilingual(zh: "表格", en: "form")
    case .electronic: Bilingual(zh: "电子证照", en: "electronic licence")
    }
  }

  public static func text(_ scope: GuideScope) -> Bilingual {
    switch scope {
    case .hall: Bilingual(zh: "本大厅办理", en: "In this hall")
    case .city: Bilingual(zh: "市内通办", en: "Anywhere in the city")
    case .crossCity: Bilingual(zh: "跨城通办", en: "Across cities")
    case .tolerant: Bilingual(zh: "容缺受理", en: "Papers may follow")
    }
  }

  public static func text(_ channel: GuideChannel) -> Bilingual {
    switch channel {
    case .window: Bilingual(zh: "大厅窗口", en: "Window")
    case .kiosk: Bilingual(zh: "自助终端", en: "Self-service kiosk")
    case .web: Bilingual(zh: "广东政务服务网", en: "Guangdong government website")
    case .app: Bilingual(zh: "“i莞家”", en: "\"i Guanjia\" app")
    case .post: Bilingual(zh: "邮寄", en: "Post")
    }
  }

  public static func text(_ kind: GuideNotice.Kind) -> Bilingual {
    switch kind {
    case .change: Bilingual(zh: "事项调整", en: "Changed")
    case .withdrawal: Bilingual(zh: "事项撤出", en: "Leaves the hall")
    case .addition: Bilingual(zh: "事项新增", en: "New")
    }
  }

  /// 时限: promised and legal, in working days.
  public static func lines(_ limit: GuideLimit) -> [Bilingual] {
    let promised =
      limit.promisedDays == 0
      ? atOnce
      : Bilingual(
        zh: "承诺时限：\(limit.promisedDays)个工作日",
        en: "Promised: \(days(limit.promisedDays))")
    let legal = limit.legalDays.map {
      Bilingual(zh: "法定时限：\($0)个工作日", en: "Legal limit: \(days($0))")
    }
    return [promised, legal ?? noLegalLimit]
  }

  private static func days(_ count: Int) -> String {
    "\(count) working \(count == 1 ? "day" : "days")"
  }

  /// 收费: zero is said as such (clause 6.1.4a).
  public static func lines(_ fee: GuideFee) -> [Bilingual] {
    switch fee {
    case .none: [free]
    case .charged(let standard, let basis):
      [
        standard,
        Bilingual(zh: "收费依据：\(basis.zh)", en: "Basis: \(basis.en)"),
      ]
    }
  }

  /// 居民户口簿（原件及复印件，1份；主件）
  public static func detail(_ material: Guide.Material) -> Bilingual {
    let form = text(material.form)
    let role = material.isMain ? main : mayFollow
    return Bilingual(
      zh: "\(form.zh)，\(material.copies)份，\(role.zh)",
      en: "\(form.en), \(material.copies)x, \(role.en)")
  }

  /// One paper in a line, with the case it belongs to.
  public static func line(_ material: Guide.Material, questions: [Guide.Question]) -> Bilingual {
    let detail = detail(material)
    let cases = cases(of: material.when, questions)
    return Bilingual(
      zh: "\(material.name.zh)（\(detail.zh)）\(cases.zh)",
      en: "\(material.name.en) (\(detail.en))\(cases.en)")
  }

  /// 适用于：… for a paper that not every case needs.
  private static func cases(
    of needs: [Guide.Need], _ questions: [Guide.Question]
  ) -> Bilingual {
    let texts = questions.flatMap { question in
      let chosen = needs.filter { $0.question == question.id }.flatMap(\.choices)
      return question.choices.filter { chosen.contains($0.id) }
        .map(\.text)
    }
    guard !texts.isEmpty else { return Bilingual(zh: "", en: "") }
    return Bilingual(
      zh: "，适用于：\(texts.map(\.zh).joined(separator: "、"))",
      en: ", for: \(texts.map(\.en).joined(separator: ", "))")
  }

  /// 版本与日期
  public static func edition(_ edition: String, _ date: LocalDay) -> Bilingual {
    Bilingual(zh: "版本 \(edition) · 发布 \(date)", en: "Edition \(edition), published \(date)")
  }
}
