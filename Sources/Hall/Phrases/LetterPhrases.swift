/// What letters say whatever the hall's templates say. 文书用语
public enum LetterPhrases {
  public static func title(_ kind: LetterKind) -> Bilingual {
    switch kind {
    case .onceNotice: Bilingual(zh: "一次性告知单", en: "All you need, told at once")
    case .materialsReceipt: Bilingual(zh: "申请材料接收凭证", en: "Receipt for documents")
    case .supplementNotice: Bilingual(zh: "材料补正告知书", en: "Notice of missing documents")
    case .acceptance: Bilingual(zh: "受理决定书", en: "Notice of acceptance")
    case .refusal: Bilingual(zh: "不予受理告知书", en: "Notice of non-acceptance")
    case .specialProcedure: Bilingual(zh: "特别程序告知书", en: "Notice of a special procedure")
    case .tolerantNotice:
      Bilingual(zh: "容缺受理通知书", en: "Notice of acceptance with documents to follow")
    case .promise: Bilingual(zh: "容缺受理承诺书", en: "Promise to hand in documents later")
    case .collection: Bilingual(zh: "领取凭证", en: "Collection slip")
    }
  }

  /// What a field is called, on paper and to who fills it in.
  public static func name(of field: LetterField) -> Bilingual {
    switch field {
    case .hall: Bilingual(zh: "服务大厅", en: "Hall")
    case .hallAddress: Bilingual(zh: "地址", en: "Address")
    case .hallPhone: Bilingual(zh: "电话", en: "Telephone")
    case .day: Bilingual(zh: "日期", en: "Date")
    case .window: Bilingual(zh: "办理窗口", en: "Window")
    case .receipt: Bilingual(zh: "受理回执号", en: "Receipt number")
    case .applicant: Bilingual(zh: "申请人", en: "Applicant")
    case .item: Bilingual(zh: "申请事项", en: "Matter")
    case .department: Bilingual(zh: "承办部门", en: "Department")
    case .contact: Bilingual(zh: "咨询电话", en: "Enquiries")
    case .materials: Bilingual(zh: "申请材料", en: "Documents")
    case .conditions: Bilingual(zh: "申请条件", en: "Conditions")
    case .procedure: Bilingual(zh: "办理程序", en: "Procedure")
    case .limits: Bilingual(zh: "办理时限", en: "Time limits")
    case .fees: Bilingual(zh: "收费标准", en: "Fees")
    case .gaps: Bilingual(zh: "需要补正的材料及要求", en: "What is missing")
    case .dueDay: Bilingual(zh: "期限", en: "By")
    case .consequence: Bilingual(zh: "逾期后果", en: "If late")
    case .acceptedDay: Bilingual(zh: "受理日期", en: "Accepted on")
    case .promisedDay: Bilingual(zh: "承诺办结日期", en: "Promised by")
    case .legalLimit: Bilingual(zh: "法定办结时限", en: "Legal time limit")
    case .reasons: Bilingual(zh: "理由", en: "Reasons")
    case .basis: Bilingual(zh: "法律依据", en: "Legal basis")
    case .appeal: Bilingual(zh: "救济途径", en: "Ways to appeal")
    case .missing: Bilingual(zh: "容缺材料", en: "Documents to follow")
    case .specialProcedure: Bilingual(zh: "特别程序", en: "Special procedure")
    case .duration: Bilingual(zh: "所需时间", en: "Time it takes")
    case .result: Bilingual(zh: "领取内容", en: "To collect")
    case .collectAt: Bilingual(zh: "领取地点", en: "Where")
    case .collectUntil: Bilingual(zh: "领取期限", en: "Until")
    case .collectWith: Bilingual(zh: "携带材料", en: "Bring")
    }
  }

  public static let number = Bilingual(zh: "编号：", en: "No.")
  public static let reprint = Bilingual(zh: "补打", en: "Reprint")
  public static let sample = Bilingual(zh: "样例，不具效力", en: "SAMPLE, not valid")
  public static let sealHere = Bilingual(zh: "（盖章处）", en: "(seal here)")
  /// What the QR code is for.
  public static let scan = Bilingual(zh: "扫码查询", en: "Scan to look up")
  public static let shortForm = Bilingual(
    zh: "本小票为简要形式，以盖章的文书为准", en: "Short form; the sealed letter counts")

  /// 2026年11月26日
  public static func date(_ day: LocalDay) -> String { "\(day.year)年\(day.month)月\(day.day)日" }

  public static func workingDays(_ days: Int) -> String { "\(days)个工作日" }

  public static func page(_ page: Int, of pages: Int) -> String { "第 \(page) 页 共 \(pages) 页" }

  public static func foot(address: String, phone: String) -> String {
    "地址：\(address)  电话：\(phone)"
  }
}
