/// A table of Guangdong's exchange. 数据交换表 (standards.md 3.1)
public enum ExchangeTable: String, Sendable, CaseIterable {
  /// 申办
  case submission = "EX_GDBS_SB"
  /// 网上预受理
  case preCheck = "EX_GDBS_WSYSL"
  /// 受理
  case acceptance = "EX_GDBS_SL"
  /// 审批
  case examination = "EX_GDBS_SPCL"
  /// 补交告知
  case supplementNotice = "EX_GDBS_BJGZ"
  /// 补交受理
  case supplementReceipt = "EX_GDBS_BJSL"
  /// 特别程序申请
  case procedure = "EX_GDBS_TBCXSQ"
  /// 特别程序结果
  case procedureResult = "EX_GDBS_TBCXJG"
  /// 办结
  case completion = "EX_GDBS_BJ"
  /// 领取登记
  case collection = "EX_GDBS_LQDJ"

  /// `SL`, which begins the names of its records.
  var letters: Substring { rawValue.dropFirst(8) }

  /// By `EX_GDBS_SL`, in small letters too.
  public init?(named name: some StringProtocol) { self.init(rawValue: name.uppercased()) }

  /// By the name of a file: the table's, and after it anything that is no letter, such as
  /// `EX_GDBS_SL-20261126.csv`.
  public init?(ofFile name: some StringProtocol) {
    let name = name.uppercased()
    guard
      let table = Self.allCases.first(where: { table in
        name.hasPrefix(table.rawValue)
          && !(name.dropFirst(table.rawValue.count).unicodeScalars.first?.properties.isAlphabetic
            ?? false)
      })
    else { return nil }
    self = table
  }
}

/// One row of a table: its columns by their names in capitals, empty ones left out.
struct ExchangeRow {
  let columns: [String: Int]
  let cells: [String]

  subscript(_ column: String) -> String? {
    guard let place = columns[column], place < cells.count, !cells[place].isEmpty else {
      return nil
    }
    return cells[place]
  }

  /// The first of the columns that is filled: platforms write some names in two ways.
  func first(_ names: String...) -> String? {
    for name in names { if let value = self[name] { return value } }
    return nil
  }

  func required(_ column: String) throws(CaseRecordFault) -> String {
    guard let value = self[column] else { throw CaseRecordFault(.missing, column) }
    return value
  }

  func number(_ column: String) throws(CaseRecordFault) -> Int? {
    guard let text = self[column] else { return nil }
    guard let number = Int(text) else { throw CaseRecordFault(.malformed, column) }
    return number
  }

  /// What a code means by a list.
  func code<Meaning>(
    _ column: String, _ list: [String: Meaning]
  ) throws(CaseRecordFault) -> Meaning? {
    guard let code = self[column] else { return nil }
    guard let meaning = list[code] else { throw CaseRecordFault(.unknownCode, column) }
    return meaning
  }
}
