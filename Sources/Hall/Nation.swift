/// One of the nations of China as documents code them, GB/T 3304. 民族
public struct Nation: Hashable, Sendable {
  /// Two digits.
  public let code: String
  public let name: Bilingual

  /// nil for a code that the standard does not give, such as 57, which two published tables call
  /// 编码错 and 其它 (protocols.md A.8): what a card says there is kept as its code or not at all.
  public init?(code: String) {
    guard let known = Self.all.first(where: { $0.code == code }) else { return nil }
    self = known
  }

  private init(_ code: Int, _ zh: String, _ en: String) {
    self.code = code < 10 ? "0\(code)" : "\(code)"
    name = Bilingual(zh: zh, en: en)
  }

  /// In the order of their codes.
  public static let all: [Nation] =
    table.enumerated().map { Nation($0.offset + 1, $0.element.zh, $0.element.en) } + [
      Nation(97, "其他", "Other"),
      Nation(98, "外国血统中国籍人士", "Chinese citizen of foreign descent"),
    ]

  /// GB/T 3304 table 3, 01 to 56, spelled as its column of Roman letters spells them.
  private static let table: [(zh: String, en: String)] = [
    ("汉", "Han"), ("蒙古", "Mongol"), ("回", "Hui"), ("藏", "Zang"), ("维吾尔", "Uygur"), ("苗", "Miao"),
    ("彝", "Yi"), ("壮", "Zhuang"), ("布依", "Buyei"), ("朝鲜", "Chosen"), ("满", "Man"), ("侗", "Dong"),
    ("瑶", "Yao"), ("白", "Bai"), ("土家", "Tujia"), ("哈尼", "Hani"), ("哈萨克", "Kazak"), ("傣", "Dai"),
    ("黎", "Li"), ("傈僳", "Lisu"), ("佤", "Va"), ("畲", "She"), ("高山", "Gaoshan"), ("拉祜", "Lahu"),
    ("水", "Sui"), ("东乡", "Dongxiang"), ("纳西", "Naxi"), ("景颇", "Jingpo"), ("柯尔克孜", "Kirgiz"),
    ("土", "Tu"), ("达斡尔", "Daur"), ("仫佬", "Mulao"), ("羌", "Qiang"), ("布朗", "Blang"),
    ("撒拉", "Salar"), ("毛南", "Maonan"), ("仡佬", "Gelao"), ("锡伯", "Xibe"), ("阿昌", "Achang"),
    ("普米", "Pumi"), ("塔吉克", "Tajik"), ("怒", "Nu"), ("乌孜别克", "Uzbek"), ("俄罗斯", "Russ"),
    ("鄂温克", "Ewenki"), ("德昂", "Deang"), ("保安", "Bonan"), ("裕固", "Yugur"), ("京", "Gin"),
    ("塔塔尔", "Tatar"), ("独龙", "Derung"), ("鄂伦春", "Oroqen"), ("赫哲", "Hezhen"), ("门巴", "Monba"),
    ("珞巴", "Lhoba"), ("基诺", "Jino"),
  ]
}
