import Hall

/// What a ticket printer prints for technicians; nothing on it is anybody's.
extension Slip {
  /// Shows sizes, Chinese letters, a QR code and the cut. 测试小票
  static func testSheet(of printer: String, at time: String) -> Slip {
    Slip([
      .line("测试小票 Test slip", size: .double, bold: true, align: .centre), .rule,
      .line(printer), .line(time), .line("政务服务大厅 取号 排队 ABC abc 0123456789"),
      .line("特大 888", size: .huge, align: .centre), .qr("HALLWAY TEST"), .feed(1),
    ])
  }

  /// The sheet of the morning: what passed and what did not. 开门自检
  ///
  /// - Parameters:
  ///   - hall: its name.
  ///   - time: when it was printed.
  ///   - results: subject, whether it passed, why.
  /// - Returns: the sheet.
  static func selfTest(
    hall: String, at time: String, _ results: [(subject: String, isWell: Bool, why: String)]
  ) -> Slip {
    var elements: [Element] = [
      .line("开门自检 Self-test", size: .double, bold: true, align: .centre), .line(hall), .line(time),
      .rule,
    ]
    for result in results {
      elements.append(
        .line("\(result.isWell ? "正常" : "异常") \(result.subject)", bold: !result.isWell))
      if !result.isWell, !result.why.isEmpty { elements.append(.line("  \(result.why)")) }
    }
    let faults = results.count(where: { !$0.isWell })
    elements += [
      .rule,
      .line(faults == 0 ? "全部正常 all well" : "异常 \(faults) 项 not well: \(faults)", bold: true),
      .feed(1),
    ]
    return Slip(elements)
  }
}
