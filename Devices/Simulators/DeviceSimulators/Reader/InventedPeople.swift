extension InventedPerson {
  /// Everybody the simulator knows, in the order in which cards are placed by default.
  ///
  /// The names say that they are tests and samples; the numbers have valid check characters and
  /// belong to nobody we know of.
  public static let everybody: [InventedPerson] = residents + permitHolders + foreigners

  /// Finds a person by id or by name.
  public static func named(_ text: String) -> InventedPerson? {
    everybody.first { $0.id == text } ?? everybody.first { $0.name == text }
  }

  private static let police = "东莞市公安局"

  private static let residents: [InventedPerson] = [
    InventedPerson(
      "ouyang", "欧阳测试", .male, born: "19900307",
      number: withCheckCharacter("44190019900307001"), valid: ("20180501", "20380501"),
      .resident(nation: "01", address: "广东省东莞市南城街道示例路100号", issuer: police),
      fingerprintLength: 1024),
    InventedPerson(
      "yulan", "示例·玉兰", .female, born: "19881112",
      number: withCheckCharacter("44190019881112002"), valid: ("20200615", "20400615"),
      .resident(nation: "05", address: "广东省东莞市莞城街道样本巷3号2栋501房", issuer: police),
      fingerprintLength: 512, newAddresses: ["广东省东莞市东城街道新址大道88号"]),
    InventedPerson(
      "longest", "阿卜杜拉赫·测试买买提·样本江", .male, born: "19930921",
      number: withCheckCharacter("44190019930921003"), valid: ("20210108", "20410108"),
      .resident(
        nation: "05", address: "广东省东莞市松山湖高新技术产业开发区科技示例十二路长名苑测试花园第九期",
        issuer: police), fingerprintLength: 1024),
    InventedPerson(
      "jixiang", "𠮷样本", .female, born: "19960229",
      number: withCheckCharacter("44190019960229004"), valid: ("20220301", "20420301"),
      .resident(nation: "01", address: "广东省东莞市虎门镇虚构村甲组7号", issuer: police)),
    InventedPerson(
      "liujie", "柳㛃试", .female, born: "19790815",
      number: withCheckCharacter("44190019790815006"), valid: ("20150910", "20350910"),
      .resident(nation: "10", address: "广东省东莞市厚街镇测试围工业路21号", issuer: police),
      fingerprintLength: 512,
      newAddresses: ["广东省东莞市长安镇样例街5号", "广东省东莞市寮步镇示范新村16号"]),
    InventedPerson(
      "elder", "甄老样", .male, born: "19310505",
      number: withCheckCharacter("44190019310505005"), valid: ("20060801", "长期"),
      .resident(nation: "08", address: "广东省东莞市石龙镇假想坊1号", issuer: police)),
    InventedPerson(
      "child", "小样本", .male, born: "20160601",
      number: withCheckCharacter("44190020160601007"), valid: ("20230701", "20280701"),
      .resident(nation: "13", address: "广东省东莞市塘厦镇示例小区6栋", issuer: police)),
  ]

  private static let permitHolders: [InventedPerson] = [
    InventedPerson(
      "hongkong", "陈测港", .male, born: "19850214",
      number: withCheckCharacter("81000019850214009"), valid: ("20230101", "20280101"),
      .permit(
        address: "广东省东莞市凤岗镇样本花园8座", issuer: police, passNumber: "H00000001",
        issueCount: "02"),
      fingerprintLength: 1024),
    InventedPerson(
      "macao", "何试澳", .female, born: "19920620",
      number: withCheckCharacter("82000019920620010"), valid: ("20240301", "20290301"),
      .permit(
        address: "广东省东莞市大朗镇示例路9号", issuer: police, passNumber: "M00000002",
        issueCount: "01")),
    InventedPerson(
      "taiwan", "林样台", .male, born: "19751010",
      number: withCheckCharacter("83000019751010011"), valid: ("20220918", "20270918"),
      .permit(
        address: "广东省东莞市常平镇虚构大街77号", issuer: police, passNumber: "00000003",
        issueCount: "03")),
  ]

  // UTO is Utopia, the country of ICAO 9303's specimen passports; 999 is free in ISO 3166.
  private static let foreigners: [InventedPerson] = [
    InventedPerson(
      "utopia", "样安娜", .female, born: "19740812", number: "UTO441900000001",
      valid: ("20190401", "20290401"),
      .foreigner(
        englishName: "SAMPLE, ANNA MARIA", nationality: "UTO", version: "01", authority: "4400")),
    InventedPerson(
      "newcard", "试约翰", .male, born: "19850101",
      number: withCheckCharacter("94499919850101001"), valid: ("20240105", "20340105"),
      .foreigner2023(
        englishName: "EXAMPLE, JOHN", nationality: "UTO", renewals: "00", oldNumberLink: "001"),
      fingerprintLength: 512),
    InventedPerson(
      "newlong", "例威廉明娜", .female, born: "19680430",
      number: withCheckCharacter("94499919680430002"), valid: ("20250601", "20350601"),
      .foreigner2023(
        englishName: "SPECIMEN-EXAMPLE, WILHELMINA ANTONIA TESTA", nationality: "UTO",
        renewals: "01", oldNumberLink: "002")),
  ]
}
